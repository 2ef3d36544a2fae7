package quayside.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.ShareInfo;
import quayside.server.guard.Blocklist;
import quayside.server.guard.Source;
import quayside.server.session.Traffic;
import quayside.server.storage.Storage;

/**
 * Serves one folder to the guests who know its access key.
 *
 * <p>{@link #start} once; then everything else from any thread. {@link #stop} any number of times: each call returns when no thread and no
 * socket of the server is left.
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
    private final ShareOptions options;
    private final AccessKey key;
    private final ServerIdentity identity;
    private final Consumer<ShareEvent> events;
    private final Environment environment;
    private final Traffic traffic = new Traffic();
    private final Blocklist blocklist = new Blocklist();
    private final ReentrantLock lifeCycle = new ReentrantLock();
    private volatile ShareOptions.Permissions permissions;
    private volatile @Nullable Hosting hosting;
    private boolean stopped;

    /**
     * @param key stays the caller's, who closes it no earlier than the server
     * @param events hears what happens: one event at a time, in order, on a thread of the server's own; must return at once. It may
     *     call any method of the server, {@link #stop} too
     */
    public ShareServer(ShareOptions options, AccessKey key, ServerIdentity identity, Consumer<ShareEvent> events) {
        this(options, key, identity, events, Environment.standard());
    }

    ShareServer(
            ShareOptions options,
            AccessKey key,
            ServerIdentity identity,
            Consumer<ShareEvent> events,
            Environment environment) {
        this.options = options;
        this.key = key;
        this.identity = identity;
        this.events = events;
        this.environment = environment;
        this.permissions = options.permissions();
    }

    /**
     * Checks the folder, deletes what uploads cut off long ago have left in it, listens, and returns.
     *
     * @throws IOException with a plain sentence, where the folder cannot be read or the port is not to be had; the server is as
     *     if it had not been started
     * @throws IllegalStateException where it was started before
     */
    public void start() throws IOException {
        lifeCycle.lock();
        try {
            if (hosting != null || stopped) {
                throw new IllegalStateException("a server is started once");
            }
            Storage storage = openFolder();
            try {
                hosting = new Hosting(
                        environment, storage, key, identity, this::share, traffic, blocklist, listen(), events);
            } catch (IOException e) {
                storage.close();
                throw e;
            }
        } finally {
            lifeCycle.unlock();
        }
    }

    private Storage openFolder() throws IOException {
        String folder = '"' + DisplayText.escape(options.folder().toString()) + '"';
        try {
            return environment.storage().open(options);
        } catch (AccessDeniedException e) {
            throw new IOException("The folder " + folder + " cannot be read: permission denied.", e);
        } catch (FileSystemException e) {
            throw new IOException("The folder " + folder + " is not there, or is no folder.", e);
        }
    }

    private ServerSocket listen() throws IOException {
        ServerSocket socket = environment.listener().open();
        try {
            socket.bind(new InetSocketAddress(options.bind(), options.port()), environment.connections());
            return socket;
        } catch (BindException e) {
            socket.close();
            throw new IOException(whyNotBound(), e);
        } catch (IOException e) {
            socket.close();
            throw new IOException("This computer does not let the program listen for guests.", e);
        }
    }

    private String whyNotBound() throws IOException {
        InetAddress address = options.bind();
        boolean ours = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || NetworkInterface.getByInetAddress(address) != null;
        return ours
                ? "Port " + options.port()
                        + " cannot be used here: another program has it, or the system keeps it for itself. Choose another port."
                : "The address " + address.getHostAddress() + " is not one of this computer's.";
    }

    private ShareInfo share() {
        ShareOptions.Permissions now = permissions;
        return new ShareInfo(options.name(), now.download(), now.upload(), now.delete());
    }

    /**
     * The port listened on, also after the stop.
     *
     * @throws IllegalStateException before the start
     */
    public int port() {
        Hosting running = hosting;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running.port();
    }

    /** Who is connected now; those that came first, first. */
    public List<Guest> guests() {
        Hosting running = hosting;
        return running == null ? List.of() : running.guests();
    }

    /** Ends all connections of a guest at once, in the middle of a transfer too; does nothing where it has left. */
    public void disconnect(String guestId) {
        Hosting running = hosting;
        if (running != null) {
            running.disconnect(guestId);
        }
    }

    /**
     * What is protected, and the host's say in it.
     *
     * @throws IllegalStateException before the start
     */
    public Protection protection() {
        Hosting running = hosting;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running.protection();
    }

    /**
     * Lets nobody in from {@code address} any more, and ends at once whatever connection there is from it. Of an IPv6 address the whole /64
     * network is blocked, within which one machine takes as many addresses as it likes. Before the start, too; until the server is gone.
     *
     * @param address an IP address, or one of {@link #blocked}
     * @throws IllegalArgumentException where it is neither
     */
    public void block(String address) {
        Source source = Source.of(InetAddress.ofLiteral(address.replaceFirst("/64$", "")));
        if (!blocklist.add(source)) {
            return;
        }
        Hosting running = hosting;
        if (running != null) {
            running.publish(new ShareEvent.Blocked(environment.clock().instant(), source.network()));
            running.cut(source);
        }
    }

    /** Lets them in again; does nothing where {@code network} is none of {@link #blocked}. */
    public void unblock(String network) {
        if (blocklist.remove(network)) {
            Hosting running = hosting;
            if (running != null) {
                running.publish(new ShareEvent.Unblocked(environment.clock().instant(), network));
            }
        }
    }

    /** What is blocked, in that order: an IPv4 address as {@code 192.0.2.1}, an IPv6 network as {@code 2001:db8:0:1::/64}. */
    public List<String> blocked() {
        return blocklist.networks();
    }

    /** Takes effect for the next request. */
    public void permissions(ShareOptions.Permissions permissions) {
        this.permissions = permissions;
    }

    /** Bytes on the wire since the start, to guests. */
    public long bytesSent() {
        return traffic.sent();
    }

    /** Bytes on the wire since the start, from guests. */
    public long bytesReceived() {
        return traffic.received();
    }

    /**
     * Stops: no new connections from now on, a goodbye to those that wait between requests; running transfers get {@link
     * ShareOptions#stopGrace}, then are cut. Blocks until no thread or socket is left; where a listener calls it, all but the
     * one thread that called.
     */
    public void stop() {
        lifeCycle.lock();
        try {
            Hosting running = hosting;
            if (running != null && !stopped) {
                running.stop(options.stopGrace());
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
