package quayside.app.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.crypto.Fingerprint;

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
    void aPinThatCannotBeSavedHoldsUntilTheProgramEnds() throws IOException {
        Path file = Files.writeString(folder.resolve("blocked"), "");
        KnownServers known = KnownServers.open(file);
        known.pinIfNew("host:1", FIRST);
        assertThat(known.pin("host:1")).contains(FIRST);
    }
}
