package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.files.FileTimes;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.BodyLimits;
import quayside.server.protect.Hashing;
import quayside.server.session.Invitations;
import quayside.server.session.SessionTimes;
import quayside.server.storage.FolderStorage;
import quayside.server.storage.NamedFolder;
import quayside.server.storage.SeveralFolders;
import quayside.server.storage.Storage;

/** A server on the loopback interface, set up and started by a test, and its guests. */
public final class TestHost implements AutoCloseable {
    /** The secret of the one installation to which all clients of the tests belong. */
    public static final ClientSecret INSTALLATION = ClientSecret.of(new byte[ClientSecret.BYTES]);

    static final SecureRandom RANDOM = new SecureRandom();

    final Path folder;
    public final AccessKey key = AccessKey.of("correct horse battery");
    public ServerIdentity identity = ServerIdentity.generate();
    public final List<ShareEvent> events = new CopyOnWriteArrayList<>();

    /** The clock for a test that needs to set the time. */
    final AtomicLong virtualNanos = new AtomicLong();

    Invitations invitations = Invitations.none();
    ShareOptions.Permissions permissions = ShareOptions.Permissions.ALL;
    public SessionTimes times = SessionTimes.standard();
    public int connections = 64;
    public int connectionsPerSource = 64;
    public BodyLimits bodies = BodyLimits.standard();
    Duration sweeping = Duration.ofHours(1);
    Duration summing = Duration.ofSeconds(10);
    InstantSource clock = InstantSource.system();
    Hashing.Cost passcodeCost = new Hashing.Cost(64, 1, 1);
    LongSupplier nanos = System::nanoTime;
    int port;
    Duration stopGrace = Duration.ofSeconds(5);
    UnaryOperator<Storage> storage = UnaryOperator.identity();

    /** Opens the folder that is shared. */
    Opening opening = this::openFolder;

    Environment.Listener listener = ServerSocket::new;

    /** Several folders to share instead. */
    List<NamedFolder> folders = List.of();

    private ShareServer server;

    /** Opens another storage than a folder. */
    @FunctionalInterface
    interface Opening {
        Storage open() throws IOException;
    }

    public TestHost(Path folder) {
        this.folder = folder;
    }

    private Storage openFolder() throws IOException {
        return folders.isEmpty()
                ? FolderStorage.open(folder, false, clock, RANDOM)
                : SeveralFolders.open(folders, false, List.of(), clock, RANDOM);
    }

    public ShareServer start() throws IOException {
        ShareOptions options = new ShareOptions(
                folder, "Pictures", InetAddress.getLoopbackAddress(), port, permissions, false, stopGrace);
        options = folders.isEmpty() ? options : options.sharing(folders);
        Environment environment = new Environment(
                clock,
                nanos,
                RANDOM,
                times,
                connections,
                connectionsPerSource,
                sweeping,
                summing,
                bodies,
                passcodeCost,
                _ -> storage.apply(opening.open()),
                listener);
        server = new ShareServer(options, key, invitations, identity, events::add, environment);
        server.start();
        return server;
    }

    public ShareServer server() {
        return server;
    }

    public ShareLink link() {
        return ShareLink.of("127.0.0.1", server.port(), identity.fingerprint());
    }

    /** Waits until {@code file} has been unchanged for long enough to have a version (PROTOCOL.md section 4.2). */
    public static Path settled(Path file) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            Instant now = Instant.now();
            return FileTimes.isSettled(
                    FileTimes.change(file).orElseThrow().time().toInstant(), now);
        });
        return file;
    }

    ShareClient client() throws IOException {
        return client(key);
    }

    ShareClient client(AccessKey tried) throws IOException {
        return ShareClient.connect(
                link(),
                tried,
                new ConnectOptions(Optional.empty(), Duration.ofSeconds(5)).of(INSTALLATION),
                new Cancellation());
    }

    /** A guest that can say what a well-behaved one cannot. */
    RawGuest guest() throws IOException {
        return new RawGuest(connect(), key, identity.fingerprint());
    }

    /** A connection on which nothing was said yet. */
    Socket connect() throws IOException {
        return connect("127.0.0.1");
    }

    /** As {@link #connect()}, from another address of the loopback network. */
    Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        // As the real client: else the end of what it sends waits for the answer to the rest, 40 ms each time.
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Another guest comes and is served. */
    void assertStillServes() throws IOException {
        Files.writeString(folder.resolve("still.txt"), "serving");
        try (ShareClient client = client()) {
            assertThat(client.stat(path("still.txt")).size()).isEqualTo(7);
        }
    }

    <E extends ShareEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    static RemotePath path(String text) {
        try {
            return RemotePath.parse(text);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        key.close();
    }
}
