package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.Source;
import quayside.server.protect.Hashing;
import quayside.server.protect.Lock;
import quayside.server.protect.ProtectedFiles;

final class PasscodeVerifierTest {
    private static final Source SOURCE = Source.of(InetAddress.getLoopbackAddress());

    @TempDir
    Path folder;

    private final Hashing hashing = new Hashing(new SecureRandom(), new Hashing.Cost(8, 1, 1));
    private ProtectedFiles files;
    private PasscodeVerifier verifier;

    @BeforeEach
    void open() throws IOException {
        files = ProtectedFiles.open(folder.resolve("q"), InstantSource.fixed(Instant.EPOCH), new Random(1));
        verifier = new PasscodeVerifier(files, hashing, () -> 0);
    }

    private Fault refused(String id, String passcode) {
        return catchThrowableOfType(ProtocolException.class, () -> verifier.open(id, Passcode.of(passcode), SOURCE))
                .fault();
    }

    @Test
    void onlyThePasscodeOpensALock() throws ProtocolException {
        Lock lock = verifier.make(Passcode.of("sesame"));
        assertThat(verifier.open(lock.id(), Passcode.of("sesame"), SOURCE)).isSameAs(lock);
        assertThat(refused(lock.id(), "Sesame")).isEqualTo(Fault.REFUSED);
    }

    @Test
    void aLockThatAFileIsUnderOpensAlsoLater() throws IOException {
        Lock lock = verifier.make(Passcode.of("sesame"));
        Path file = Files.writeString(folder.resolve("a"), "a");
        files.protect(RemotePath.parse("a"), Files.readAttributes(file, BasicFileAttributes.class), lock);
        PasscodeVerifier later = new PasscodeVerifier(files, hashing, () -> 0);
        assertThat(later.open(lock.id(), Passcode.of("sesame"), SOURCE).id()).isEqualTo(lock.id());
    }

    @Test
    void theRightPasscodeForgivesTheTriesAtItsLock() throws ProtocolException {
        Lock lock = verifier.make(Passcode.of("sesame"));
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 4; i++) {
                assertThat(refused(lock.id(), "x")).isEqualTo(Fault.REFUSED);
            }
            assertThat(verifier.open(lock.id(), Passcode.of("sesame"), SOURCE)).isSameAs(lock);
        }
    }

    @Test
    void guessesAtLocksThatAreNotThereAreGuessesAtOne() {
        for (int i = 0; i < 5; i++) {
            assertThat(refused("none-" + i, "x")).isEqualTo(Fault.REFUSED);
        }
        assertThat(refused("none-5", "x")).isEqualTo(Fault.TOO_MANY_TRIES);
    }

    @Test
    void ofLocksThatNothingIsUnderTheLastThousandAreRemembered() throws ProtocolException {
        Lock first = verifier.make(Passcode.of("sesame"));
        Lock second = verifier.make(Passcode.of("sesame"));
        for (int i = 2; i < 1024; i++) {
            verifier.make(Passcode.of("sesame"));
        }
        assertThat(verifier.open(first.id(), Passcode.of("sesame"), SOURCE)).isSameAs(first);
        verifier.make(Passcode.of("sesame"));
        assertThat(refused(first.id(), "sesame")).isEqualTo(Fault.REFUSED);
        assertThat(verifier.open(second.id(), Passcode.of("sesame"), SOURCE)).isSameAs(second);
    }

    @Test
    void theGuessesAtManyLocksAreCountedAndThoseAtLocksThatAreGoneAreForgotten() throws IOException {
        Lock kept = verifier.make(Passcode.of("sesame"));
        Path file = Files.writeString(folder.resolve("a"), "a");
        files.protect(RemotePath.parse("a"), Files.readAttributes(file, BasicFileAttributes.class), kept);
        for (int i = 0; i < 5; i++) {
            assertThat(refused(kept.id(), "x")).isEqualTo(Fault.REFUSED);
        }
        for (int i = 0; i < 4096; i++) {
            openNew();
        }
        assertThat(verifier.tracked()).isEqualTo(4097);
        openNew();
        // The new locks that are remembered, and the one that a file is under.
        assertThat(verifier.tracked()).isEqualTo(1024 + 1);
        assertThat(refused(kept.id(), "sesame")).isEqualTo(Fault.TOO_MANY_TRIES);
    }

    private void openNew() throws ProtocolException {
        Lock lock = verifier.make(Passcode.of("sesame"));
        assertThat(verifier.open(lock.id(), Passcode.of("sesame"), SOURCE)).isSameAs(lock);
    }

    @Test
    void afterTheEndNothingIsTried() throws ProtocolException {
        Lock lock = verifier.make(Passcode.of("sesame"));
        verifier.close();
        assertThat(refused(lock.id(), "sesame")).isEqualTo(Fault.SERVER_FULL);
        assertThat(refused("none", "sesame")).isEqualTo(Fault.SERVER_FULL);
    }

    @Test
    void whoIsInterruptedWaitsForNoPasscode() throws ProtocolException {
        Lock lock = verifier.make(Passcode.of("sesame"));
        Thread.currentThread().interrupt();
        assertThat(refused(lock.id(), "sesame")).isEqualTo(Fault.CANCELLED);
        assertThat(verifier.open(lock.id(), Passcode.of("sesame"), SOURCE)).isSameAs(lock);
    }
}
