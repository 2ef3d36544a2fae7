package quayside.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** A real server behind a relay that can be cut and that counts, and clients that retry soon after a loss. */
final class TappedShare implements AutoCloseable {
    private final AccessKey key = AccessKey.generate(new SecureRandom());
    private final ServerIdentity identity = ServerIdentity.generate();
    private final ShareServer server;
    private final WireTap tap;

    TappedShare(Path share) throws IOException {
        server = new ShareServer(
                new ShareOptions(
                        share,
                        "Share",
                        InetAddress.ofLiteral("127.0.0.1"),
                        0,
                        ShareOptions.Permissions.ALL,
                        false,
                        Duration.ofSeconds(2)),
                key,
                identity,
                event -> {});
        server.start();
        tap = new WireTap(server.port());
    }

    /** A new client, as another start of the program has one. */
    ShareClient connect() throws IOException {
        RetryPolicy soon = new RetryPolicy(
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                Duration.ofSeconds(30),
                RetryPolicy.standard().timer());
        return ShareClient.connect(
                ShareLink.of("127.0.0.1", tap.port(), identity.fingerprint()),
                key,
                ConnectOptions.standard().of(TestHost.INSTALLATION).retrying(soon),
                new Cancellation());
    }

    void cut() {
        tap.cut();
    }

    /** Bytes on the wire so far, both ways. */
    long wireBytes() {
        return tap.captured().length;
    }

    TransferReport.Summary up(Path source, OnConflict rule, TransferListener listener) throws IOException {
        try (ShareClient client = connect()) {
            return Transfers.upload(client, source, RemotePath.root(), rule, listener, new Cancellation());
        }
    }

    TransferReport.Summary down(String source, Path into, OnConflict rule, TransferListener listener)
            throws IOException {
        try (ShareClient client = connect()) {
            return Transfers.download(client, path(source), into, rule, listener, new Cancellation());
        }
    }

    static RemotePath path(String text) {
        try {
            return RemotePath.parse(text);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Bytes that depend on the name and the size alone, with a modified time that stays. Who reads it waits until it has settled. */
    static Path random(Path file, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size + 31L * file.getFileName().hashCode()).nextBytes(bytes);
        return Files.setLastModifiedTime(
                Files.write(file, bytes), FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z")));
    }

    /** Everything in {@code top} as one compares it: each path with what it is, how long, and when modified. */
    static SortedMap<String, String> everything(Path top) throws IOException {
        SortedMap<String, String> all = new TreeMap<>();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                all.put(top.relativize(folder).toString(), "folder");
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                all.put(
                        top.relativize(file).toString(),
                        attributes.size() + " " + attributes.lastModifiedTime() + " "
                                + java.util.Arrays.hashCode(Files.readAllBytes(file)) + " "
                                + Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
                                        .contains(java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE));
                return FileVisitResult.CONTINUE;
            }
        });
        return all;
    }

    @Override
    public void close() throws IOException {
        tap.close();
        server.stop();
        key.close();
    }
}
