package quayside.app.core.share;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import quayside.app.core.settings.KnownServers;
import quayside.app.core.text.Problem;
import quayside.protocol.client.Cancellation;
import quayside.protocol.client.ConnectOptions;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.wire.Fault;

/**
 * One life of a connection on a thread of its own: tries until the server is there, then keeps asking whether it still
 * is. Ends with the first state that is not wanted any more.
 */
final class Attempt implements Runnable {
    /** What to open; {@code repin} where the user trusts the changed key that the link names. */
    record Target(ShareLink link, AccessKey key, boolean repin) {}

    /** Publishes a state where the attempt is still the one that is wanted, and says whether it is. */
    interface Publisher {
        boolean publish(Attempt attempt, ShareState next);
    }

    private final Target target;
    private final String address;
    private final KnownServers known;
    private final Timings timings;
    private final Publisher publisher;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable ShareClient client;

    Attempt(Target target, KnownServers known, Timings timings, Publisher publisher) {
        this.target = target;
        this.address = target.link().address();
        this.known = known;
        this.timings = timings;
        this.publisher = publisher;
    }

    /** Ends it from any thread, without waiting; a sign of life under way is let finish, so that the share is left with a goodbye. */
    void cancel() {
        cancellation.cancel();
        ended.countDown();
    }

    boolean holds(ShareClient other) {
        return client == other;
    }

    @Override
    public void run() {
        try {
            ShareClient open = connect();
            if (open != null) {
                watch(open);
            }
        } catch (InterruptedException e) {
            // The connector is closing and has waited long enough.
        } finally {
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
            if (endedWithin(wait)) {
                return null;
            }
            wait = timings.after(wait);
        }
        return null;
    }

    private @Nullable ShareClient open() throws IOException {
        ConnectOptions options = ConnectOptions.standard();
        if (target.link().id().isEmpty()) {
            options = known.pin(address).map(options::pinnedTo).orElse(options);
        }
        ShareClient open = ShareClient.connect(target.link(), target.key(), options, cancellation);
        client = open;
        boolean firstUse = remember(open.fingerprint());
        return publisher.publish(this, new ShareState.Connected(open, address, firstUse)) ? open : null;
    }

    private boolean remember(Fingerprint proved) {
        if (target.repin()) {
            known.trust(address, proved);
            return true;
        }
        boolean isNew = known.pinIfNew(address, proved);
        return isNew && target.link().id().isEmpty();
    }

    private void watch(ShareClient open) throws InterruptedException {
        while (!endedWithin(timings.pingEvery())) {
            try {
                open.ping();
            } catch (IOException e) {
                publisher.publish(
                        this, new ShareState.Lost(address, Problem.of(e).sentence()));
                return;
            }
        }
    }

    private boolean endedWithin(Duration wait) throws InterruptedException {
        return ended.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    }
}
