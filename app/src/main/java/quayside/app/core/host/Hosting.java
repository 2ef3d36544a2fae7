package quayside.app.core.host;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.text.Problem;
import quayside.protocol.client.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.Guest;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;
import quayside.server.ShareServer;

/** The server that runs now, if any. For {@link HostControl}'s one thread, but for {@link #traffic}, {@link #blocked} and what is protected. */
final class Hosting {
    private static final Logger LOG = LoggerFactory.getLogger(Hosting.class);
    private static final Duration STOP_GRACE = Duration.ofSeconds(3);

    private final HostIdentity identity;
    private final InetAddress bind;
    private final Consumer<ShareEvent> events;
    private @Nullable AccessKey key;
    private volatile @Nullable Wish wish;
    private int keptPort;
    private int keptFor;
    private volatile @Nullable ShareServer server;
    private volatile List<String> blocked = List.of();

    /** What the user asked for. */
    record Wish(Path folder, int port, ShareOptions.Permissions permissions, boolean showHidden) {}

    Hosting(HostIdentity identity, InetAddress bind, Consumer<ShareEvent> events) {
        this.identity = identity;
        this.bind = bind;
        this.events = events;
    }

    /** Starts a server; On, or Failed with the reason. Nothing may be running. */
    HostState start(Wish wanted) {
        try {
            ServerIdentity proof = identity.identity();
            AccessKey admits = key();
            ShareServer started = listen(wanted, admits, proof);
            server = started;
            wish = wanted;
            keptPort = started.port();
            keptFor = wanted.port();
            List<String> addresses = LocalAddresses.reaching(bind);
            ShareLink link = ShareLink.of(addresses.getFirst(), started.port(), proof.fingerprint());
            return new HostState.On(
                    wanted.folder(),
                    DisplayText.escape(name(wanted.folder())),
                    started.port(),
                    addresses,
                    link.withKey(admits),
                    admits.reveal(),
                    List.of());
        } catch (IOException e) {
            return new HostState.Failed(wanted.folder(), Problem.of(e).sentence());
        }
    }

    private ShareServer listen(Wish wanted, AccessKey admits, ServerIdentity proof) throws IOException {
        // A link that was handed out keeps its port while it can.
        Set<Integer> ports = new LinkedHashSet<>();
        if (keptPort != 0 && keptFor == wanted.port()) {
            ports.add(keptPort);
        }
        ports.add(wanted.port());
        ports.add(0);
        IOException taken = new IOException("No port is free on this computer.");
        for (int port : ports) {
            ShareServer next = new ShareServer(options(wanted, port), admits, proof, events);
            blocked.forEach(next::block);
            try {
                next.start();
                return next;
            } catch (IOException e) {
                next.stop();
                if (!isTaken(e)) {
                    throw e;
                }
                taken = e;
            }
        }
        throw taken;
    }

    private ShareOptions options(Wish wanted, int port) {
        return new ShareOptions(
                wanted.folder(),
                name(wanted.folder()),
                bind,
                port,
                wanted.permissions(),
                wanted.showHidden(),
                List.of(identity.folder()),
                STOP_GRACE);
    }

    private static String name(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return (name == null ? folder : name).toString();
    }

    private AccessKey key() throws IOException {
        AccessKey kept = key;
        if (kept == null) {
            kept = identity.key();
            key = kept;
        }
        return kept;
    }

    /** Null generates one. Where the new key cannot be stored it holds until the program ends. */
    void changeKey(@Nullable String ownKey) {
        AccessKey next = ownKey == null ? identity.newKey() : AccessKey.of(ownKey);
        key = next;
        try {
            identity.store(next);
        } catch (IOException e) {
            LOG.warn("The new access key could not be stored; it holds until the program ends.", e);
        }
    }

    /** What runs now. */
    Optional<Wish> wish() {
        return Optional.ofNullable(wish);
    }

    /** Blocks until no thread or socket is left. */
    void stop() {
        ShareServer running = server;
        if (running != null) {
            running.stop();
        }
        server = null;
        wish = null;
    }

    void permissions(ShareOptions.Permissions permissions) {
        ShareServer running = server;
        Wish now = wish;
        if (running != null && now != null) {
            running.permissions(permissions);
            wish = new Wish(now.folder(), now.port(), permissions, now.showHidden());
        }
    }

    void disconnect(String guestId) {
        ShareServer running = server;
        if (running != null) {
            running.disconnect(guestId);
        }
    }

    /** Ends what comes from {@code address} and lets nothing in from there, whatever share runs, until the program ends. */
    void block(String address) {
        ShareServer running = server;
        if (running != null) {
            running.block(address);
            blocked = running.blocked();
        }
    }

    void unblock(String source) {
        blocked = blocked.stream().filter(each -> !each.equals(source)).toList();
        ShareServer running = server;
        if (running != null) {
            running.unblock(source);
        }
    }

    /** From any thread. */
    List<String> blocked() {
        return blocked;
    }

    List<Guest> guests() {
        ShareServer running = server;
        return running == null ? List.of() : running.guests();
    }

    /** What is protected now; nothing while nothing is shared. */
    SharedProtection protection() {
        ShareServer running = server;
        return running == null
                ? SharedProtection.NONE
                : new SharedProtection(
                        running.protection().files(), running.protection().isEverythingLocked());
    }

    int protect(List<Path> chosen, Passcode passcode) throws IOException {
        Wish now = wish;
        if (now == null) {
            throw notShared();
        }
        List<RemotePath> files = new ChosenFiles(now.folder(), now.showHidden()).paths(chosen);
        if (!files.isEmpty()) {
            running().protection().protect(files, passcode);
        }
        return files.size();
    }

    void unprotect(RemotePath file) throws IOException {
        running().protection().unprotect(file);
    }

    void releaseOthers() throws IOException {
        running().protection().releaseOthers();
    }

    private ShareServer running() throws ProtocolException {
        ShareServer running = server;
        if (running == null) {
            throw notShared();
        }
        return running;
    }

    private static ProtocolException notShared() {
        return new ProtocolException(Fault.REFUSED, "Nothing is shared any more.");
    }

    long[] traffic() {
        ShareServer running = server;
        return running == null ? new long[2] : new long[] {running.bytesSent(), running.bytesReceived()};
    }

    private static boolean isTaken(@Nullable Throwable failure) {
        return failure instanceof BindException || (failure != null && isTaken(failure.getCause()));
    }
}
