package quayside.app.core.share;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import quayside.app.core.settings.KnownServers;
import quayside.app.core.text.Problem;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * One life of a connection on a thread of its own: tries until the server is there, then keeps asking whether it still
 * is; where it is lost, waits to be told to look for it again, with the same client. Ends with the first state that is not wanted any more.
 */
final class Attempt implements Runnable {
    private static final int MOST_STALE = 8;
    private static final Duration TRANSFERS_WAIT_FOR = Duration.ofDays(1);

    /** What to open; {@code repin} where the user trusts the changed key that the link names. */
    record Target(ShareLink link, AccessKey key, boolean repin) {}

    /** Publishes a state where the attempt is still the one that is wanted, and says whether it is. */
    interface Publisher {
        boolean publish(Attempt attempt, ShareState next);
    }

    private final Target target;
    private final String address;
    private final KnownServers known;
    private final ClientSecret secret;
    private final Timings timings;
    private final Publisher publisher;
    private final Cancellation cancellation = new Cancellation();
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private volatile @Nullable ShareClient client;
    private volatile boolean finished;

    /** What others tell the attempt's thread. */
    private enum Signal {
        /** The share is to be left. */
        END,
        /** Somebody saw the connection fail, and publishes that. */
        LOST,
        /** A lost share is wanted again. */
        REVIVE
    }

    Attempt(Target target, KnownServers known, ClientSecret secret, Timings timings, Publisher publisher) {
        this.target = target;
        this.address = target.link().address();
        this.known = known;
        this.secret = secret;
        this.timings = timings;
        this.publisher = publisher;
    }

    /** Ends it from any thread, without waiting; a sign of life under way is let finish, so that the share is left with a goodbye. */
    void cancel() {
        cancellation.cancel();
        signals.add(Signal.END);
    }

    /** The connection was seen to fail; the client stays open for {@link #revive}, and for transfers that wait. */
    void lost() {
        signals.add(Signal.LOST);
    }

    /** Looks for the server of a lost share again, with the client there was. */
    void revive() {
        signals.add(Signal.REVIVE);
    }

    /** Whether there is a client that can be revived. */
    boolean isOpen() {
        return client != null && !finished;
    }

    boolean holds(ShareClient other) {
        return client == other;
    }

    @Override
    public void run() {
        try {
            ShareClient open = connect();
            boolean there = open != null;
            while (there && open != null) {
                watch(open);
                there = wanted() && find(open);
            }
        } catch (InterruptedException e) {
            // The connector is closing and has waited long enough.
        } finally {
            finished = true;
            ShareClient open = client;
            if (open != null) {
                open.close();
            }
        }
    }

    /** Null where it ended without a share. */
    private @Nullable ShareClient connect() throws InterruptedException {
        Duration wait = timings.firstWait();
        while (!cancellation.isCancelled()) {
            try {
                return open();
            } catch (IOException e) {
                Problem problem = Problem.of(e);
                // Only where nobody answered: a server that turned us away is never asked again without the user.
                if (problem.fault() != Fault.UNREACHABLE) {
                    publisher.publish(this, new ShareState.Failed(address, problem.fault(), problem.sentence()));
                    return null;
                }
                if (!publisher.publish(this, new ShareState.Waiting(address, problem.sentence(), wait))) {
                    return null;
                }
            }
            signalWithin(wait);
            wait = timings.after(wait);
        }
        return null;
    }

    private @Nullable ShareClient open() throws IOException {
        ConnectOptions options = ConnectOptions.standard().of(secret).retrying(patience());
        if (target.link().id().isEmpty()) {
            Optional<String> doubt = known.doubt(address);
            if (doubt.isPresent()) {
                throw new ProtocolException(Fault.REFUSED, doubt.get());
            }
            options = known.pin(address).map(options::pinnedTo).orElse(options);
        }
        ShareClient open = ShareClient.connect(target.link(), target.key(), options, cancellation);
        client = open;
        boolean firstUse = remember(open.fingerprint());
        return publisher.publish(this, new ShareState.Connected(open, address, firstUse)) ? open : null;
    }

    /** A person sees that a transfer waits, and may end it: so it waits for the host's computer to be switched on next morning. */
    private static RetryPolicy patience() {
        RetryPolicy standard = RetryPolicy.standard();
        return new RetryPolicy(standard.firstPause(), standard.longestPause(), TRANSFERS_WAIT_FOR, standard.timer());
    }

    private boolean remember(Fingerprint proved) {
        if (target.repin()) {
            known.trust(address, proved);
            return true;
        }
        boolean isNew = known.pinIfNew(address, proved);
        return isNew && target.link().id().isEmpty();
    }

    /** Returns once the connection is lost, or the share is left. */
    private void watch(ShareClient open) throws InterruptedException {
        while (signalWithin(timings.pingEvery()) == null && !cancellation.isCancelled()) {
            try {
                open.ping();
            } catch (IOException e) {
                publisher.publish(
                        this, new ShareState.Lost(address, Problem.of(e).sentence()));
                return;
            }
        }
    }

    /** Waits until the lost share is wanted again; false where it is left instead. */
    private boolean wanted() throws InterruptedException {
        while (!cancellation.isCancelled()) {
            if (signals.take() == Signal.REVIVE) {
                return true;
            }
        }
        return false;
    }

    /** Tries until the server of the lost share answers; false where it turned us away, or nobody waits any more. */
    private boolean find(ShareClient open) throws InterruptedException {
        Duration wait = timings.firstWait();
        while (!cancellation.isCancelled()) {
            try {
                pingAfresh(open);
                return publisher.publish(this, new ShareState.Connected(open, address, false));
            } catch (IOException e) {
                Problem problem = Problem.of(e);
                if (problem.fault() != Fault.UNREACHABLE && problem.fault() != Fault.CONNECTION_LOST) {
                    publisher.publish(this, new ShareState.Failed(address, problem.fault(), problem.sentence()));
                    return false;
                }
                if (!publisher.publish(this, new ShareState.Waiting(address, problem.sentence(), wait))) {
                    return false;
                }
            }
            signalWithin(wait);
            wait = timings.after(wait);
        }
        return false;
    }

    /** The connections that the client kept are as dead as the one that was lost; each is found out by a call. */
    private static void pingAfresh(ShareClient open) throws IOException {
        for (int stale = 0; ; stale++) {
            try {
                open.ping();
                return;
            } catch (ProtocolException e) {
                if (e.fault() != Fault.CONNECTION_LOST || stale == MOST_STALE) {
                    throw e;
                }
            }
        }
    }

    private @Nullable Signal signalWithin(Duration wait) throws InterruptedException {
        return signals.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    }
}
