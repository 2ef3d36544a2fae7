package quayside.protocol.client;

import java.io.IOException;
import java.time.Duration;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Gives a transfer its connections, and brings them back after a loss (PROTOCOL.md section 9). Thread-safe: the threads of one transfer
 * share it, so that they pause together and the user is told once.
 */
final class Reconnection {
    private final ConnectionPool pool;
    private final RetryPolicy policy;
    private final Tally tally;
    private final Cancellation cancellation;
    private final Keys keys;
    private Duration nextPause;
    private boolean inTrouble;
    private long troubleSinceNanos;
    private long pauseEndNanos;

    Reconnection(ConnectionPool pool, RetryPolicy policy, Tally tally, Cancellation cancellation, Keys keys) {
        this.pool = pool;
        this.policy = policy;
        this.tally = tally;
        this.cancellation = cancellation;
        this.keys = keys;
        this.nextPause = policy.firstPause();
    }

    /** A connection for the caller alone. Blocks for as long as nobody answers and the policy allows. */
    Connection lease() throws IOException {
        while (true) {
            cancellation.check();
            Connection connection;
            try {
                connection = pool.lease(cancellation);
            } catch (ProtocolException e) {
                lost(e);
                continue;
            }
            try (Cancellation.Registration _ = cancellation.onCancel(connection::close)) {
                keys.replay(connection);
                return connection;
            } catch (ProtocolException e) {
                pool.discard(connection);
                lost(e);
            }
        }
    }

    Keys keys() {
        return keys;
    }

    /** What the names of interrupted transfers are made with. */
    ClientSecret secret() {
        return pool.secret();
    }

    void giveBack(Connection connection) {
        pool.giveBack(connection);
    }

    void discard(Connection connection) {
        pool.discard(connection);
    }

    /**
     * Returns when it is time for another try after {@code why}.
     *
     * @throws ProtocolException {@code why} itself where another try would not help, or enough of them have not; {@link Fault#CANCELLED}, also
     *     where the client was closed
     */
    void lost(ProtocolException why) throws ProtocolException {
        cancellation.check();
        pool.checkOpen();
        if (!passesByItself(why)) {
            throw why;
        }
        if (why.fault() == Fault.CONNECTION_LOST) {
            pool.dropIdle();
        }
        Duration pause;
        synchronized (this) {
            long now = policy.timer().nanos();
            if (!inTrouble) {
                inTrouble = true;
                troubleSinceNanos = now;
                pauseEndNanos = now;
            }
            if (now - pauseEndNanos < 0) {
                // Another thread of this transfer is waiting already.
                pause = Duration.ofNanos(pauseEndNanos - now);
            } else {
                if (now - troubleSinceNanos >= policy.giveUpAfter().toNanos()) {
                    throw why;
                }
                pause = policy.spread(shorter(longer(nextPause, why.retryAfter()), policy.longestPause()));
                nextPause = shorter(nextPause.multipliedBy(2), policy.longestPause());
                pauseEndNanos = now + pause.toNanos();
                tally.waiting(sentence(why), pause);
            }
        }
        policy.timer().pause(pause, cancellation);
    }

    /** Something that will not have to be done again was done: the pauses are short again. */
    void moved() {
        synchronized (this) {
            if (!inTrouble) {
                return;
            }
            inTrouble = false;
            nextPause = policy.firstPause();
        }
        tally.goesOn();
    }

    static boolean passesByItself(ProtocolException e) {
        return switch (e.fault()) {
            case CONNECTION_LOST, UNREACHABLE, SERVER_FULL -> true;
            case EXISTS -> !e.retryAfter().isZero();
            case MALFORMED, PASSCODE_NEEDED, REFUSED, NOT_FOUND, CHANGED, TOO_LARGE, CORRUPTED, LOCKED, UNPROVEN ->
                false;
            case WRONG_PASSCODE,
                    TOO_MANY_TRIES,
                    SERVER_ERROR,
                    DISK_FULL,
                    UNKNOWN_STATUS,
                    WRONG_KEY,
                    NOT_SERVED,
                    SERVER_KEY_CHANGED -> false;
            case NOT_QUAYSIDE, HANDSHAKE_LOST, BROKEN_PROTOCOL, CANCELLED, LOCAL_STORAGE, LOCAL_DENIED -> false;
        };
    }

    private static String sentence(ProtocolException why) {
        if (why.fault() == Fault.SERVER_FULL) {
            return why.sentence() + " It goes on by itself when that is over.";
        }
        return why.sentence()
                + (why.fault() == Fault.EXISTS
                        ? " It goes on by itself in a moment."
                        : " It goes on by itself when the share answers again.");
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
