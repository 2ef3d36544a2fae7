package quayside.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.Blocklist;
import quayside.server.guard.Source;
import quayside.server.session.Invitations;
import quayside.server.session.Traffic;
import quayside.server.storage.NamedFolder;
import quayside.server.storage.SeveralFolders;
import quayside.server.storage.Storage;
import quayside.server.text.ServerReason;

/**
 * Serves a folder, or several under one link, to the guests who know its access key.
 *
 * <p>{@link #start} is called once; all other methods may then be called from any thread. {@link #stop} may be called
 * any number of times. Each call returns once the server has no thread and no socket left. Before the start, {@link
 * #port} and {@link #protection} throw an {@link IllegalStateException}.
 *
 * <pre>{@code
 * try (ShareServer server = new ShareServer(options, key, identity, events::add)) {
 *     server.start();
 *     ShareLink link = ShareLink.of(host, server.port(), identity.fingerprint());
 *     ...
 * }
 * }</pre>
 */
public final class ShareServer implements AutoCloseable {
    /** The lowest limit of a guest's speed, in bytes per second. */
    public static final long MIN_LIMIT = 100_000;

    private final ShareOptions options;
    private final AccessKey key;
    private final Invitations invitations;
    private final ServerIdentity identity;
    private final Consumer<ShareEvent> events;
    private final Environment environment;
    private final Traffic traffic = new Traffic();
    private final Blocklist blocklist = new Blocklist();

    /** The blocked guests by installation, in the order in which they were blocked. */
    private final Map<String, BlockedGuest> blockedGuests = Collections.synchronizedMap(new LinkedHashMap<>());

    private final ReentrantLock lifeCycle = new ReentrantLock();
    private volatile ShareOptions.Permissions permissions;
    private volatile String name;
    private volatile @Nullable RunningServer running;
    private boolean stopped;

    /**
     * Makes a server; nothing is opened yet.
     *
     * @param key stays owned by the caller, who closes it after the server
     * @param events is notified of one event at a time, in order, on a thread of the server's own. It must return at
     *     once, and may call any method of the server, including {@link #stop}
     */
    public ShareServer(ShareOptions options, AccessKey key, ServerIdentity identity, Consumer<ShareEvent> events) {
        this(options, key, Invitations.none(), identity, events);
    }

    /**
     * Makes a server that also admits the guests of {@code invitations}, which may change at any time.
     *
     * @see #ShareServer(ShareOptions, AccessKey, ServerIdentity, Consumer)
     */
    public ShareServer(
            ShareOptions options,
            AccessKey key,
            Invitations invitations,
            ServerIdentity identity,
            Consumer<ShareEvent> events) {
        this(options, key, invitations, identity, events, Environment.standard());
    }

    ShareServer(
            ShareOptions options,
            AccessKey key,
            Invitations invitations,
            ServerIdentity identity,
            Consumer<ShareEvent> events,
            Environment environment) {
        this.options = options;
        this.key = key;
        this.invitations = invitations;
        this.identity = identity;
        this.events = events;
        this.environment = environment;
        this.permissions = options.permissions();
        this.name = options.name();
    }

    /**
     * Checks the folder without serving it and without changing anything in it, so a later start can still fail.
     *
     * @throws IOException with a plain sentence if the folder cannot be read, must not be shared, or is shared already
     */
    public static void checkFolder(ShareOptions options) throws IOException {
        checkFolder(options, List.of());
    }

    /**
     * Checks the same, except that the folders {@code ours} may be shared by another server of this program.
     *
     * @see #checkFolder(ShareOptions)
     */
    public static void checkFolder(ShareOptions options, List<Path> ours) throws IOException {
        try {
            Environment.check(options, ours);
        } catch (FileSystemException e) {
            throw unusable(options, e);
        }
    }

    /**
     * Checks the folder, deletes the remains of uploads that were interrupted long ago, listens, and returns.
     *
     * @throws IOException with a plain sentence if the folder cannot be read or the port is not available; the server is then
     *     as if it had not been started
     * @throws IllegalStateException if it was started before
     */
    public void start() throws IOException {
        lifeCycle.lock();
        try {
            if (running != null || stopped) {
                throw new IllegalStateException("a server is started once");
            }
            Storage storage = openFolder();
            try {
                running = new RunningServer(
                        environment,
                        storage,
                        key,
                        invitations,
                        identity,
                        this::share,
                        traffic,
                        blocklist,
                        blockedGuests::containsKey,
                        listen(),
                        events);
            } catch (IOException e) {
                storage.close();
                throw e;
            }
        } finally {
            lifeCycle.unlock();
        }
    }

    private Storage openFolder() throws IOException {
        try {
            return environment.storage().open(options);
        } catch (FileSystemException e) {
            throw unusable(options, e);
        }
    }

    private static ProtocolException unusable(ShareOptions options, FileSystemException cause) {
        return new ProtocolException(
                cause instanceof AccessDeniedException ? ServerReason.FOLDER_UNREADABLE : ServerReason.FOLDER_MISSING,
                cause,
                options.folder());
    }

