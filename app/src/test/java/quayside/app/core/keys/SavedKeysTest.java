package quayside.app.core.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.app.core.settings.SavedServer;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.crypto.ServerIdentity;

class SavedKeysTest {
    private static final String KEY = "QW7K-3XZT";
    private static final String ADDRESS = "192.168.1.9:4870";

    @TempDir
    private Path config;

    private final MemoryVault keyring = new MemoryVault(KeyVault.Kind.KEYRING);
    private final Fingerprint share = ServerIdentity.generate().fingerprint();
    private final Fingerprint other = ServerIdentity.generate().fingerprint();

    private SavedKeys open() {
        return SavedKeys.open(config, List.of(keyring, new FileVault(config)), new SecureRandom());
    }

    private Path file() {
        return config.resolve("saved-keys.json");
    }

    private static SavedServer server(Fingerprint id, String host) {
        return new SavedServer("any", host, 4870, Optional.of(id), Instant.EPOCH);
    }

    private SavedServer saved() {
        return server(share, "192.168.1.9");
    }

    private void keep(SavedKeys keys, String key) throws IOException {
        keys.keep(share, ADDRESS, AccessKey.of(key));
    }

    private static Optional<String> revealed(Optional<AccessKey> key) {
        return key.map(AccessKey::reveal);
    }

