package quayside.app.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.text.Sentence;

class KnownServersTest {
    private static final Fingerprint FIRST = Fingerprint.parse("a".repeat(32));
    private static final Fingerprint OTHER = Fingerprint.parse("b".repeat(32));

    @TempDir
    private Path folder;

    @Test
    void theFirstKeyIsPinnedAndReadBack() {
        assertThat(KnownServers.open(folder).pin("host:4870")).isEmpty();
        assertThat(KnownServers.open(folder).pinIfNew("host:4870", FIRST)).isTrue();
        assertThat(KnownServers.open(folder).pin("host:4870")).contains(FIRST);
        assertThat(KnownServers.open(folder).pin("host:4871")).isEmpty();
    }

    @Test
    void anotherKeyNeverReplacesAPinByItself() {
        KnownServers known = KnownServers.open(folder);
        known.pinIfNew("host:4870", FIRST);
        assertThat(known.pinIfNew("host:4870", OTHER)).isFalse();
        assertThat(KnownServers.open(folder).pin("host:4870")).contains(FIRST);
    }

    @Test
    void theUsersTrustReplacesIt() {
        KnownServers known = KnownServers.open(folder);
        known.pinIfNew("host:4870", FIRST);
        known.trust("host:4870", OTHER);
        assertThat(KnownServers.open(folder).pin("host:4870")).contains(OTHER);
    }

    @Test
    void aHostsNameIsTheSameInCapitals() {
        KnownServers known = KnownServers.open(folder);
        known.pinIfNew("Host.Example:4870", FIRST);
        assertThat(known.pin("host.example:4870")).contains(FIRST);
    }

    @Test
    void twoProgramsSideBySideDoNotUndoEachOthersPins() {
        KnownServers window = KnownServers.open(folder);
        KnownServers command = KnownServers.open(folder);
        window.pinIfNew("one:1", FIRST);
        command.pinIfNew("two:2", OTHER);
        window.pinIfNew("three:3", FIRST);
        KnownServers later = KnownServers.open(folder);
        assertThat(later.pin("one:1")).contains(FIRST);
        assertThat(later.pin("two:2")).contains(OTHER);
        assertThat(later.pin("three:3")).contains(FIRST);
    }

    @Test
    void aDamagedFileIsKeptAsideAndSaid() throws IOException {
        Files.writeString(folder.resolve("known-servers.json"), "{\"servers\":{\"host:1\":\"no fingerprint\"}}");
        KnownServers known = KnownServers.open(folder);
        assertThat(known.pin("host:1")).isEmpty();
        assertThat(known.notice()).isPresent();
        assertThat(folder.resolve("known-servers.json.damaged")).exists();
    }

    @Test
    void aFileThatCannotBeReadIsNeverWrittenOverAndNoServerIsTrustedAtFirstSight() throws IOException {
        Path file = Files.createDirectory(folder.resolve("known-servers.json"));
        Files.writeString(file.resolve("what it held"), "pins");
        KnownServers known = KnownServers.open(folder);
        assertThat(known.notice()).isPresent();
        assertThat(known.doubt("host:1"))
                .hasValueSatisfying(why -> assertThat(Sentence.of(why, "host:1").toString())
                        .contains("host:1", "known-servers.json")
                        .endsWith("."));
        assertThat(known.pinIfNew("host:1", FIRST)).isTrue();
        assertThat(known.doubt("host:1")).isEmpty();
        assertThat(file.resolve("what it held")).hasContent("pins");
        assertThat(KnownServers.open(folder).doubt("host:1")).isPresent();
    }

    @Test
    void oneDamagedEntryCostsNoOther() throws IOException {
        Files.writeString(
                folder.resolve("known-servers.json"),
                "{\"servers\":{\"one:1\":\"" + FIRST + "\",\"two:2\":7,\"three:3\":\"" + OTHER + "\"}}");
        for (int start = 0; start < 2; start++) {
            KnownServers known = KnownServers.open(folder);
            assertThat(known.pin("one:1")).contains(FIRST);
            assertThat(known.pin("three:3")).contains(OTHER);
            assertThat(known.doubt("one:1")).isEmpty();
            assertThat(known.doubt("two:2")).as("also at the next start").isPresent();
        }
        Files.delete(folder.resolve("known-servers.json.damaged"));
        assertThat(KnownServers.open(folder).doubt("two:2")).isEmpty();
    }

    @Test
    void anEarlierDamagedFileStaysToo() throws IOException {
        for (String damage : new String[] {"first", "second"}) {
            Files.writeString(folder.resolve("known-servers.json"), damage);
            assertThat(KnownServers.open(folder).notice()).isPresent();
        }
        assertThat(folder.resolve("known-servers.json.damaged")).hasContent("first");
        assertThat(folder.resolve("known-servers.json.damaged-2")).hasContent("second");
    }

    @Test
    void whoeverHasTheTurnIsWaitedForBeforeAPinIsSaved() throws IOException {
        KnownServers known = KnownServers.open(folder);
        CompletableFuture<Boolean> pinned;
        try (FileTurn _ = FileTurn.take(folder.resolve("known-servers.json"))) {
            pinned = CompletableFuture.supplyAsync(() -> known.pinIfNew("host:1", FIRST));
            // A change that another program made under its lock is included in ours.
            Files.writeString(folder.resolve("known-servers.json"), "{\"servers\":{\"host:1\":\"" + OTHER + "\"}}");
        }
        assertThat(pinned).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(false);
        assertThat(KnownServers.open(folder).pin("host:1")).contains(OTHER);
    }

    @Test
    void aPinThatCannotBeSavedHoldsUntilTheProgramEnds() throws IOException {
        Path file = Files.writeString(folder.resolve("blocked"), "");
        KnownServers known = KnownServers.open(file);
        known.pinIfNew("host:1", FIRST);
        assertThat(known.pin("host:1")).contains(FIRST);
    }
}
