package quayside.app.core.host;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.publish.Published;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;

/**
 * The embedded server's life: started and stopped in the background, at most one at a time, in the order of the calls.
 *
 * <p>Identity and access key are kept by {@link HostIdentity} in the configuration folder. Thread-safe; nothing blocks but {@link
 * #close}, {@link #warning}, and what changes the protection of files.
 */
public final class HostControl implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostControl.class);
    private static final int MOST_EVENTS = 500;
    private static final Duration REFRESH = Duration.ofSeconds(1);

    private final Hosting hosting;
    private final Published<HostState> state = new Published<>(new HostState.Off());
    private final Deque<ShareEvent> events = new ArrayDeque<>();
    private final List<Consumer<ShareEvent>> eventListeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean refreshing = new AtomicBoolean();

    /** The one thread that starts, stops and asks the server: every change of the state happens there, in turn. */
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("host-control").factory());

    /**
     * @param bind the address to listen on: the wildcard for all networks, loopback for this computer alone
     */
    public HostControl(HostIdentity identity, InetAddress bind) {
        this.hosting = new Hosting(identity, bind, this::happened);
        var _ = worker.scheduleAtFixedRate(
                () -> inTurn(this::refresh), REFRESH.toMillis(), REFRESH.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The newest state. */
    public HostState state() {
        return state.get();
    }

    /** Told of each new state on worker threads, of the present one at once; of the guests at least once a second. */
    public void onState(Consumer<HostState> listener) {
        state.listen(listener);
    }

    /** The newest events, oldest first, at most {@value #MOST_EVENTS}. */
    public List<ShareEvent> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    /** Told of each event from now on, on the server's threads, one at a time. */
    public void onEvent(Consumer<ShareEvent> listener) {
        eventListeners.add(listener);
    }

    /**
     * Why the user should think before sharing this folder (home folder, a disk's root, one that holds {@code .ssh} and its like),
     * a plain sentence; empty where nothing speaks against it. Touches the disk.
     */
    public static Optional<String> warning(Path folder) {
        return FolderWarning.of(folder, Path.of(System.getProperty("user.home", "/")));
    }

    /**
     * Shares {@code folder}, in place of what is shared now.
     *
     * @param port where it is taken, any free one is used, and kept for the next start; 0 for any
     */
    public void start(Path folder, int port, ShareOptions.Permissions permissions, boolean showHidden) {
        inTurn(() -> {
            halt();
            begin(new Hosting.Wish(folder, port, permissions, showHidden));
        });
    }

    /** Ends the share; running transfers get a moment. */
    public void stop() {
        inTurn(() -> {
            halt();
            state.set(new HostState.Off());
        });
    }

    /**
     * Uses the owner's own key from now on; null generates one. Restarts a running share with it.
     *
     * @return a helpful sentence where the key is too weak, and nothing is changed then
     */
    public Optional<String> changeKey(@Nullable String ownKey) {
        String weakness = ownKey == null ? null : AccessKey.weakness(ownKey);
        if (weakness != null) {
            return Optional.of(weakness);
        }
        inTurn(() -> {
            hosting.changeKey(ownKey);
            Optional<Hosting.Wish> running = hosting.wish();
            if (running.isPresent()) {
                halt();
                begin(running.get());
            }
        });
        return Optional.empty();
    }

    /** What guests may do from their next request on. */
    public void permissions(ShareOptions.Permissions permissions) {
        inTurn(() -> hosting.permissions(permissions));
    }

    /** Cuts a guest's connections; see {@link quayside.server.Guest#id}. */
    public void disconnect(String guestId) {
        inTurn(() -> hosting.disconnect(guestId));
    }

    /** Lets nobody in from a guest's address any more, and ends its connections; see {@link quayside.server.ShareServer#block}. */
    public void block(String address) {
        inTurn(() -> hosting.block(address));
    }

    /** Takes one of {@link #blocked} back. */
    public void unblock(String source) {
        inTurn(() -> hosting.unblock(source));
    }

    /** Whom the host has blocked since the program started, in that order: addresses, and /64 networks of IPv6 addresses. */
    public List<String> blocked() {
        return hosting.blocked();
    }

    /** What is protected on the running share; nothing while none runs. */
    public SharedProtection protection() {
        return hosting.protection();
    }

    /**
     * Puts files of the shared folder, and those in folders of it, under one new passcode, whatever they were under. Blocks on the disk.
     *
     * @param passcode stays the caller's
     * @return how many files that are
     * @throws IOException with a plain sentence, where one lies outside of the shared folder or nothing is shared; files before it may be protected
     */
    public int protect(List<Path> chosen, Passcode passcode) throws IOException {
        return hosting.protect(chosen, passcode);
    }

    /** Takes the protection from a file. Blocks on the disk. */
    public void unprotect(RemotePath file) throws IOException {
        hosting.unprotect(file);
    }

    /** Where {@link SharedProtection#everythingLocked everything is locked}: what is listed stays so, and the rest is free. Blocks on the disk. */
    public void releaseOthers() throws IOException {
        hosting.releaseOthers();
    }

    /** Total bytes {sent, received} since the share started; zeros when off. */
    public long[] traffic() {
        return hosting.traffic();
    }

    /** Ends the share and waits until no thread or socket is left. */
    @Override
    public void close() {
        if (!worker.isShutdown()) {
            stop();
        }
        worker.close();
    }

    private void begin(Hosting.Wish wish) {
        state.set(new HostState.Starting(wish.folder()));
        state.set(hosting.start(wish));
    }

    private void halt() {
        Optional<Hosting.Wish> running = hosting.wish();
        if (running.isPresent()) {
            state.set(new HostState.Stopping(running.get().folder()));
            hosting.stop();
        }
    }

    private void happened(ShareEvent event) {
        synchronized (events) {
            events.add(event);
            if (events.size() > MOST_EVENTS) {
                events.remove();
            }
        }
        eventListeners.forEach(listener -> listener.accept(event));
        if (refreshing.compareAndSet(false, true)) {
            inTurn(() -> {
                refreshing.set(false);
                refresh();
            });
        }
    }

    private void refresh() {
        if (state.get() instanceof HostState.On on) {
            HostState.On next = on.withGuests(hosting.guests());
            if (!next.equals(on)) {
                state.set(next);
            }
        }
    }

    private void inTurn(Runnable work) {
        if (worker.isShutdown()) {
            return;
        }
        worker.execute(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("Hosting failed on a fault of the program", e);
                hosting.stop();
                state.set(new HostState.Off());
            }
        });
    }
}
