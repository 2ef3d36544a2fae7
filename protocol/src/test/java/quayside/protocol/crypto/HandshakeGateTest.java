package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.protocol.crypto.Handshakes.IDENTITY;
import static quayside.protocol.crypto.Handshakes.RANDOM;
import static quayside.protocol.crypto.Handshakes.assertFault;
import static quayside.protocol.crypto.Handshakes.client;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import quayside.protocol.crypto.Handshakes.Endings;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

class HandshakeGateTest {
    private static final ServerHandshake.Keys KEYS = new ServerHandshake.Keys(AccessKey.of("key"));

    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** Permits each step up to {@code last}, and then nothing more. */
    private final class Noting implements HandshakeGate {
        private final String last;

        Noting(String last) {
            this.last = last;
        }

        private void note(String what) throws ProtocolException {
            asked.add(what);
            if (what.equals(last)) {
                throw new ProtocolException(Fault.SERVER_FULL, Sentence.said("Full."));
            }
        }

        @Override
        public void begin() throws ProtocolException {
            note("begin");
        }

        @Override
        public <T> T compute(Computation<T> work) throws ProtocolException {
            note("compute");
            return work.run();
        }

        @Override
        public void confirm(AccessKey key, Confirmation guess) throws ProtocolException {
            note("confirm");
            guess.check();
        }
    }

    /** Fails on use: drawing random bytes means that something is computed. */
    private static final class Untouched extends SecureRandom {
        private static final long serialVersionUID = 1L;

        @Override
        public void nextBytes(byte[] bytes) {
            throw new AssertionError("a random number was drawn");
        }
    }

    private Endings<SessionSecrets, SessionSecrets> shake(String key, String last, SecureRandom random)
            throws Exception {
        return Handshakes.run(
                client(key, null), (in, out) -> ServerHandshake.run(in, out, KEYS, IDENTITY, random, new Noting(last)));
    }

    @Test
    void allThatItCostsIsAskedForAndTheGuessOnlyAtTheEnd() throws Exception {
        shake("key", "", RANDOM).server().get();
        assertThat(asked).containsExactly("begin", "compute", "compute", "compute", "compute", "confirm");
    }

    @Test
    void whereItDoesNotBeginNothingIsComputed() throws Exception {
        Endings<SessionSecrets, SessionSecrets> ends = shake("key", "begin", new Untouched());
        assertFault(ends.server(), Fault.SERVER_FULL);
        assertThat(asked).containsExactly("begin");
    }

    @Test
    void aGuessThatIsNotAllowedIsNotLookedAt() throws Exception {
        assertFault(shake("key", "confirm", RANDOM).server(), Fault.SERVER_FULL);
        assertFault(shake("another", "confirm", RANDOM).server(), Fault.SERVER_FULL);
    }

    @Test
    void whatIsNoHelloIsNotAskedAbout() throws Exception {
        Endings<Boolean, SessionSecrets> ends = Handshakes.run(
                (_, out) -> {
                    ByteArrayOutputStream hello = new ByteArrayOutputStream();
                    hello.writeBytes(new byte[] {0, 0, 0, 9, 1, 'Q', 'U', 'A', 'Y', 'S', 'I', 'D', 'E'});
                    out.write(hello.toByteArray());
                    return true;
                },
                (in, out) -> ServerHandshake.run(in, out, KEYS, IDENTITY, new Untouched(), new Noting("")));
        assertFault(ends.server(), Fault.NOT_QUAYSIDE);
        assertThat(asked).isEmpty();
    }
}