    private ServerSocket listen() throws IOException {
        ServerSocket socket = environment.listener().open();
        try {
            socket.bind(new InetSocketAddress(options.bind(), options.port()), environment.connections());
            return socket;
        } catch (BindException e) {
            socket.close();
            throw bindFailure(e);
        } catch (IOException e) {
            socket.close();
            throw new ProtocolException(ServerReason.LISTENING_DENIED, e);
        }
    }

    private ProtocolException bindFailure(BindException cause) throws IOException {
        InetAddress address = options.bind();
        boolean ours = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || NetworkInterface.getByInetAddress(address) != null;
        return ours
                ? new ProtocolException(ServerReason.PORT_TAKEN, cause, options.port())
                : new ProtocolException(ServerReason.ADDRESS_FOREIGN, cause, address.getHostAddress());
    }

    private ShareInfo share() {
        ShareOptions.Permissions now = permissions;
        return new ShareInfo(
                name,
                now.download(),
                now.upload(),
                now.delete(),
                true,
                options.computer(),
                !options.folders().isEmpty());
    }

    /**
     * Shares exactly {@code folders} from now on; only for a share that was started with several. Guests see them at
     * once. What goes on in a folder that is removed ends with a plain sentence, and so do the sessions of invitations
     * whose folder has another name now. Blocks on the disk, and up to 3 s for what goes on.
     *
     * @param title the name of the share from now on
     * @param renamed gives the invitations the paths that they have among {@code folders}, and calls {@link
     *     Invitations#refresh}; see {@link SeveralFolders#share}
     * @throws IOException with a plain sentence if one of them cannot be shared; nothing is changed then
     */
    public void folders(List<NamedFolder> folders, String title, SeveralFolders.Renaming renamed) throws IOException {
        started().folders(folders, renamed);
        name = title;
    }

    /** Returns the port that the server listens on, or listened on before its stop. */
    public int port() {
        return started().port();
    }

    /**
     * Lets the share end when its guests are done: admits no new guest from now on, and ends the connections of each
     * guest that has transferred nothing for 2 s. A new guest at the address of a present one is found out and ended
     * within a second. The share is not stopped by this.
     *
     * @param left is notified of the number of those guests that are left, soon and when it changes, on a thread of the
     *     server's own. It must return at once. Only that of the first call counts
     */
    public void drain(IntConsumer left) {
        running().ifPresent(now -> now.drain(left));
    }

    /** Returns the guests who are connected now, in the order in which they connected. */
    public List<Guest> guests() {
        return running().map(RunningServer::guests).orElse(List.of());
    }

    /** Ends all connections of a guest at once, even in the middle of a transfer; does nothing if the guest has left. */
    public void disconnect(String guestId) {
        disconnect(guestId, "");
    }

    /**
     * Ends all connections of a guest as {@link #disconnect(String)}.
     *
     * @param note what the guest is to read about it, at most {@link quayside.protocol.wire.Limits#MAX_NOTE_LENGTH} UTF-16
     *     units; empty for nothing
     */
    public void disconnect(String guestId, String note) {
        running().ifPresent(now -> now.disconnect(guestId, note));
    }

    /**
     * Pauses a guest: its transfers stop, and it may still look and change. Or lets it go on. The order holds until the
     * next one, also if the guest connects again. A connected guest reads of it at once.
     *
     * @param note as for {@link #disconnect(String, String)}
     */
    public void pause(String guestId, boolean paused, String note) {
        running().ifPresent(now -> now.pause(guestId, paused, note));
    }

    /**
     * Limits what a guest sends, and what it receives. The order holds as one of {@link #pause}, and counts more than a
     * limit of its invitation or of each guest.
     *
     * @param bytesPerSecond at least {@link #MIN_LIMIT}, or 0 for no limit of its own
     * @param note as for {@link #disconnect(String, String)}
     */
    public void limit(String guestId, long bytesPerSecond, String note) {
        long limit = checked(bytesPerSecond);
        running().ifPresent(now -> now.limit(guestId, limit, note));
    }

    /** Returns the guests with orders of {@link #pause} or {@link #limit} that are not connected now. */
    public List<AwayGuest> away() {
        return running().map(RunningServer::away).orElse(List.of());
    }

    /** Lifts the orders for one of {@link #away}; does nothing if there are none of that id. */
    public void lift(String id) {
        running().ifPresent(now -> now.lift(id));
    }

    /** Pauses all guests of an invitation, or lets them go on; see {@link #pause}. */
    public void pauseInvited(String invitation, boolean paused, String note) {
        running().ifPresent(now -> now.pauseInvited(DisplayText.escape(invitation), paused, note));
    }

