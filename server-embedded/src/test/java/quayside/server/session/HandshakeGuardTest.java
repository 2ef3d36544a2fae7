package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.GuessLimiter;
import quayside.server.guard.HandshakeLimiter;
import quayside.server.guard.Source;
import quayside.server.text.ServerReason;

final class HandshakeGuardTest {
    private static final Source SOURCE = Source.of(InetAddress.getLoopbackAddress());

    private static final AccessKey KEY = AccessKey.of("key");

    private final GuessLimiter guesses = new GuessLimiter(() -> 0, ServerReason.TOO_MANY_WRONG_KEYS);
    private final HandshakeLimiter handshakes = new HandshakeLimiter(() -> 0, guesses::knows, 1);
    private final GuessLimiter invited = new GuessLimiter(() -> 0, ServerReason.TOO_MANY_WRONG_KEYS);
    private final HandshakeGuard gate =
            new HandshakeGuard(handshakes, guesses, invited, SOURCE, Duration.ofSeconds(10));

    private static ProtocolException fault(Fault fault) {
        return new ProtocolException(fault, Sentence.said("No."));
    }

    private Fault confirm(Fault fault) {
        return catchThrowableOfType(
                        ProtocolException.class,
                        () -> gate.confirm(KEY, () -> {
                            throw fault(fault);
                        }))
                .fault();
    }

    private Fault begin() {
        return catchThrowableOfType(ProtocolException.class, gate::begin).fault();
    }

    @Test
    void aWrongKeyIsAGuessAndAfterFiveNoHandshakeIsBegun() throws ProtocolException {
        for (int i = 0; i < 5; i++) {
            gate.begin();
            assertThat(confirm(Fault.WRONG_KEY)).isEqualTo(Fault.WRONG_KEY);
        }
        assertThat(begin()).isEqualTo(Fault.TOO_MANY_TRIES);
        assertThat(confirm(Fault.WRONG_KEY)).isEqualTo(Fault.TOO_MANY_TRIES);
    }

    @Test
    void whatIsBrokenOtherwiseIsNoGuess() throws ProtocolException {
        for (int i = 0; i < 10; i++) {
            assertThat(confirm(Fault.BROKEN_PROTOCOL)).isEqualTo(Fault.BROKEN_PROTOCOL);
        }
        gate.begin();
        assertThat(guesses.knows(SOURCE)).isFalse();
    }

    @Test
    void whoGaveTheRightKeyIsKnownAndItsHandshakesAreNotCounted() throws ProtocolException {
        gate.confirm(KEY, () -> {});
        assertThat(guesses.knows(SOURCE)).isTrue();
        for (int i = 0; i < 1000; i++) {
            gate.begin();
        }
    }

    @Test
    void strangersKnockOnlySoOften() throws ProtocolException {
        for (int i = 0; i < 20; i++) {
            gate.begin();
        }
        assertThat(begin()).isEqualTo(Fault.SERVER_FULL);
    }

    @Test
    void aPlaceToComputeInIsGivenBack() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(gate.<String>compute(() -> "done")).isEqualTo("done");
        }
        try (HandshakeLimiter.Place _ = handshakes.enter(SOURCE, Duration.ZERO)) {
            HandshakeGuard hasty = new HandshakeGuard(handshakes, guesses, invited, SOURCE, Duration.ZERO);
            assertThat(catchThrowableOfType(ProtocolException.class, () -> hasty.compute(() -> "done"))
                            .fault())
                    .isEqualTo(Fault.SERVER_FULL);
        }
    }

    @Test
    void whoIsInterruptedHasLostTheConnectionAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        assertThat(catchThrowableOfType(ProtocolException.class, () -> gate.compute(() -> "done"))
                        .fault())
                .isEqualTo(Fault.CONNECTION_LOST);
        assertThat(Thread.interrupted()).isTrue();
        assertThatCode(() -> gate.compute(() -> "done")).doesNotThrowAnyException();
    }
}
