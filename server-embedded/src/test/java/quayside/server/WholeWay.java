package quayside.server;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import quayside.protocol.client.ClientOnDisk;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.files.Disk;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** The real client and the real server over loopback, with a local folder and a share to transfer between. */
final class WholeWay implements AutoCloseable {
    static final int MIB = 1024 * 1024;

    private final Path local;
    private final AccessKey key = AccessKey.generate(new SecureRandom());
    private final ServerIdentity identity = ServerIdentity.generate();
    private final ShareServer server;
    private final ShareClient client;

    /** Hosts {@code share}, and connects. */
    WholeWay(Path share, Path local) throws IOException {
        this.local = local;
        server = server(share, InetAddress.ofLiteral("127.0.0.1"));
        server.start();
        client = connect(server.port());
    }

    /** Another server of this host's, not started yet. */
    ShareServer server(Path share, InetAddress bind) {
        ShareOptions options = new ShareOptions(
                share, "Pictures", bind, 0, ShareOptions.Permissions.ALL, false, Duration.ofSeconds(2));
        return new ShareServer(options, key, identity, event -> {});
    }

    AccessKey key() {
        return key;
    }

    ServerIdentity identity() {
        return identity;
    }

    ShareServer server() {
        return server;
    }

    ShareClient client() {
        return client;
    }

    ShareClient connect(int port) throws IOException {
        ShareLink link = ShareLink.of("127.0.0.1", port, identity.fingerprint());
        return ShareClient.connect(link, key, ConnectOptions.standard().of(TestHost.INSTALLATION), new Cancellation());
    }

    /** Connects a client that downloads to {@code disk}. */
    ShareClient connect(Disk disk) throws IOException {
        ShareLink link = ShareLink.of("127.0.0.1", server.port(), identity.fingerprint());
        return ClientOnDisk.connect(link, key, ConnectOptions.standard().of(TestHost.INSTALLATION), disk);
    }

    TransferResult post(ShareClient with, Path file, String target, OnConflict rule) throws IOException {
        return with.post(file, RemotePath.parse(target), rule, ProgressListener.NONE, new Cancellation());
    }

    TransferResult get(ShareClient with, String file, Path folder, OnConflict rule) throws IOException {
        return with.get(RemotePath.parse(file), folder, rule, ProgressListener.NONE, new Cancellation());
    }

    /** A new file of random bytes on the client's side. */
    Path file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size + name.hashCode()).nextBytes(bytes);
        return Files.write(local.resolve(name), bytes);
    }

    static Fault faultOf(ThrowingCallable action) {
        return catchThrowableOfType(ProtocolException.class, action).fault();
    }

    @Override
    public void close() {
        client.close();
        server.stop();
        key.close();
    }
}
