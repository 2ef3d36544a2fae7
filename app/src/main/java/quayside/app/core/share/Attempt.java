package quayside.app.core.share;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quayside.app.core.settings.KnownServers;
import quayside.app.core.text.AppReason;
import quayside.app.core.text.Problem;
import quayside.app.core.text.Texts;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Response;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The life of one connection, on a thread of its own. It tries until the server answers, then pings it. If the
 * connection is lost, it tries again with the same client. If the host ended the connection of this guest, it first
 * waits for the order to reconnect. It ends as soon as it is no longer the connector's current attempt.
 */
final class Attempt implements Runnable {
    private static final int MAX_STALE = 8;

    /** The time between two looks for a goodbye, which cost nothing on the network. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final Duration MAX_TRANSFER_WAIT = Duration.ofDays(1);

    /**
     * The share to open.
     *
     * @param repin whether the user trusts the changed key in the link
     * @param patient whether to wait for a host whose name is unknown
     */
    record Target(ShareLink link, AccessKey key, boolean repin, boolean patient) {
        Target(ShareLink link, AccessKey key) {
            this(link, key, false, false);
        }
    }

    /** Publishes a state if the attempt is still the current one, and returns whether it is. */
    interface Publisher {
        boolean publish(Attempt attempt, ShareState next);
    }

    private final Target target;
    private final Elsewhere elsewhere;

    /** Where the share is sought, or was opened. */
    private volatile String address;

    private final KnownServers known;
    private final Supplier<ConnectOptions> options;
    private final Timings timings;
    private final Consumer<ShareClient> opened;
    private final Consumer<Response.Orders> ordered;
    private final Publisher publisher;
    private final Cancellation cancellation = new Cancellation();
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private volatile @Nullable ShareClient client;
    private volatile boolean finished;

    /**
     * Whether goodbyes are looked for between pings. After one they are not until a ping found none, so that a host that
     * ends each connection at once is not asked again every second. For the attempt's thread.
     */
    private boolean looks = true;

    /** The loss that was published last, while nothing has changed since. */
    private volatile ShareState.@Nullable Lost said;

    /** A message to the attempt's thread. */
    private enum Signal {
        /** Leave the share. */
        END,
        /** Another thread saw the connection fail, and publishes the loss. */
        LOST,
        /** Try the lost share now. */
        REVIVE,
        /** The host has given an order, or has ended the connection. */
        NEWS
    }

    /**
     * @param base returns the options of a new connection, without its pin and its retries
     * @param elsewhere is asked if the server is not at its address
     * @param opened gets the client before the first state that has it
     * @param ordered gets what the host orders for this guest, whenever that changes
     */
    Attempt(
            Target target,
            KnownServers known,
            Supplier<ConnectOptions> base,
            Timings timings,
            Elsewhere elsewhere,
            Consumer<ShareClient> opened,
            Consumer<Response.Orders> ordered,
            Publisher publisher) {
        this.target = target;
        this.address = target.link().address();
        this.known = known;
        this.options = base;
        this.timings = timings;
        this.elsewhere = elsewhere;
        this.opened = opened;
        this.ordered = ordered;
        this.publisher = publisher;
    }

    /**
     * Ends the attempt from any thread, without waiting. A ping under way may finish, so that the share is left with a
     * goodbye.
     */
    void cancel() {
        cancellation.cancel();
        signals.add(Signal.END);
    }

    /** Reports that the connection failed, as {@code state} says. The client stays open, for transfers that wait. */
    void lost(ShareState.Lost state) {
        said = state;
        signals.add(Signal.LOST);
    }

    /** Tries to reach the server of a lost share again, with the existing client. */
    void revive() {
        signals.add(Signal.REVIVE);
    }

    /** Returns whether there is a client that can be revived. */
    boolean isOpen() {
        return client().isPresent();
    }

