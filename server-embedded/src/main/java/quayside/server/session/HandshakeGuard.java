package quayside.server.session;

import java.time.Duration;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.HandshakeGate;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.GuessLimiter;
import quayside.server.guard.HandshakeLimiter;
import quayside.server.guard.Source;
import quayside.server.text.ServerReason;

/**
 * Lets the handshake of a source begin and compute only within the limits. It counts as a guess only once the guest's
 * confirmation has arrived, so a connection that sends less is not a guess.
 */
final class HandshakeGuard implements HandshakeGate {
    private final HandshakeLimiter handshakes;
    private final GuessLimiter guesses;
    private final Source source;
    private final Duration timeout;

    /** @param timeout how long each step may wait */
    HandshakeGuard(HandshakeLimiter handshakes, GuessLimiter guesses, Source source, Duration timeout) {
        this.handshakes = handshakes;
        this.guesses = guesses;
        this.source = source;
        this.timeout = timeout;
    }

    @Override
    public void begin() throws ProtocolException {
        // A source that has to wait is refused before anything is computed, even if the wrong guess came over another
        // connection.
        guesses.check(source);
        handshakes.begin(source);
    }

    @Override
    public <T> T compute(Computation<T> work) throws ProtocolException {
        try (HandshakeLimiter.Place _ = handshakes.enter(source, timeout)) {
            return work.run();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    @Override
    public void confirm(AccessKey key, Confirmation guess) throws ProtocolException {
        try (GuessLimiter.Attempt attempt = guesses.begin(source, timeout)) {
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
        return new ProtocolException(ServerReason.HANDSHAKE_INTERRUPTED, e);
    }
}
