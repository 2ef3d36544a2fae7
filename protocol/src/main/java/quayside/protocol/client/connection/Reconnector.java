package quayside.protocol.client.connection;

import java.io.IOException;
import java.time.Duration;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Leases connections for a transfer, and reconnects after a loss (PROTOCOL.md section 9). Thread-safe. The threads of
 * one transfer share it, so that they pause together and the user is notified once.
 */
public final class Reconnector {
    private final ConnectionPool pool;
    private final RetryPolicy policy;
    private final Listener listener;
    private final Cancellation cancellation;
    private final Preparation preparation;
    private Duration nextPause;
    private boolean retrying;
    private long retryingSinceNanos;
    private long pauseEndNanos;

    /** Is notified of losses and of recovery. Its methods must return at once. */
    public interface Listener {
        Listener NONE = new Listener() {
            @Override
            public void waiting(Sentence sentence, Duration pause) {}

            @Override
            public void resumed() {}
        };

        /**
         * The connection was lost and will be tried again after {@code pause}. {@code sentence} explains what happened
         * and what the transfer waits for.
         */
        void waiting(Sentence sentence, Duration pause);

        /** The transfer makes progress again. */
        void resumed();
    }

    /** Prepares each new connection before its first use. */
    @FunctionalInterface
    public interface Preparation {
        void on(Connection connection) throws IOException;
    }

    public Reconnector(
            ConnectionPool pool,
            RetryPolicy policy,
            Listener listener,
            Cancellation cancellation,
            Preparation preparation) {
        this.pool = pool;
        this.policy = policy;
        this.listener = listener;
        this.cancellation = cancellation;
        this.preparation = preparation;
        this.nextPause = policy.firstPause();
    }

    /**
     * Leases a connection for the caller alone. Blocks while the server does not answer and the policy allows another
     * try.
     */
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
                preparation.on(connection);
                return connection;
            } catch (ProtocolException e) {
                pool.discard(connection);
                lost(e);
            }
        }
    }

    /** Returns the secret from which the names of interrupted transfers are derived. */
    public ClientSecret secret() {
        return pool.secret();
    }

    void giveBack(Connection connection) {
        pool.giveBack(connection);
    }

    void discard(Connection connection) {
        pool.discard(connection);
    }

    /**
     * Waits until it is time for another try after {@code fault}.
     *
     * @throws ProtocolException {@code fault}, or what the host did before it, if another try would not help, or the
     *     policy's time is over; {@link Fault#CANCELLED}, also if the client was closed
     */
    public void lost(ProtocolException fault) throws ProtocolException {
        cancellation.check();
        pool.checkOpen();
        if (!FaultPolicy.passesByItself(fault)) {
            throw fault;
        }
        ProtocolException why = fault;
        if (fault.fault() == Fault.SERVER_FULL) {
            // Perhaps the host has paused this client.
            pool.watch().awaitWord(cancellation);
        } else if (fault.fault() == Fault.CONNECTION_LOST) {
            pool.dropIdle();
            // What the host did to this client explains more than that the connection is gone.
            pool.watch().awaitWord(cancellation);
            why = pool.parting().map(Connection::ended).orElse(fault);
            if (!FaultPolicy.passesByItself(why)) {
                throw why;
            }
        }
        if (waitsForHost(why)) {
            return;
        }
        Duration pause;
        synchronized (this) {
            long now = policy.timer().nanos();
            if (!retrying) {
                retrying = true;
                retryingSinceNanos = now;
                pauseEndNanos = now;
            }
            if (now - pauseEndNanos < 0) {
                // Another thread of this transfer is waiting already.
                pause = Duration.ofNanos(pauseEndNanos - now);
            } else {
                if (now - retryingSinceNanos >= policy.giveUpAfter().toNanos()) {
                    throw why;
                }
                pause = policy.spread(shorter(longer(nextPause, why.retryAfter()), policy.longestPause()));
                nextPause = shorter(nextPause.multipliedBy(2), policy.longestPause());
                pauseEndNanos = now + pause.toNanos();
                listener.waiting(sentence(why), pause);
            }
        }
        policy.timer().pause(pause, cancellation);
    }

    /** Waits if the host has paused this client; returns whether it had. That takes no time of the policy. */
    private boolean waitsForHost(ProtocolException why) throws ProtocolException {
        boolean pauses = why.fault() == Fault.CONNECTION_LOST || why.fault() == Fault.SERVER_FULL;
        if (!pauses || policy.giveUpAfter().isZero() || !pool.watch().orders().paused()) {
            return false;
        }
        listener.waiting(Sentence.of(Phrase.HOST_PAUSED), Duration.ZERO);
        pool.watch().awaitResumption(cancellation);
        synchronized (this) {
            retrying = true;
            retryingSinceNanos = policy.timer().nanos();
            pauseEndNanos = retryingSinceNanos;
            nextPause = policy.firstPause();
        }
        return true;
    }

    /** Notes progress that will not have to be repeated. The next pause is then the shortest again. */
    public void moved() {
        synchronized (this) {
            if (!retrying) {
                return;
            }
            retrying = false;
            nextPause = policy.firstPause();
        }
        listener.resumed();
    }

    private static Sentence sentence(ProtocolException why) {
        Phrase resumes = switch (why.fault()) {
            case SERVER_FULL -> Phrase.RETRIES;
            case EXISTS -> Phrase.RESUMES_SOON;
            default -> Phrase.RESUMES_WITH_SHARE;
        };
        return Sentence.of(resumes, why.sentence());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
