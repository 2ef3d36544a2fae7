package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.Source;
import quayside.server.protect.Hashing;
import quayside.server.protect.Lock;
import quayside.server.protect.ProtectedFiles;

/** Tests one source that guesses at many locks. */
class PasscodeSprayTest {
    @TempDir
    Path folder;

    /** Uploads of the same person under the same passcode may have a lock each. */
    @Test
    void moreLocksOfOnePasscodeAreNotMoreGuessesAtIt() throws IOException {
        ProtectedFiles files =
                ProtectedFiles.open(folder.resolve("q"), InstantSource.fixed(Instant.EPOCH), new Random(1));
        Hashing hashing = new Hashing(new SecureRandom(), new Hashing.Cost(8, 1, 1));
        try (PasscodeVerifier verifier = new PasscodeVerifier(files, hashing, () -> 0)) {
            List<Lock> locks = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                locks.add(verifier.make(Passcode.of("9999")));
            }
            Source source = Source.of(InetAddress.getLoopbackAddress());
            int guesses = 0;
            for (int i = 0; i < 500; i++) {
                try {
                    assertThat(verifier.open(locks.get(i / 5).id(), Passcode.of(Integer.toString(i)), source))
                            .isNotNull();
                } catch (ProtocolException e) {
                    guesses += e.fault() == Fault.REFUSED ? 1 : 0;
                }
            }
            assertThat(guesses)
                    .as("guesses of one source at one passcode, without a wait")
                    .isEqualTo(20);
        }
    }

    @Test
    void whoOpensALockOfTheirOwnGainsNoGuessesAtOthers() throws IOException {
        ProtectedFiles files =
                ProtectedFiles.open(folder.resolve("q"), InstantSource.fixed(Instant.EPOCH), new Random(1));
        Hashing hashing = new Hashing(new SecureRandom(), new Hashing.Cost(8, 1, 1));
        try (PasscodeVerifier verifier = new PasscodeVerifier(files, hashing, () -> 0)) {
            Lock own = verifier.make(Passcode.of("own"));
            Source source = Source.of(InetAddress.getLoopbackAddress());
            int guesses = 0;
            for (int i = 0; i < 100; i++) {
                try {
                    assertThat(verifier.open(own.id(), Passcode.of("own"), source))
                            .isNotNull();
                    assertThat(verifier.open(verifier.make(Passcode.of("9999")).id(), Passcode.of("1234"), source))
                            .isNull();
                } catch (ProtocolException e) {
                    guesses += e.fault() == Fault.REFUSED ? 1 : 0;
                }
            }
            assertThat(guesses).isEqualTo(20);
        }
    }
}
