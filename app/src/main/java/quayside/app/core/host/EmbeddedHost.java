package quayside.app.core.host;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.host.ServerStarter.Started;
import quayside.app.core.text.AppReason;
import quayside.app.core.text.Problem;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.ProtocolException;
import quayside.server.AwayGuest;
import quayside.server.BlockedGuest;
import quayside.server.Guest;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;
import quayside.server.ShareServer;
import quayside.server.storage.NamedFolder;
import quayside.server.text.ServerPhrase;
import quayside.server.text.ServerReason;

/** Hosts with a {@link quayside.server.ShareServer} in this process. */
public final class EmbeddedHost extends ObservableHost {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedHost.class);
    private static final int REFRESH_SECONDS = 1;

    /**
     * How often it looks at the guests after the last one has gone. A guest that was cut off and is back within two
     * seconds is in no event.
     */
    private static final int LAST_LOOKS = 10;

    /** What an idle guest's pings move, in bytes per second, and some more. */
    private static final long IDLE_SPEED = 1000;

    private final HostIdentity identity;
    private final Journal journal;
    private final ServerStarter starter;
    private final SharedInvitations invitations;
    private final AtomicBoolean refreshing = new AtomicBoolean();

    /** The only thread that starts and stops servers, so that changes of the state happen one after another. */
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("host").factory());

    private volatile @Nullable Started running;

    /** How often it still looks at the guests, if there is no event. Of the worker. */
    private int looksLeft;

    private volatile boolean isLooking;

    /** Notices what other programs change in the invitations; null while nothing is shared. Of the worker. */
    private @Nullable ScheduledFuture<?> lookingAtInvitations;

    /** The share that follows once the guests of a share that is ending are done, or none. Of the worker. */
    private Optional<Next> next = Optional.empty();

    /** The sources that the last server blocked, for the next one. */
    private volatile List<String> blocked = List.of();

    /** The guests that the last server blocked, for the next one. */
    private volatile List<BlockedGuest> blockedGuests = List.of();

    /** The limit of each guest, in bytes per second. Of the worker. */
    private long limitOfEach;

    /** A share that waits. Its folder is asked for when it begins. */
    private record Next(Supplier<SharedFolder> wanted, boolean withNewKey) {
        Next withPermissions(ShareOptions.Permissions permissions) {
            return new Next(() -> wanted.get().withPermissions(permissions), withNewKey);
        }

        Next withPresentKey() {
            return new Next(wanted, false);
        }
    }

    /** @param bind the address to listen on: the wildcard for all networks, loopback for this computer alone */
    public EmbeddedHost(HostIdentity identity, InetAddress bind) {
        this(identity, bind, () -> "");
    }

    /**
     * @param bind the address to listen on: the wildcard for all networks, loopback for this computer alone
     * @param computer supplies what guests are told as the name of this computer; empty for no name
     */
    public EmbeddedHost(HostIdentity identity, InetAddress bind, Supplier<String> computer) {
        this(identity, bind, computer, Journal.inMemory());
    }

    /**
     * @param bind the address to listen on: the wildcard for all networks, loopback for this computer alone
     * @param computer supplies what guests are told as the name of this computer; empty for no name
     * @param journal keeps what happens; closed with this host
     */
    public EmbeddedHost(HostIdentity identity, InetAddress bind, Supplier<String> computer, Journal journal) {
        super(journal);
        this.journal = journal;
        this.identity = identity;
        this.invitations = new SharedInvitations(identity.folder(), identity.random(), InstantSource.system());
        this.starter = new ServerStarter(identity, bind, computer, invitations, this::happened);
    }

    @Override
    public void start(Supplier<SharedFolder> wanted, boolean withNewKey, boolean whenIdle) {
        inTurn(() -> {
            SharedFolder now = wanted.get();
            if (isRefused(now, withNewKey)) {
                return;
            }
            if (whenIdle && running != null) {
                endWhenIdle(Optional.of(new Next(wanted, withNewKey)));
            } else {
                begin(now, withNewKey);
            }
        });
    }

    /** Returns whether another folder is shared, and {@code wanted} cannot be. The guests of the former stay then. */
    private boolean isRefused(SharedFolder wanted, boolean withNewKey) {
        Started before = otherThan(wanted);
        if (before == null) {
            return false;
        }
        try {
            starter.check(wanted, withNewKey, before.shared().places());
            return false;
        } catch (IOException e) {
            keep(before, failure(wanted, e, before));
            return true;
        }
    }

    private @Nullable Started otherThan(SharedFolder wanted) {
        Started now = running;
        return now == null || isSame(now.shared(), wanted) ? null : now;
    }

    private static boolean isSame(SharedFolder one, SharedFolder other) {
        return one.folders().equals(other.folders()) && isSame(one.folder(), other.folder());
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    /** Shares {@code wanted} instead of the present folder. If that fails, another folder is shared as before. */
    private void begin(SharedFolder wanted, boolean withNewKey) {
        Started before = otherThan(wanted);
        halt();
        become(new HostState.Starting(wanted.folder()));
        try {
            run(starter.start(wanted, this::block, withNewKey), Optional.empty());
        } catch (IOException e) {
            if (before == null) {
                become(failure(wanted.folder(), e));
            } else {
                keep(before, failure(wanted, e, before));
            }
        }
    }

    /** Blocks on a server that was not started yet whom the host had blocked. */
    private void block(ShareServer next) {
        blocked.forEach(next::block);
        blockedGuests.forEach(each -> next.block(each, ""));
    }

    /** Lets {@code before} be shared as before, although another folder was wanted. */
    private void keep(Started before, HostState.Failed failed) {
        if (running != null && state() instanceof HostState.On on) {
            become(on.withFailed(Optional.of(failed)));
            return;
        }
        halt();
        become(new HostState.Starting(before.shared().folder()));
        try {
            run(starter.start(before.shared(), this::block, false), Optional.of(failed));
        } catch (IOException e) {
            become(failure(before.shared().folder(), e));
        }
    }

    private void run(Started started, Optional<HostState.Failed> failed) {
        running = started;
        invitations.show(started.invitations());
        lookingAtInvitations = worker.scheduleWithFixedDelay(
                () -> inTurn(invitations::look), REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
        started.server().limitEach(limitOfEach);
        become(starter.stateOf(started).withFailed(failed));
    }

    /** Returns a failure with the first folder that is not shared now. */
    private static HostState.Failed failure(SharedFolder wanted, IOException cause, Started now) {
        Path folder = wanted.places().stream()
                .filter(each -> !now.shared().places().contains(each))
                .findFirst()
                .orElse(wanted.folder());
        return failure(folder, cause);
    }

    private static HostState.Failed failure(Path folder, IOException cause) {
        return new HostState.Failed(folder, Problem.of(cause).sentence(), reason(cause));
    }

    @Override
    public void forgetFailure() {
        inTurn(() -> {
            switch (state()) {
                case HostState.Failed _ -> become(new HostState.Off());
                case HostState.On on when on.failed().isPresent() -> become(on.withFailed(Optional.empty()));
                case HostState.On _, HostState.Off _, HostState.Starting _, HostState.Stopping _ -> {}
            }
        });
    }

    private static Optional<ServerReason> reason(IOException failure) {
        return failure instanceof ProtocolException known ? reason(known.sentence()) : Optional.empty();
    }

    /** Returns the reason that a sentence gives, also one about a folder of several. */
    private static Optional<ServerReason> reason(Sentence sentence) {
        if (sentence.key() instanceof ServerReason reason) {
            return Optional.of(reason);
        }
        return sentence.key() == ServerPhrase.IN_FOLDER && sentence.arguments().getLast() instanceof Sentence inner
                ? reason(inner)
                : Optional.empty();
    }

    @Override
    public void folders(List<NamedFolder> folders) {
        ifRunning(now -> {
            if (!(state() instanceof HostState.On on)) {
                return;
            }
            try {
                now.server().folders(folders, SharedFolder.titleOf(folders), () -> invitations.folders(folders));
                Started changed = now.withFolders(folders);
                running = changed;
                become(on.withFolders(changed.shared()).withFailed(Optional.empty()));
            } catch (IOException e) {
                become(on.withFailed(Optional.of(failure(now.shared().withFolders(folders), e, now))));
            }
        });
    }

    @Override
    public void stop() {
        inTurn(this::turnOff);
    }

    @Override
    public void stopWhenIdle() {
        ifRunning(now -> endWhenIdle(Optional.empty()));
    }

    /** Admits no new guest, and {@code then} follows once the present ones are done, unless the share has ended by then. */
    private void endWhenIdle(Optional<Next> then) {
        next = then;
        if (state() instanceof HostState.On on) {
            become(on.asEnding());
        }
        running()
                .ifPresent(ending -> ending.server()
                        .drain(left -> ifRunning(now -> {
                            if (left == 0 && now.server().equals(ending.server())) {
                                goOn();
                            }
                        })));
    }

    /** Ends the share that is ending, with its guests if it has some. */
    private void goOn() {
        next.ifPresentOrElse(waiting -> begin(waiting.wanted().get(), waiting.withNewKey()), this::turnOff);
    }

    private void turnOff() {
        halt();
        become(new HostState.Off());
    }

    private void halt() {
        running().ifPresent(now -> {
            become(new HostState.Stopping(now.shared().folder()));
            end(now);
        });
    }

    private void end(Started now) {
        now.server().stop();
        blocked = now.server().blocked();
        blockedGuests = now.server().blockedGuests();
        running = null;
        if (lookingAtInvitations != null) {
            lookingAtInvitations.cancel(false);
        }
        invitations.show(null);
    }

    @Override
    public Optional<String> changeKey(@Nullable String ownKey) {
        Sentence weakness = ownKey == null ? null : AccessKey.weakness(ownKey);
        if (weakness != null) {
            return Optional.of(Texts.words(weakness));
        }
        // The share starts again with the new key. If one of several folders is away now, the others would end, too.
        Optional<Path> away = running()
                .filter(now -> now.shared().places().size() > 1)
                .flatMap(now -> now.shared().places().stream()
                        .filter(place -> !Files.isDirectory(place))
                        .findFirst());
        if (away.isPresent()) {
            return Optional.of(Texts.words(
                    Sentence.of(ServerReason.FOLDER_MISSING, away.get().toString())));
        }
        AccessKey changed = ownKey == null ? identity.newKey() : AccessKey.of(ownKey);
        try {
            identity.store(changed);
        } catch (IOException e) {
            // Otherwise the earlier key, which others may know, would admit guests again after the next start.
            changed.close();
            return Optional.of(Problem.of(e).sentence());
        }
        inTurn(() -> {
            starter.use(changed);
            if (state() instanceof HostState.On on && on.isEnding()) {
                next = next.map(Next::withPresentKey);
                goOn();
            } else {
                running().ifPresent(now -> begin(now.shared(), false));
            }
        });
        return Optional.empty();
    }

    @Override
    public void permissions(ShareOptions.Permissions permissions) {
        ifRunning(now -> {
            now.server().permissions(permissions);
            next = next.map(waiting -> waiting.withPermissions(permissions));
            running = now.withPermissions(permissions);
        });
    }

    @Override
    public void disconnect(String guestId, String note) {
        ifRunning(now -> now.server().disconnect(guestId, note));
    }

    @Override
    public void pause(String guestId, boolean paused, String note) {
        order(server -> server.pause(guestId, paused, note));
    }

    @Override
    public void limit(String guestId, long bytesPerSecond, String note) {
        order(server -> server.limit(guestId, bytesPerSecond, note));
    }

    @Override
    public void pauseInvited(String invitation, boolean paused, String note) {
        order(server -> server.pauseInvited(invitation, paused, note));
    }

    @Override
    public void limitInvited(String invitation, long bytesPerSecond, String note) {
        order(server -> server.limitInvited(invitation, bytesPerSecond, note));
    }

    @Override
    public void limitEach(long bytesPerSecond) {
        inTurn(() -> {
            limitOfEach = bytesPerSecond;
            running().ifPresent(now -> now.server().limitEach(bytesPerSecond));
            refresh();
        });
    }

    @Override
    public void lift(String id) {
        order(server -> server.lift(id));
    }

    /** Does something to guests, which the state then shows. */
    private void order(Consumer<ShareServer> order) {
        ifRunning(now -> {
            order.accept(now.server());
            refresh();
        });
    }

    @Override
    public void blockGuest(String guestId, String note) {
        ifRunning(now -> now.server().blockGuest(guestId, note));
    }

    @Override
    public void unblockGuest(String installation) {
        inTurn(() -> {
            blockedGuests = blockedGuests.stream()
                    .filter(each -> !each.installation().equals(installation))
                    .toList();
            running().ifPresent(now -> now.server().unblockGuest(installation));
        });
    }

    @Override
    public List<BlockedGuest> blockedGuests() {
        return running().map(now -> now.server().blockedGuests()).orElse(blockedGuests);
    }

    @Override
    public List<AwayGuest> away() {
        return running().map(now -> now.server().away()).orElse(List.of());
    }

    @Override
    public void block(String address) {
        ifRunning(now -> now.server().block(address));
    }

    @Override
    public void unblock(String source) {
        inTurn(() -> {
            blocked = blocked.stream().filter(each -> !each.equals(source)).toList();
            running().ifPresent(now -> now.server().unblock(source));
        });
    }

    @Override
    public List<String> blocked() {
        return running().map(now -> now.server().blocked()).orElse(blocked);
    }

    @Override
    public SharedProtection protection() {
        return running()
                .map(now -> SharedProtection.of(now.server().protection()))
                .orElse(SharedProtection.NONE);
    }

    @Override
    public int protect(List<Path> chosen, Passcode passcode) throws IOException {
        Started now = required();
        List<RemotePath> files = ChosenFiles.pathsIn(now.shared(), chosen);
        if (!files.isEmpty()) {
            now.server().protection().protect(files, passcode);
        }
        return files.size();
    }

    @Override
    public void unprotect(RemotePath file) throws IOException {
        required().server().protection().unprotect(file);
    }

    @Override
    public void releaseOthers() throws IOException {
        required().server().protection().releaseOthers();
    }

    @Override
    public Contents contents(Cancellation cancellation) throws IOException {
        SharedFolder shared = required().shared();
        return ChosenFiles.contentsOf(shared, cancellation);
    }

    @Override
    public SharedInvitations invitations() {
        return invitations;
    }

    @Override
    public RemotePath inShare(Path folder) throws IOException {
        return ChosenFiles.folder(required().shared(), folder);
    }

    private Optional<Started> running() {
        return Optional.ofNullable(running);
    }

    private Started required() throws ProtocolException {
        return running().orElseThrow(() -> new ProtocolException(AppReason.NOTHING_SHARED));
    }

    @Override
    public Transferred transferred() {
        return running()
                .map(now ->
                        new Transferred(now.server().bytesSent(), now.server().bytesReceived()))
                .orElse(new Transferred(0, 0));
    }

    @Override
    public void close() {
        if (!worker.isShutdown()) {
            stop();
        }
        worker.close();
        journal.close();
    }

    private void happened(ShareEvent event) {
        happen(event);
        if (refreshing.compareAndSet(false, true)) {
            inTurn(() -> {
                refreshing.set(false);
                refresh();
                lookAgain();
            });
        }
    }

    /** Looks at the guests in a second, unless the last one has gone a while ago. */
    private void lookAgain() {
        if (isLooking || worker.isShutdown() || !(state() instanceof HostState.On on)) {
            return;
        }
        looksLeft = on.guests().isEmpty() ? looksLeft - 1 : LAST_LOOKS;
        if (looksLeft > 0) {
            isLooking = true;
            var _ = worker.schedule(
                    () -> inTurn(() -> {
                        isLooking = false;
                        refresh();
                        lookAgain();
                    }),
                    REFRESH_SECONDS,
                    TimeUnit.SECONDS);
        }
    }

    /** Returns whether it will look at the guests without an event. */
    boolean isLooking() {
        return isLooking;
    }

    private void refresh() {
        Started now = running;
        if (now != null && state() instanceof HostState.On on) {
            List<Guest> guests =
                    now.server().guests().stream().map(EmbeddedHost::calm).toList();
            if (!withoutBytes(guests).equals(withoutBytes(on.guests()))) {
                become(on.withGuests(guests));
            }
        }
    }

    /** Returns the guest without the speed of its pings, so that a guest that is idle changes nothing. */
    private static Guest calm(Guest guest) {
        return guest.isTransferring() || guest.bytesPerSecond() > IDLE_SPEED ? guest : guest.moving(0, guest.bytes());
    }

    /** Returns what people see of the guests: the bytes of those that stand still count for nothing. */
    private static List<Guest> withoutBytes(List<Guest> guests) {
        return guests.stream()
                .map(guest -> guest.bytesPerSecond() == 0 ? guest.moving(0, 0) : guest)
                .toList();
    }

    /** Runs {@code work} on the worker, if a server runs then. */
    private void ifRunning(Consumer<Started> work) {
        inTurn(() -> running().ifPresent(work));
    }

    private void inTurn(Runnable work) {
        if (worker.isShutdown()) {
            return;
        }
        worker.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                LOG.error("An error in the program ended hosting", e);
                running().ifPresent(this::end);
                become(new HostState.Off());
            }
        });
    }
}