    /** Limits each guest of an invitation; see {@link #limit}. */
    public void limitInvited(String invitation, long bytesPerSecond, String note) {
        long limit = checked(bytesPerSecond);
        running().ifPresent(now -> now.limitInvited(DisplayText.escape(invitation), limit, note));
    }

    /** Limits each guest that has no other limit; see {@link #limit}. */
    public void limitEach(long bytesPerSecond) {
        long limit = checked(bytesPerSecond);
        running().ifPresent(now -> now.limitEach(limit));
    }

    private static long checked(long bytesPerSecond) {
        if (bytesPerSecond != 0 && bytesPerSecond < MIN_LIMIT) {
            throw new IllegalArgumentException("a limit of " + bytesPerSecond);
        }
        return bytesPerSecond;
    }

    /**
     * Blocks a guest and ends its connections at once: by the installation that its program names, whatever its address,
     * or if it names none, by its address as {@link #block(String)}.
     *
     * @param note as for {@link #disconnect(String, String)}
     */
    public void blockGuest(String guestId, String note) {
        running().flatMap(now -> now.known(guestId)).ifPresent(guest -> {
            if (guest.key().installation().isEmpty()) {
                block(guest.key().address(), note);
            } else {
                block(new BlockedGuest(guest.key().installation(), guest.who()), note);
            }
        });
    }

    /** Blocks a guest by its installation, as {@link #blockGuest}. May be called before the start. */
    public void block(BlockedGuest guest, String note) {
        if (blockedGuests.putIfAbsent(guest.installation(), guest) == null) {
            running().ifPresent(now -> {
                now.publish(new ShareEvent.Blocked(
                        environment.clock().instant(), guest.who().toString()));
                now.dismissGuest(guest.installation(), note);
            });
        }
    }

    /** Unblocks one of {@link #blockedGuests}; does nothing if it is none. */
    public void unblockGuest(String installation) {
        BlockedGuest guest = blockedGuests.remove(installation);
        if (guest != null) {
            running()
                    .ifPresent(now -> now.publish(new ShareEvent.Unblocked(
                            environment.clock().instant(), guest.who().toString())));
        }
    }

    /** Returns the guests that are blocked by their installations, in the order in which they were blocked. */
    public List<BlockedGuest> blockedGuests() {
        synchronized (blockedGuests) {
            return List.copyOf(blockedGuests.values());
        }
    }

    /**
     * Returns the host's control of protected files.
     *
     * @throws IllegalStateException before the start
     */
    public HostProtection protection() {
        return started().protection();
    }

    private Optional<RunningServer> running() {
        return Optional.ofNullable(running);
    }

    private RunningServer started() {
        return running().orElseThrow(() -> new IllegalStateException("not started"));
    }

    /**
     * Blocks {@code address} and ends every connection from it at once. For an IPv6 address the whole /64 network is
     * blocked, because one machine can take any address in it. May be called before the start. The block holds for the
     * lifetime of the server.
     *
     * @param address an IP address, or one of {@link #blocked}
     * @throws IllegalArgumentException if it is neither
     */
    public void block(String address) {
        block(address, "");
    }

    /**
     * Blocks {@code address} as {@link #block(String)}.
     *
     * @param note as for {@link #disconnect(String, String)}
     */
    public void block(String address, String note) {
        Source source = Source.of(InetAddress.ofLiteral(address.replaceFirst("/64$", "")));
        if (!blocklist.add(source)) {
            return;
        }
        running().ifPresent(now -> {
            now.publish(new ShareEvent.Blocked(environment.clock().instant(), source.network()));
            now.dismiss(source, note);
        });
    }

    /** Unblocks {@code network}; does nothing if it is not one of {@link #blocked}. */
    public void unblock(String network) {
        if (blocklist.remove(network)) {
            running()
                    .ifPresent(now -> now.publish(
                            new ShareEvent.Unblocked(environment.clock().instant(), network)));
        }
    }

    /**
     * Returns the blocked networks in the order in which they were blocked: an IPv4 address as {@code 192.0.2.1}, an
     * IPv6 network as {@code 2001:db8:0:1::/64}.
     */
    public List<String> blocked() {
        return blocklist.networks();
    }

    /** Sets what guests may do, from their next request on. */
    public void permissions(ShareOptions.Permissions permissions) {
        this.permissions = permissions;
    }

    /** Returns the bytes sent to guests on the wire since the start. */
    public long bytesSent() {
        return traffic.sent();
    }

    /** Returns the bytes received from guests on the wire since the start. */
    public long bytesReceived() {
        return traffic.received();
    }

    /**
     * Stops the server. It accepts no new connections, says goodbye to idle ones, and cuts running transfers after
     * {@link ShareOptions#stopGrace}. Blocks until the server has no thread or socket left, except the calling thread
     * if a listener calls it.
     */
    public void stop() {
        lifeCycle.lock();
        try {
            RunningServer now = running;
            if (now != null && !stopped) {
                now.stop(options.stopGrace());
            }
            stopped = true;
        } finally {
            lifeCycle.unlock();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
