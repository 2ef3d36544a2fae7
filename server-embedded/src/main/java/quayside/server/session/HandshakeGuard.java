package quayside.server.session;

import java.time.Duration;
import quayside.protocol.crypto.HandshakeGate;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.GuessLimiter;
import quayside.server.guard.HandshakeLimiter;
import quayside.server.guard.Source;

/**
 * Lets a source's handshake begin, and cost something, where the limits allow it; and counts it as a guess from the moment on that it is one: who
 * connects and says less takes nobody's place in line.
 */
final class Doorkeeper implements HandshakeGate {
    private final HandshakeLimiter handshakes;
    private final GuessLimiter guesses;
    private final Source source;
    private final Duration patience;

    /** @param patience how long it may take */
    Doorkeeper(HandshakeLimiter handshakes, GuessLimiter guesses, Source source, Duration patience) {
        this.handshakes = handshakes;
        this.guesses = guesses;
        this.source = source;
        this.patience = patience;
    }

    @Override
    public void begin() throws ProtocolException {
        // Who has to wait is told before anything is computed, though another connection have made the wrong guess.
        guesses.check(source);
        handshakes.begin(source);
    }

    @Override
    public <T> T compute(Computation<T> work) throws ProtocolException {
        try (HandshakeLimiter.Place _ = handshakes.enter(source, patience)) {
            return work.run();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void confirm(Confirmation guess) throws ProtocolException {
        try (GuessLimiter.Attempt attempt = guesses.begin(source, patience)) {
            try {
                guess.check();
                attempt.succeeded();
            } catch (ProtocolException e) {
                if (e.fault() == Fault.WRONG_KEY) {
                    attempt.failed();
                }
                throw e;
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static ProtocolException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ProtocolException(Fault.CONNECTION_LOST, "The handshake was interrupted.", e);
    }
}
