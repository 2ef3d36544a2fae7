package quayside.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.ByteSize;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.server.guard.Admission;
import quayside.server.guard.Blocklist;
import quayside.server.guard.BodyRoom;
import quayside.server.guard.Deadlines;
import quayside.server.guard.GuessLimiter;
import quayside.server.guard.HandshakeLimiter;
import quayside.server.guard.Source;
import quayside.server.protect.Hashing;
import quayside.server.session.ActiveUploads;
import quayside.server.session.Invitations;
import quayside.server.session.PasscodeVerifier;
import quayside.server.session.Refusal;
import quayside.server.session.Session;
import quayside.server.session.SessionContext;
import quayside.server.session.Traffic;
import quayside.server.storage.NamedFolder;
import quayside.server.storage.SeveralFolders;
import quayside.server.storage.Storage;
import quayside.server.text.ServerPhrase;
import quayside.server.text.ServerReason;

/**
 * A server between its start and its stop. It owns the listening socket, the threads, the sessions and their limits.
 */
final class RunningServer {
    private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);
    private static final Duration SAMPLING = Duration.ofMillis(500);
    private static final Duration WATCHING = Duration.ofSeconds(1);

    /** The number of checks of the speed of bodies within one window. */
    private static final int CHECKS_PER_WINDOW = 12;

    /** The wrong keys of one invitation, from all addresses together, before the first wait. */
    private static final int TRIES_OF_INVITATION = 10;

    private final Environment environment;
    private final Storage storage;
    private final Traffic traffic;
    private final Admission admission;
    private final GuessLimiter guesses;
    private final GuessLimiter invitedGuesses;
    private final Runnable unsubscribed;
    private final PasscodeVerifier verifier;
    private final Blocklist blocklist;
    private final Predicate<String> blockedGuests;
    private final Deadlines deadlines = new Deadlines();
    private final EventQueue events;
    private final SessionContext context;
    private final Refusal refusal;
    private final RefusalReports refusals;
    private final GuestReports reports;
    private final Steerings steerings = new Steerings();
    private final GuestList guests = new GuestList(steerings);
    private final Departures departures = new Departures(guests, deadlines);
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("quayside-session-", 1).factory());
    private volatile boolean draining;

    /** Whether a thread looks for sessions whose invitations have ended. */
    private final AtomicBoolean judging = new AtomicBoolean();

    private final Acceptor acceptor;
    private final Deadlines.Deadline sweeping;

    /** Starts to accept connections. */
    RunningServer(
            Environment environment,
            Storage storage,
            AccessKey key,
            Invitations invitations,
            ServerIdentity identity,
            Supplier<ShareInfo> share,
            Traffic traffic,
            Blocklist blocklist,
            Predicate<String> blockedGuests,
            ServerSocket listening,
            Consumer<ShareEvent> listener) {
        this.environment = environment;
        this.storage = storage;
        this.traffic = traffic;
        this.blocklist = blocklist;
        this.blockedGuests = blockedGuests;
        this.admission = new Admission(environment.connections(), environment.connectionsPerSource());
        this.guesses = new GuessLimiter(environment.nanos(), ServerReason.TOO_MANY_WRONG_KEYS);
        this.invitedGuesses =
                new GuessLimiter(environment.nanos(), ServerReason.TOO_MANY_WRONG_KEYS, TRIES_OF_INVITATION);
        HandshakeLimiter handshakes = new HandshakeLimiter(environment.nanos(), guesses::knows, placesForStrangers());
        this.verifier = new PasscodeVerifier(
                storage.protectedFiles(),
                new Hashing(environment.random(), environment.passcodeCost()),
                environment.nanos());
        this.events = new EventQueue(listener);
        BodyRoom bodies = new BodyRoom(environment.bodies(), environment.nanos());
        this.context = new SessionContext(
                storage,
                key,
                invitations,
                identity,
                environment.random(),
                share,
                environment.times(),
                guesses,
                invitedGuesses,
                handshakes,
                verifier,
                bodies,
                new ActiveUploads(),
                deadlines,
                environment.clock(),
                environment.nanos());
        this.refusal = new Refusal(deadlines);
        this.refusals = new RefusalReports(environment, events);
        this.reports = new GuestReports(environment, events);
        this.acceptor =
                new Acceptor(listening, this::take, new AcceptingEvents(environment, events), environment.nanos());
        FolderWatch watch = new FolderWatch(storage::conditions, share, environment, events);
        watch.check();
        var _ = deadlines.after(WATCHING, () -> look(watch, true));
        deadlines.every(environment.summing(), this::sumUp);
        deadlines.every(environment.times().stall().dividedBy(4), () -> sessions.forEach(Session::endIfStalled));
        deadlines.every(environment.bodies().window().dividedBy(CHECKS_PER_WINDOW), bodies::endSlow);
        sweeping = deadlines.every(environment.sweeping(), this::sweep);
        warn(storage.protectedFiles().warnings());
        unsubscribed = invitations.onChange(() -> sessions.forEach(Session::endIfUninvited));
        acceptor.start();
    }

    private void warn(List<Sentence> ofDamage) {
        ofDamage.forEach(sentence -> events.publish(
                new ShareEvent.ProtectionDamaged(environment.clock().instant(), sentence)));
    }

    /** Shares other folders; see {@link ShareServer#folders}. */
    void folders(List<NamedFolder> folders, SeveralFolders.Renaming renamed) throws IOException {
        if (!(storage instanceof SeveralFolders several)) {
            throw new IllegalStateException("this share was started with one folder");
        }
        warn(several.share(folders, renamed));
        sessions.forEach(Session::endIfUninvited);
    }

    /**
     * Samples the speed of the guests and, if {@code whole}, checks the folder: that is done half as often. Without guests
     * one timer does both, because each timer wakes the processor of an idle host.
     */
    private void look(FolderWatch watch, boolean whole) {
        boolean between = whole && !guests.isEmpty();
        try {
            var _ = deadlines.after(whole && !between ? WATCHING : SAMPLING, () -> look(watch, !between));
        } catch (RejectedExecutionException e) {
            // The server is stopping.
            return;
        }
        guests.sample(environment.nanos().getAsLong());
        if (judging.compareAndSet(false, true)) {
            inBackground(this::endUninvited);
        }
        if (whole) {
            inBackground(watch::check);
        }
    }

    /** The end of an invitation is noted on the disk. */
    private void endUninvited() {
        try {
            sessions.forEach(Session::endIfUninvited);
        } finally {
            judging.set(false);
        }
    }

    private void sumUp() {
        refusals.sumUp();
        reports.sumUp();
    }

    private void sweep() {
        inBackground(storage::sweep);
    }

    /** Runs {@code work} on a thread of its own, because the timer's thread must not wait for the disk. */
    private void inBackground(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            // The server is stopping.
        }
    }

    /** Returns the host's control of protected files; see {@link ShareServer#protection}. */
    HostProtection protection() {
        return new HostProtection(storage, verifier);
    }

    int port() {
        return acceptor.port();
    }

    List<Guest> guests() {
        return guests.snapshot();
    }

    void disconnect(String guestId, String note) {
        known(guestId, guest -> Sentence.of(ServerPhrase.WAS_DISCONNECTED));
        endAll(guests.sessions(guestId), ServerPhrase.HOST_DISCONNECTED_YOU, note);
    }

    /**
     * Ends sessions at once. First those that transfer nothing, so that the guest reads the reason before it finds its
     * transfers cut.
     */
    private static void endAll(Collection<Session> ending, ServerPhrase reason, String note) {
        // Each is asked once, because what it does may change meanwhile.
        Map<Boolean, List<Session>> busy = ending.stream()
                .collect(Collectors.partitioningBy(
                        session -> session.activity().words().key() != ServerPhrase.BROWSING));
        Stream.of(false, true)
                .flatMap(each -> Objects.requireNonNull(busy.get(each)).stream())
                .forEach(session -> session.dismiss(reason, note));
    }

    /** Pauses a guest, or lets it go on. */
    void pause(String guestId, boolean paused, String note) {
        known(guestId, guest -> {
            steerings.pause(guest, paused, note);
            return Sentence.of(paused ? ServerPhrase.WAS_PAUSED : ServerPhrase.WAS_RESUMED);
        });
        guests.order();
    }

    void limit(String guestId, long bytesPerSecond, String note) {
        known(guestId, guest -> {
            steerings.limit(guest, bytesPerSecond, note);
            return limited(bytesPerSecond);
        });
        guests.order();
    }

    private static Sentence limited(long bytesPerSecond) {
        return bytesPerSecond == 0
                ? Sentence.of(ServerPhrase.WAS_FREED)
                : Sentence.of(ServerPhrase.WAS_LIMITED, new ByteSize(bytesPerSecond));
    }

    void pauseInvited(String invitation, boolean paused, String note) {
        steerings.pauseInvited(invitation, paused, note);
        guests.order();
    }

    void limitInvited(String invitation, long bytesPerSecond, String note) {
        steerings.limitInvited(invitation, bytesPerSecond, note);
        guests.order();
    }

    void limitEach(long bytesPerSecond) {
        steerings.limitEach(bytesPerSecond);
        guests.order();
    }

    List<AwayGuest> away() {
        return steerings.away(guests);
    }

    void lift(String id) {
        steerings
                .lift(id)
                .ifPresent(guest -> publish(new ShareEvent.Steered(
                        environment.clock().instant(),
                        guest.who(),
                        Sentence.of(guest.orders().paused() ? ServerPhrase.WAS_RESUMED : ServerPhrase.WAS_FREED))));
        guests.order();
    }

    Optional<GuestList.Known> known(String guestId) {
        return guests.known(guestId);
    }

    /** Does something to a guest, if it is present, and reports what that was. */
    private void known(String guestId, Function<GuestList.Known, Sentence> order) {
        guests.known(guestId)
                .ifPresent(guest -> publish(
                        new ShareEvent.Steered(environment.clock().instant(), guest.who(), order.apply(guest))));
    }

    /** Ends every session of a blocked installation at once. */
    void dismissGuest(String installation, String note) {
        endAll(guests.sessionsOf(installation), ServerPhrase.HOST_BLOCKED_YOU, note);
    }

    /**
     * Ends every session of {@code source} at once. A connection that was accepted just before the source was blocked
     * is among the sessions, or checks the blocklist itself.
     */
    void dismiss(Source source, String note) {
        endAll(
                sessions.stream()
                        .filter(session -> Source.of(session.address()).equals(source))
                        .toList(),
                ServerPhrase.HOST_BLOCKED_YOU,
                note);
    }

    void publish(ShareEvent event) {
        events.publish(event);
    }

    /** Returns half of the processors: a virtual thread that computes keeps its processor. */
    private static int placesForStrangers() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /**
     * Admits no new guest from now on, and ends each guest's connections when it is done; see {@link Drain}. Guests that
     * are connected may open further connections until then.
     */
    void drain(IntConsumer left) {
        if (!draining) {
            draining = true;
            Drain drain = new Drain(guests, environment.nanos(), left);
            deadlines.every(Drain.STEP, drain::step);
        }
    }

    private void take(Socket socket) {
        Source source = Source.of(socket.getInetAddress());
        if (blocklist.contains(source)) {
            turnAway(socket, Fault.REFUSED, ServerPhrase.BLOCKED_ADDRESS);
            return;
        }
        if (draining && !guests.isPresent(socket.getInetAddress().getHostAddress())) {
            turnAway(socket, Fault.SERVER_FULL, ServerPhrase.SHARE_ENDS);
            return;
        }
        Optional<Admission.Place> place = admission.enter(source, guesses.knows(source), () -> close(socket));
        if (place.isEmpty()) {
            turnAway(socket, Fault.SERVER_FULL, ServerPhrase.SERVER_FULL);
            return;
        }
        serve(socket, source, place.get());
    }

    private void serve(Socket socket, Source source, Admission.Place place) {
        GuestEvents listener = new GuestEvents(
                environment,
                guests,
                departures,
                deadlines,
                events,
                refusals,
                reports,
                socket.getInetAddress(),
                place,
                blockedGuests);
        Session session = new Session(context, socket, traffic, listener);
        sessions.add(session);
        if (blocklist.contains(source)) {
            // The source was blocked just now, and dismiss() may have missed this session.
            session.cut();
        }
        threads.execute(() -> {
            try {
                session.run();
            } finally {
                sessions.remove(session);
                place.leave();
            }
        });
    }

    /** Closes a connection that makes room for another; its session then finds the socket closed. */
    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A connection that made room could not be closed", e);
        }
    }

    private void turnAway(Socket socket, Fault why, ServerPhrase reason) {
        refusals.report(socket.getInetAddress().getHostAddress(), Sentence.of(reason));
        threads.execute(() -> refusal.refuse(socket, why));
    }

    /** Stops the server; returns once no thread and no socket is left. */
    void stop(Duration grace) {
        acceptor.close();
        sweeping.close();
        guesses.close();
        invitedGuesses.close();
        unsubscribed.run();
        verifier.close();
        threads.shutdown();
        sessions.forEach(session -> session.end(ServerPhrase.HOST_STOPPED));
        if (!endedWithin(grace)) {
            sessions.forEach(Session::cut);
        }
        threads.close();
        deadlines.close();
        storage.close();
        departures.judgeAll();
        sumUp();
        events.publish(new ShareEvent.Stopped(environment.clock().instant()));
        events.close();
    }

    private boolean endedWithin(Duration grace) {
        try {
            return threads.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // An interrupt means that the caller does not want to wait.
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