    /** Returns the client until it is closed. */
    Optional<ShareClient> client() {
        return finished ? Optional.empty() : Optional.ofNullable(client);
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
                there = find(open);
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

    /** Returns null if the attempt ended without a share. */
    private @Nullable ShareClient connect() throws InterruptedException {
        Duration wait = timings.firstWait();
        while (!cancellation.isCancelled()) {
            try {
                return open();
            } catch (IOException e) {
                Problem problem = Problem.of(e);
                // Retry only if there was no answer. A server that refused is never asked again without the user.
                if (problem.fault() != Fault.UNREACHABLE || isMistyped(e)) {
                    publisher.publish(this, failed(e, problem));
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

    /** Returns whether the name of the host is unknown here, and no share was ever opened under it. */
    private boolean isMistyped(IOException why) {
        return !target.patient()
                && why instanceof ProtocolException e
                && (e.sentence().key() == Reason.HOST_UNKNOWN || e.sentence().key() == Reason.NETWORK_UNKNOWN)
                && known.pin(address).isEmpty();
    }

    private ShareState failed(IOException why, Problem problem) {
        if (why instanceof ProtocolException e && e.sentence().key() == Reason.HOST_REVOKED) {
            return new ShareState.Lost(address, problem.sentence(), ShareState.Why.REVOKED);
        }
        if (why instanceof ProtocolException e && e.sentence().key() == Reason.INVITATION_ENDED) {
            return new ShareState.Lost(address, problem.sentence(), ShareState.Why.EXPIRED);
        }
        return new ShareState.Failed(address, problem.fault(), problem.sentence(), changed(why));
    }

    /** Returns the two fingerprints of which the sentence of {@link Fault#SERVER_KEY_CHANGED} tells. */
    private static Optional<ShareState.Changed> changed(IOException why) {
        if (!(why instanceof ProtocolException e) || e.fault() != Fault.SERVER_KEY_CHANGED) {
            return Optional.empty();
        }
        List<Object> both = e.sentence().arguments();
        return both.size() == 2
                        && both.getFirst() instanceof Fingerprint found
                        && both.getLast() instanceof Fingerprint known
                ? Optional.of(new ShareState.Changed(found, known))
                : Optional.empty();
    }

    /** Opens the share at its address. If its server is not there, it is sought where it is said to be. */
    private @Nullable ShareClient open() throws IOException {
        try {
            return open(target.link());
        } catch (IOException e) {
            if (target.repin() || !isAbsence(e)) {
                throw e;
            }
            for (ShareLink other : elsewhere.of(target.link())) {
                try {
                    return open(other);
                } catch (IOException there) {
                    // Whoever got as far as the key is not asked again without the user, like a server at its address.
                    if (!isAbsence(there)) {
                        throw there;
                    }
                }
            }
            throw e;
        }
    }

    /** Returns whether nobody answered, or somebody else. The access key was not used then. */
    private static boolean isAbsence(IOException why) {
        Fault fault = Problem.of(why).fault();
        return fault == Fault.UNREACHABLE || fault == Fault.SERVER_KEY_CHANGED;
    }

    private @Nullable ShareClient open(ShareLink link) throws IOException {
        ConnectOptions chosen = options.get().retrying(retryPolicy());
        if (link.id().isEmpty()) {
            Optional<AppReason> doubt = known.doubt(address);
            if (doubt.isPresent()) {
                throw new ProtocolException(doubt.get(), address);
            }
            chosen = known.pin(address).map(chosen::pinnedTo).orElse(chosen);
        }
        ShareClient open = ShareClient.connect(link, target.key(), chosen, cancellation);
        address = link.address();
        if (!link.isSameServer(target.link())) {
            elsewhere.found(target.link(), link);
        }
        boolean firstUse = remember(open.fingerprint());
        open.onNews(orders -> {
            ordered.accept(orders);
            signals.add(Signal.NEWS);
        });
        opened.accept(open);
        client = open;
        return publisher.publish(this, new ShareState.Connected(open, address, firstUse)) ? open : null;
    }

    /**
     * Returns a policy with long retries. A person sees that a transfer waits, and may end it, so it may wait until the
     * host's computer is switched on the next morning.
     */
    private static RetryPolicy retryPolicy() {
        RetryPolicy standard = RetryPolicy.standard();
        return new RetryPolicy(standard.firstPause(), standard.longestPause(), MAX_TRANSFER_WAIT, standard.timer());
    }

    private boolean remember(Fingerprint proved) {
        if (target.repin()) {
            known.trust(address, proved);
            return true;
        }
        boolean isNew = known.pinIfNew(address, proved);
        return isNew && target.link().id().isEmpty();
    }

    /** Pings until the connection is lost or the share is left. */
    private void watch(ShareClient open) throws InterruptedException {
        said = null;
        open.followHost();
        while (untilPing(open) == null && !cancellation.isCancelled()) {
            looks = !open.hasNews() && open.parting().isEmpty();
            try {
                open.ping();
                open.followHost();
            } catch (IOException e) {
                sayLost(open, e);
                return;
            }
        }
    }

    /** Waits until a ping is due, or the server has said goodbye. Returns the signal that came instead, or null. */
    private @Nullable Signal untilPing(ShareClient open) throws InterruptedException {
        for (Duration left = timings.pingEvery(); left.isPositive(); left = left.minus(LOOK_EVERY)) {
            Signal signal = signalWithin(left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY);
            if (signal == Signal.NEWS) {
                // A host that ends each connection is not asked again at once, except that it wants to be left alone.
                if (open.parting()
                        .filter(why -> looks || why != Goodbye.Why.STOPPED)
                        .isPresent()) {
                    return null;
                }
            } else if (signal != null || (looks && open.hasNews())) {
                return signal;
            }
        }
        return null;
    }

    /** Publishes the loss unless that was done already; returns false if the attempt is no longer wanted. */
    private boolean sayLost(ShareClient open, IOException e) {
        ShareState.Why why = whyLost(open, e);
        ShareState.Lost before = said;
        if (before != null && before.why() == why) {
            return !cancellation.isCancelled();
        }
        @Nullable
        Reason named = switch (why) {
            case GONE -> null;
            case STOPPED -> Reason.HOST_STOPPED;
            case DISCONNECTED -> Reason.HOST_DISCONNECTED;
            case BLOCKED -> Reason.HOST_BLOCKED;
            case REVOKED -> Reason.HOST_REVOKED;
            case EXPIRED -> Reason.INVITATION_ENDED;
        };
        String sentence = named == null ? Problem.of(e).sentence() : Texts.words(Sentence.of(named));
        ShareState.Lost next = new ShareState.Lost(address, sentence, why, written(open));
        said = next;
        return publisher.publish(this, next);
    }

    /** Returns what the host wrote to this guest when it ended the connection, between quotation marks; or nothing. */
    private static String written(ShareClient open) {
        String note = open.partingNote();
        return note.isEmpty() ? "" : DisplayText.quote(note);
    }

    private static ShareState.Why whyLost(ShareClient open, IOException e) {
        boolean refused =
                e instanceof ProtocolException known && known.sentence().key() == Reason.NOT_LET_IN;
        return refused ? ShareState.Why.BLOCKED : ShareState.Why.of(open);
    }

    /**
     * Tries until the server of the lost share answers; returns false if it refused, or the attempt is no longer
     * wanted. If the host ended the connection of this guest, each try waits for the user's order.
     */
    private boolean find(ShareClient open) throws InterruptedException {
        Duration wait = timings.firstWait();
        while (!cancellation.isCancelled()) {
            ShareState.Lost lost = said;
            if (lost != null && !lost.why().isTriedAgain()) {
                if (!wanted()) {
                    return false;
                }
                open.readmit();
                looks = true;
                said = null;
            }
            try {
                pingLive(open);
                return publisher.publish(this, new ShareState.Connected(open, address, false));
            } catch (IOException e) {
                Problem problem = Problem.of(e);
                boolean goes = problem.fault() != Fault.UNREACHABLE
                        && problem.fault() != Fault.CONNECTION_LOST
                        && whyLost(open, e) != ShareState.Why.BLOCKED;
                if (goes) {
                    publisher.publish(this, failed(e, problem));
                    return false;
                }
                if (!sayLost(open, e)) {
                    return false;
                }
            }
            lost = said;
            if (lost != null && lost.why().isTriedAgain()) {
                if (signalWithin(wait) == Signal.REVIVE) {
                    said = null;
                }
                wait = timings.after(wait);
            }
        }
        return false;
    }

    /** Waits until the user wants to ask the host again; returns false if the share is left instead. */
    private boolean wanted() throws InterruptedException {
        while (!cancellation.isCancelled()) {
            if (signals.take() == Signal.REVIVE) {
                return true;
            }
        }
        return false;
    }

    /**
     * Pings until a live connection answers. The client's other connections are as dead as the lost one, and each is
     * detected by one call.
     */
    private static void pingLive(ShareClient open) throws IOException {
        for (int stale = 0; ; stale++) {
            try {
                open.ping();
                return;
            } catch (ProtocolException e) {
                if (e.fault() != Fault.CONNECTION_LOST || open.parting().isPresent() || stale == MAX_STALE) {
                    throw e;
                }
            }
        }
    }

    private @Nullable Signal signalWithin(Duration wait) throws InterruptedException {
        return signals.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    }
}
