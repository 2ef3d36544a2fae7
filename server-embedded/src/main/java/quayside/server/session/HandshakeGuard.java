package quayside.server.session;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.HandshakeGate;
import quayside.protocol.crypto.InvitationId;
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
    private final GuessLimiter invited;
    private final Predicate<InvitationId> isOver;
    private final Source source;
    private final Duration timeout;
    private @Nullable AccessKey proved;

    /**
     * @param guesses of each source, at all keys together
     * @param invited the guesses at each invitation, of all sources together
     * @param isOver whether an invitation has ended. Its key proves that its holder may be told so, and nothing else
     * @param timeout how long each step may wait
     */
    HandshakeGuard(
            HandshakeLimiter handshakes,
            GuessLimiter guesses,
            GuessLimiter invited,
            Predicate<InvitationId> isOver,
            Source source,
            Duration timeout) {
        this.handshakes = handshakes;
        this.guesses = guesses;
        this.invited = invited;
        this.isOver = isOver;
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
        try {
            if (key.invitation().isEmpty()) {
                try (GuessLimiter.Attempt attempt = guesses.begin(source, timeout)) {
                    guess(attempt, guess::check);
                    attempt.succeeded();
                }
            } else {
                confirm(key.invitation().get(), guess);
            }
            proved = key;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void confirm(InvitationId id, Confirmation guess) throws ProtocolException, InterruptedException {
        try (GuessLimiter.Attempt attempt = guesses.beginInvited(source, timeout)) {
            // Only who knows the id of an invitation comes to the second limit, so it tells nobody else of it.
            guess(attempt, () -> {
                try (GuessLimiter.Attempt ofInvitation = invited.begin(asSource(id), source, timeout)) {
                    guess(ofInvitation, guess::check);
                    ofInvitation.succeeded();
                }
            });
            if (!isOver.test(id)) {
                attempt.admitted();
            }
        }
    }

    private static void guess(GuessLimiter.Attempt attempt, Guess guess)
            throws ProtocolException, InterruptedException {
        try {
            guess.check();
        } catch (ProtocolException e) {
            if (e.fault() == Fault.WRONG_KEY) {
                attempt.failed();
            }
            throw e;
        }
    }

    @FunctionalInterface
    private interface Guess {
        void check() throws ProtocolException, InterruptedException;
    }

    /** Returns the unit in which the guesses at an invitation count. */
    private static Source asSource(InvitationId id) {
        return new Source("invitation " + id.reveal());
    }

    /** Returns the key that the guest has proved; only after a complete handshake. */
    AccessKey proved() {
        return Objects.requireNonNull(proved, "proved");
    }

    private static ProtocolException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ProtocolException(ServerReason.HANDSHAKE_INTERRUPTED, e);
    }
}