    @Test
    void aKeyIsReadBackAfterARestartAndIsNowhereInTheFiles() throws IOException {
        assertThat(open().key(saved())).isEmpty();
        assertThat(config).isEmptyDirectory();
        keep(open(), KEY);
        assertThat(revealed(open().key(saved()))).contains(KEY);
        assertThat(open().known(List.of(saved(), server(other, "192.168.1.9")))).containsExactly(saved());
        assertThat(open().where()).contains(KeyVault.Kind.KEYRING);
        assertThat(Files.readString(file())).doesNotContain(KEY, KEY.toLowerCase(Locale.ROOT));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void withoutAKeyringTheSecretIsInAFileThatOnlyItsOwnerReads() throws IOException {
        keyring.away = true;
        keep(open(), KEY);
        assertThat(open().where()).contains(KeyVault.Kind.FILE);
        assertThat(revealed(open().key(saved()))).contains(KEY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config.resolve("saved-keys.secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aShareAtAnotherAddressHasTheSameKeyUnlessOneWasKeptForThatAddress() throws IOException {
        SavedKeys keys = open();
        keep(keys, KEY);
        assertThat(revealed(keys.key(server(share, "10.0.0.1")))).contains(KEY);
        keys.keep(share, "10.0.0.1:4870", AccessKey.of("another key"));
        assertThat(revealed(keys.key(server(share, "10.0.0.1")))).contains("another key");
        assertThat(revealed(keys.key(saved()))).contains(KEY);
        assertThat(keys.key(server(other, "192.168.1.9"))).isEmpty();
    }

    @Test
    void theKeyOfAnInvitationIsKeptBesideThatOfItsServerAndOfOthers() throws IOException {
        SavedKeys keys = open();
        AccessKey mara = AccessKey.of(KEY).through(InvitationId.generate(new SecureRandom()));
        AccessKey jonas = AccessKey.of(KEY).through(InvitationId.generate(new SecureRandom()));
        keep(keys, "own key");
        keys.keep(share, ADDRESS, mara);
        keys.keep(share, ADDRESS, jonas);
        assertThat(revealed(open().key(saved()))).contains("own key");
        assertThat(open().key(saved(mara))).contains(mara);
        assertThat(open().key(saved(jonas))).contains(jonas);
        assertThat(Files.readString(file()))
                .doesNotContain(mara.invitation().orElseThrow().reveal());

        open().forget(saved(mara));
        assertThat(open().known(List.of(saved(), saved(mara), saved(jonas)))).containsExactly(saved(), saved(jonas));
    }

    private SavedServer saved(AccessKey invited) {
        return new SavedServer(
                "any",
                "192.168.1.9",
                4870,
                Optional.of(share),
                Instant.EPOCH,
                SavedServer.Folders.NONE,
                invited.invitation().orElseThrow().tag());
    }

    @Test
    void aLaterKeyReplacesTheEarlierAndForgettingLeavesNone() throws IOException {
        keep(open(), KEY);
        keep(open(), "another key");
        assertThat(revealed(open().key(saved()))).contains("another key");
        open().forget(saved());
        assertThat(open().key(saved())).isEmpty();
        assertThat(Files.readString(file())).doesNotContain("sealed");
    }

    @Test
    void whileAKeyringAsksEveryWindowKeepsAndForgetsKeys() throws Exception {
        SavedKeys second = SavedKeys.open(config, List.of(new FileVault(config)), new SecureRandom());
        keep(second, KEY);
        MemoryVault asking = new MemoryVault(KeyVault.Kind.FILE);
        CountDownLatch asked = new CountDownLatch(1);
        asking.neverAnswers(asked);
        SavedKeys first = SavedKeys.open(config, List.of(asking), new SecureRandom());
        AtomicBoolean refused = new AtomicBoolean();
        Thread sealing = Thread.ofVirtual().start(() -> {
            try {
                String _ = first.sealPasscode("1", new byte[] {1});
            } catch (IOException e) {
                refused.set(true);
            }
        });
        Patience.pass(asked);
        second.keep(other, ADDRESS, AccessKey.of("another key"));
        second.forget(saved());
        first.forget(server(other, "192.168.1.9"));
        assertThat(Files.readString(file())).doesNotContain("sealed");
        sealing.interrupt();
        sealing.join();
        assertThat(refused).isTrue();
    }

    @Test
    void twoWindowsThatMakeTheSecretAtOnceUseTheSame() throws Exception {
        CyclicBarrier bothFoundNone = new CyclicBarrier(2);
        AtomicInteger asked = new AtomicInteger();
        keyring.asks = () -> {
            if (asked.incrementAndGet() <= 2) {
                try {
                    bothFoundNone.await();
                } catch (InterruptedException | BrokenBarrierException e) {
                    throw new AssertionError(e);
                }
            }
        };
        Thread second = Thread.ofPlatform().start(() -> {
            try {
                open().keep(other, ADDRESS, AccessKey.of("another key"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        keep(open(), KEY);
        second.join();
        assertThat(revealed(open().key(saved()))).contains(KEY);
        assertThat(revealed(open().key(server(other, "192.168.1.9")))).contains("another key");
        assertThat(open().where()).contains(KeyVault.Kind.KEYRING);
    }

    @Test
    void aSealedKeyThatWasMovedOrChangedIsRefused() throws IOException {
        SavedKeys keys = open();
        keep(keys, KEY);
        String whole = Files.readString(file());
        Files.writeString(file(), whole.replace(share.toString(), other.toString()));
        assertThat(open().key(server(other, "192.168.1.9"))).isEmpty();
        Files.writeString(file(), whole.replace(ADDRESS, "10.0.0.1:4870"));
        assertThat(open().key(saved())).isEmpty();
        int at = whole.indexOf("\"sealed\": \"") + 20;
        char flipped = whole.charAt(at) == 'A' ? 'B' : 'A';
        Files.writeString(file(), whole.substring(0, at) + flipped + whole.substring(at + 1));
        assertThat(open().key(saved())).isEmpty();
        Files.writeString(file(), whole);
        assertThat(revealed(open().key(saved()))).contains(KEY);
    }

    @Test
    void whileTheVaultIsAwayNothingIsReadAndNothingIsReplaced() throws IOException {
        keep(open(), KEY);
        byte[] before = Files.readAllBytes(file());
        keyring.away = true;
        assertThat(open().key(saved())).isEmpty();
        assertThat(open().known(List.of(saved()))).containsExactly(saved());
        assertThatThrownBy(() -> keep(open(), "another key")).isInstanceOf(IOException.class);
        assertThat(file()).hasBinaryContent(before);
        keyring.away = false;
        assertThat(revealed(open().key(saved()))).contains(KEY);
    }

    @Test
    void afterTheVaultHasLostItsSecretKeysAreKeptAnew() throws IOException {
        keep(open(), KEY);
        keyring.secret = null;
        assertThat(open().key(saved())).isEmpty();
        keep(open(), "another key");
        assertThat(revealed(open().key(saved()))).contains("another key");
    }

    @Test
    void keysSurviveAKeyringThatHidesItsSecretForAWhile() throws IOException {
        keep(open(), KEY);
        byte[] hidden = keyring.secret;
        keyring.secret = null;
        keyring.locked = true;
        open().keep(other, ADDRESS, AccessKey.of("another key"));
        assertThat(open().where()).contains(KeyVault.Kind.FILE);
        keyring.secret = hidden;
        keyring.locked = false;
        assertThat(revealed(open().key(saved()))).contains(KEY);
        assertThat(revealed(open().key(server(other, "192.168.1.9")))).contains("another key");
    }

    @Test
    void twoProgramsKeepTheirKeysSideBySide() throws IOException {
        SavedKeys window = open();
        SavedKeys second = open();
        keep(window, KEY);
        second.keep(other, ADDRESS, AccessKey.of("another key"));
        assertThat(revealed(window.key(server(other, "192.168.1.9")))).contains("another key");
        assertThat(revealed(second.key(saved()))).contains(KEY);
    }

    @Test
    void thePasscodeOfAnUploadIsBoundToThatUpload() throws IOException {
        byte[] passcode = "sesame".getBytes(StandardCharsets.UTF_8);
        String sealed = open().sealPasscode("one", passcode);
        assertThat(sealed).doesNotContain("sesame");
        assertThat(open().passcode("one", sealed)).contains(passcode);
        assertThat(open().passcode("two", sealed)).isEmpty();
        keyring.away = true;
        assertThatThrownBy(() -> open().passcode("one", sealed)).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsSavedIsKnownWhileTheKeyringWaitsForTheUser() throws IOException {
        keep(open(), KEY);
        SavedKeys keys = open();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        keyring.asks = () -> {
            asked.countDown();
            Patience.pass(answered);
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> key = threads.submit(() -> keys.key(saved()));
            Patience.pass(asked);
            Future<?> seen = threads.submit(() -> {
                assertThat(keys.known(List.of(saved()))).containsExactly(saved());
                assertThat(keys.where()).contains(KeyVault.Kind.KEYRING);
                assertThat(keys.notice()).isEmpty();
            });
            try {
                assertThat(seen).succeedsWithin(Duration.ofSeconds(20));
                assertThat(key).isNotDone();
            } finally {
                answered.countDown();
            }
        }
    }
}
