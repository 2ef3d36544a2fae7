package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.Cancellation;
import quayside.protocol.client.ConnectOptions;
import quayside.protocol.client.FolderTransfer;
import quayside.protocol.client.ProgressListener;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.ShareLink;
import quayside.protocol.client.TransferResult;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** The real client against the real server over loopback. */
final class WholeWayTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path share;

    @TempDir
    Path local;

    private final AccessKey key = AccessKey.generate(new SecureRandom());
    private final ServerIdentity identity = ServerIdentity.generate();
    private ShareServer server;
    private ShareClient client;

    @BeforeEach
    void start() throws IOException {
        server = new ShareServer(
                new ShareOptions(
                        share,
                        "Pictures",
                        InetAddress.ofLiteral("127.0.0.1"),
                        0,
                        ShareOptions.Permissions.ALL,
                        false,
                        Duration.ofSeconds(2)),
                key,
                identity,
                event -> {});
        server.start();
        client = connect(server.port());
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop();
    }

    private ShareClient connect(int port) throws IOException {
        ShareLink link = ShareLink.of("127.0.0.1", port, identity.fingerprint());
        return ShareClient.connect(link, key, ConnectOptions.standard(), new Cancellation());
    }

    private TransferResult post(ShareClient with, Path file, String target, OnConflict rule) throws IOException {
        return with.post(file, RemotePath.parse(target), rule, ProgressListener.NONE, new Cancellation());
    }

    private TransferResult get(ShareClient with, String file, Path folder, OnConflict rule) throws IOException {
        return with.get(RemotePath.parse(file), folder, rule, ProgressListener.NONE, new Cancellation());
    }

    private Path file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size + name.hashCode()).nextBytes(bytes);
        return Files.write(local.resolve(name), bytes);
    }

    private static Fault faultOf(ThrowingAction action) {
        return catchThrowableOfType(ProtocolException.class, action::run).fault();
    }

    @FunctionalInterface
    private interface ThrowingAction {
        void run() throws IOException;
    }

    @Test
    void filesOfEverySizeAndNameGoUpAndComeDownTheSame() throws IOException {
        Path back = Files.createDirectory(local.resolve("back"));
        List<String> names = List.of(
                "empty",
                "one byte",
                "MiB",
                "MiB-1",
                "MiB+1",
                "eager 64K",
                "eager+1",
                "naïve café.txt",
                "写真.png",
                "👩‍👩‍👧 trip.jpg",
                "#1 of 3",
                "100%",
                "50%20.txt",
                "-rf",
                "semi;colon",
                "quote\"'",
                "a:b",
                "CON",
                "trailing.",
                "trailing ",
                "a\\b");
        List<Integer> sizes = List.of(0, 1, MIB, MIB - 1, MIB + 1, 65_536, 65_537);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Path file = file(name, i < sizes.size() ? sizes.get(i) : 1000 + i);
            Instant modified = Instant.parse("2024-02-29T12:00:00.123456789Z").plusSeconds(i);
            Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(modified));

            TransferResult up = post(client, file, name, OnConflict.FAIL);
            TransferResult down = get(client, name, back, OnConflict.FAIL);

            assertThat(up).isEqualTo(new TransferResult.Stored(name, Files.size(file)));
            assertThat(down).isEqualTo(up);
            assertThat(share.resolve(name)).hasSameBinaryContentAs(file);
            assertThat(back.resolve(name)).hasSameBinaryContentAs(file);
            assertThat(Files.getLastModifiedTime(back.resolve(name)).toInstant())
                    .isEqualTo(modified);
        }
        assertThat(client.list(RemotePath.root())).extracting(Entry::name).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void aSparseFileOfThreeGigabytesArrives() throws IOException {
        Path big = local.resolve("sparse");
        long size = 3L * 1024 * MIB;
        try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
            file.setLength(size);
            file.seek(size - 5);
            file.write("tail!".getBytes(UTF_8));
        }
        // From the share itself, so that three gigabytes are written once only.
        Files.move(big, share.resolve("sparse"));
        assertThat(get(client, "sparse", local, OnConflict.FAIL)).isEqualTo(new TransferResult.Stored("sparse", size));
        assertThat(Files.mismatch(big, share.resolve("sparse"))).isEqualTo(-1);
    }

    @Test
    void aFolderGoesUpAndComesDownWithEmptyFoldersAndMany() throws IOException {
        Path tree = Files.createDirectories(local.resolve("tree"));
        Files.createDirectories(tree.resolve("empty/also empty"));
        for (int i = 0; i < 200; i++) {
            Path folder = Files.createDirectories(tree.resolve("d" + i % 7));
            Files.writeString(folder.resolve("f" + i), "content " + i);
        }
        Path back = Files.createDirectory(local.resolve("back"));
        FolderTransfer.Summary up = FolderTransfer.upload(
                client, tree, RemotePath.root(), OnConflict.FAIL, FolderTransfer.Listener.NONE, new Cancellation());
        FolderTransfer.Summary down = FolderTransfer.download(
                client,
                RemotePath.parse("tree"),
                back,
                OnConflict.FAIL,
                FolderTransfer.Listener.NONE,
                new Cancellation());

        assertThat(up.stored()).isEqualTo(200);
        assertThat(down.stored()).isEqualTo(200);
        assertThat(up.failedCount() + down.failedCount()).isZero();
        assertThat(listing(back.resolve("tree"))).isEqualTo(listing(tree));
    }

    private static List<String> listing(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<String> lines = new ArrayList<>();
            for (Path path : all.sorted().toList()) {
                lines.add(folder.relativize(path) + (Files.isDirectory(path) ? "/" : "=" + Files.readString(path)));
            }
            return lines;
        }
    }

    @Test
    void theWireShowsNeitherNamesNorContentNorTheKey() throws IOException {
        String secretText = "THE-CONTENT-OF-THE-FILE-0123456789";
        Files.writeString(share.resolve("very-telling-name.txt"), secretText);
        try (WireTap tap = new WireTap(server.port());
                ShareClient tapped = connect(tap.port())) {
            tapped.list(RemotePath.root());
            get(tapped, "very-telling-name.txt", local, OnConflict.FAIL);
            post(tapped, local.resolve("very-telling-name.txt"), "another-name.txt", OnConflict.FAIL);
            assertThat(faultOf(() -> tapped.stat(RemotePath.parse("a-missing-name"))))
                    .isEqualTo(Fault.NOT_FOUND);

            String wire = new String(tap.captured(), java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThat(wire.length()).isGreaterThan(5_000);
            assertThat(wire)
                    .contains("QUAYSIDE")
                    .doesNotContain(secretText)
                    .doesNotContain("telling")
                    .doesNotContain("another-name")
                    .doesNotContain("missing")
                    .doesNotContain("Pictures")
                    .doesNotContain("verb")
                    .doesNotContain(key.reveal())
                    .doesNotContain(key.reveal().replace("-", ""))
                    .doesNotContainIgnoringCase(key.reveal().replace("-", ""));
        }
    }

    @Test
    void tenClientsMoveFilesAtOnceAndOneThatDiesDisturbsNone() throws Exception {
        try (WireTap tap = new WireTap(server.port());
                ShareClient dying = connect(tap.port());
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Path big = file("big", 8 * MIB);
            Future<Fault> died = clients.submit(() -> faultOf(() -> dying.post(
                    big,
                    RemotePath.parse("dying"),
                    OnConflict.FAIL,
                    (done, total) -> {
                        if (done > MIB) {
                            tap.cut();
                        }
                    },
                    new Cancellation())));
            List<Future<Path>> others = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                Path file = file("file" + i, 3 * MIB + i);
                Path back = Files.createDirectory(local.resolve("back" + i));
                others.add(clients.submit(() -> {
                    try (ShareClient other = connect(server.port())) {
                        String name = file.getFileName().toString();
                        post(other, file, name, OnConflict.FAIL);
                        get(other, name, back, OnConflict.FAIL);
                        return back.resolve(name);
                    }
                }));
            }
            assertThat(died.get()).isEqualTo(Fault.CONNECTION_LOST);
            for (int i = 0; i < 9; i++) {
                assertThat(others.get(i).get()).hasSameBinaryContentAs(local.resolve("file" + i));
            }
        }
        assertThat(share.resolve("dying")).doesNotExist();
        client.close();
        await().atMost(Duration.ofSeconds(10)).until(() -> server.guests().isEmpty());
    }

    @Test
    void aWrongKeyAndAnotherIdentityAreToldApart() throws IOException {
        ShareLink link = ShareLink.of("127.0.0.1", server.port(), identity.fingerprint());
        ShareLink other = ShareLink.of(
                "127.0.0.1", server.port(), ServerIdentity.generate().fingerprint());
        AccessKey wrong = AccessKey.of("WRONGKEY");
        assertThat(faultOf(() -> ShareClient.connect(link, wrong, ConnectOptions.standard(), new Cancellation())))
                .isEqualTo(Fault.WRONG_KEY);
        assertThat(faultOf(() -> ShareClient.connect(other, key, ConnectOptions.standard(), new Cancellation())))
                .isEqualTo(Fault.SERVER_KEY_CHANGED);
        assertThat(client.ping().name()).isEqualTo("Pictures");
    }

    @Test
    void nobodyThereIsUnreachable() throws IOException {
        int port = server.port();
        client.close();
        server.stop();
        assertThat(faultOf(() -> connect(port))).isEqualTo(Fault.UNREACHABLE);
        start();
    }

    @Test
    void cancellingForGoodEndsADownloadAndLeavesNothing() throws IOException {
        Files.write(share.resolve("big"), new byte[8 * MIB]);
        Path back = Files.createDirectory(local.resolve("back"));
        Cancellation cancellation = new Cancellation();
        Fault fault = faultOf(() -> client.get(
                RemotePath.parse("big"),
                back,
                OnConflict.FAIL,
                (done, total) -> {
                    if (done > 0) {
                        cancellation.cancelAndDiscard();
                    }
                },
                cancellation));
        assertThat(fault).isEqualTo(Fault.CANCELLED);
        assertThat(back).isEmptyDirectory();
        assertThat(client.stat(RemotePath.parse("big")).size()).isEqualTo(8 * MIB);
    }

    @Test
    void theRulesOfConflictHoldOnBothSides() throws IOException {
        Path file = file("a.txt", 10);
        assertThat(post(client, file, "a.txt", OnConflict.FAIL)).isInstanceOf(TransferResult.Stored.class);
        assertThat(faultOf(() -> post(client, file, "a.txt", OnConflict.FAIL))).isEqualTo(Fault.EXISTS);
        assertThat(post(client, file, "a.txt", OnConflict.RENAME))
                .isEqualTo(new TransferResult.Stored("a (2).txt", 10));
        assertThat(post(client, file, "a.txt", OnConflict.SKIP)).isEqualTo(new TransferResult.Skipped("a.txt"));
        assertThat(post(client, file, "a.txt", OnConflict.NEWER)).isEqualTo(new TransferResult.Skipped("a.txt"));
        assertThat(get(client, "a.txt", local, OnConflict.SKIP)).isEqualTo(new TransferResult.Skipped("a.txt"));
        assertThat(get(client, "a.txt", local, OnConflict.NEWER)).isEqualTo(new TransferResult.Skipped("a.txt"));
        assertThat(faultOf(() -> get(client, "a.txt", local, OnConflict.FAIL))).isEqualTo(Fault.EXISTS);
        assertThat(get(client, "a.txt", local, OnConflict.RENAME))
                .isEqualTo(new TransferResult.Stored("a (2).txt", 10));
    }

    @Test
    void everyVerbAnswersWhatIsNotThere() throws IOException {
        RemotePath missing = RemotePath.parse("missing");
        assertThat(faultOf(() -> client.stat(missing))).isEqualTo(Fault.NOT_FOUND);
        assertThat(faultOf(() -> client.list(missing))).isEqualTo(Fault.NOT_FOUND);
        assertThat(faultOf(() -> client.delete(missing, false))).isEqualTo(Fault.NOT_FOUND);
        assertThat(faultOf(() -> client.move(missing, RemotePath.parse("x")))).isEqualTo(Fault.NOT_FOUND);
        assertThat(faultOf(() -> get(client, "missing", local, OnConflict.FAIL)))
                .isEqualTo(Fault.NOT_FOUND);
        assertThat(faultOf(() -> client.makeFolder(RemotePath.parse("missing/x"))))
                .isEqualTo(Fault.NOT_FOUND);
        assertThat(faultOf(() -> post(client, file("f", 100_000), "missing/x", OnConflict.FAIL)))
                .isEqualTo(Fault.NOT_FOUND);
        assertThat(faultOf(() -> post(client, file("g", 10), "missing/x", OnConflict.FAIL)))
                .isEqualTo(Fault.NOT_FOUND);
        client.makeFolder(RemotePath.parse("made"));
        client.move(RemotePath.parse("made"), RemotePath.parse("moved"));
        assertThat(share.resolve("moved")).isDirectory();
        client.delete(RemotePath.parse("moved"), true);
        assertThat(Optional.of(share.resolve("moved")))
                .hasValueSatisfying(path -> assertThat(path).doesNotExist());
    }

    @Test
    void theCurrentFolderIsAFolderToDownloadInto() throws IOException {
        String name = "quayside-whole-way-" + System.nanoTime();
        Files.writeString(share.resolve(name), "here");
        try {
            assertThat(get(client, name, Path.of(""), OnConflict.FAIL)).isEqualTo(new TransferResult.Stored(name, 4));
            assertThat(Path.of(name)).hasContent("here");
        } finally {
            Files.deleteIfExists(Path.of(name));
        }
    }

    @Test
    void aFileThatChangesWhileItGoesUpIsNotPublished() throws IOException {
        Path file = file("log", 4 * MIB);
        Fault fault = faultOf(() -> client.post(
                file,
                RemotePath.parse("log"),
                OnConflict.FAIL,
                (done, total) -> {
                    if (done > MIB && done < 2 * MIB) {
                        append(file);
                    }
                },
                new Cancellation()));
        assertThat(fault).isEqualTo(Fault.CHANGED);
        assertThat(client.list(RemotePath.root())).isEmpty();
    }

    @Test
    void aFileThatChangesWhileItComesDownStartsAgain() throws IOException {
        Path folder = Files.createDirectory(share.resolve("logs"));
        for (String name : List.of("a", "b", "c", "growing")) {
            Files.write(folder.resolve(name), new byte[name.equals("growing") ? 32 * MIB : 1000]);
        }
        List<String> noted = new ArrayList<>();
        FolderTransfer.Listener growing = new FolderTransfer.Listener() {
            private boolean grown;

            @Override
            public void noted(String path, String sentence) {
                noted.add(path + ": " + sentence);
            }

            @Override
            public void progressed(long bytesDone) {
                if (bytesDone > MIB && !grown) {
                    grown = true;
                    append(folder.resolve("growing"));
                }
            }
        };
        FolderTransfer.Summary down = FolderTransfer.download(
                client, RemotePath.parse("logs"), local, OnConflict.FAIL, growing, new Cancellation());
        assertThat(down.stored()).isEqualTo(4);
        assertThat(noted).containsExactly("logs/growing: It was changed since; it starts again from the beginning.");
        assertThat(local.resolve("logs/growing")).hasSameBinaryContentAs(folder.resolve("growing"));
    }

    private static void append(Path file) {
        try {
            Files.writeString(file, "more", java.nio.file.StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whoMayNotDeleteMayNotClearANameByRenaming() throws IOException {
        Files.writeString(share.resolve("report"), "old");
        server.permissions(new ShareOptions.Permissions(true, true, false));
        assertThat(faultOf(() -> client.move(RemotePath.parse("report"), RemotePath.parse("away"))))
                .isEqualTo(Fault.REFUSED);
        assertThat(faultOf(() -> client.delete(RemotePath.parse("report"), false)))
                .isEqualTo(Fault.REFUSED);
        assertThat(faultOf(() -> post(client, file("new", 10), "report", OnConflict.OVERWRITE)))
                .isEqualTo(Fault.REFUSED);
        assertThat(share.resolve("report")).hasContent("old");
    }

    @Test
    void anAddressThatIsNotOursIsNamedAsTheReason() {
        ShareOptions elsewhere = new ShareOptions(
                share,
                "Pictures",
                InetAddress.ofLiteral("203.0.113.1"),
                0,
                ShareOptions.Permissions.ALL,
                false,
                Duration.ZERO);
        try (ShareServer other = new ShareServer(elsewhere, key, identity, event -> {})) {
            assertThat(catchThrowableOfType(IOException.class, other::start))
                    .hasMessage("The address 203.0.113.1 is not one of this computer's.");
        }
    }
}
