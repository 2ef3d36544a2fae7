package quayside.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.files.WatchedDisk;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;

/**
 * Tests that files and folders stay the same on the way up and down, whatever their names, and that the wire reveals
 * nothing of them.
 */
final class WholeWayTest {
    @TempDir
    Path share;

    @TempDir
    Path local;

    private WholeWay way;

    @BeforeEach
    void start() throws IOException {
        way = new WholeWay(share, local);
    }

    @AfterEach
    void stop() {
        way.close();
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
        List<Integer> sizes = List.of(0, 1, WholeWay.MIB, WholeWay.MIB - 1, WholeWay.MIB + 1, 65_536, 65_537);
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Path file = way.file(name, i < sizes.size() ? sizes.get(i) : 1000 + i);
            Instant modified = Instant.parse("2024-02-29T12:00:00.123456789Z").plusSeconds(i);
            Files.setLastModifiedTime(file, FileTime.from(modified));

            TransferResult up = way.post(way.client(), file, name, OnConflict.FAIL);
            TransferResult down = way.get(way.client(), name, back, OnConflict.FAIL);

            assertThat(up).isEqualTo(new TransferResult.Stored(name, Files.size(file)));
            assertThat(down).isEqualTo(up);
            assertThat(Files.mismatch(share.resolve(name), file)).isEqualTo(-1);
            assertThat(Files.mismatch(back.resolve(name), file)).isEqualTo(-1);
            assertThat(Files.getLastModifiedTime(back.resolve(name)).toInstant())
                    .isEqualTo(modified);
        }
        assertThat(way.client().list(RemotePath.root()))
                .extracting(Entry::name)
                .containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void aSparseFileOfMoreThanTwoGigabytesArrives() throws IOException {
        Path big = local.resolve("sparse");
        long size = Integer.MAX_VALUE + 2L * WholeWay.MIB;
        try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
            file.setLength(size);
            file.seek(size - 5);
            file.write("tail!".getBytes(UTF_8));
        }
        // From the share itself, so that they are written once only.
        Files.move(big, share.resolve("sparse"));
        try (ShareClient client = way.connect(new WatchedDisk(new WatchedDisk.Watch() {
            @Override
            public void before(WatchedDisk.Operation operation, String name) {}

            @Override
            public boolean leavesHoles() {
                return true;
            }
        }))) {
            assertThat(way.get(client, "sparse", local, OnConflict.FAIL))
                    .isEqualTo(new TransferResult.Stored("sparse", size));
        }
        // The checksum was compared; what is read here once more begins before 2 GiB and ends with the file.
        assertThat(end(big, 4 * WholeWay.MIB)).isEqualTo(end(share.resolve("sparse"), 4 * WholeWay.MIB));
    }

    private static byte[] end(Path file, int bytes) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "r")) {
            opened.seek(opened.length() - bytes);
            byte[] end = new byte[bytes];
            opened.readFully(end);
            return end;
        }
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
        TransferReport.Summary up = Transfers.upload(
                way.client(), tree, RemotePath.root(), OnConflict.FAIL, TransferListener.NONE, new Cancellation());
        TransferReport.Summary down = Transfers.download(
                way.client(),
                RemotePath.parse("tree"),
                back,
                OnConflict.FAIL,
                TransferListener.NONE,
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
        try (WireTap tap = new WireTap(way.server().port());
                ShareClient tapped = way.connect(tap.port())) {
            tapped.list(RemotePath.root());
            way.get(tapped, "very-telling-name.txt", local, OnConflict.FAIL);
            way.post(tapped, local.resolve("very-telling-name.txt"), "another-name.txt", OnConflict.FAIL);
            assertThat(WholeWay.faultOf(() -> tapped.stat(RemotePath.parse("a-missing-name"))))
                    .isEqualTo(Fault.NOT_FOUND);

            String wire = new String(tap.captured(), ISO_8859_1);
            assertThat(wire.length()).isGreaterThan(5_000);
            assertThat(wire)
                    .contains("QUAYSIDE")
                    .doesNotContain(secretText)
                    .doesNotContain("telling")
                    .doesNotContain("another-name")
                    .doesNotContain("missing")
                    .doesNotContain("Pictures")
                    .doesNotContain("verb")
                    .doesNotContain(way.key().reveal())
                    .doesNotContain(way.key().reveal().replace("-", ""))
                    .doesNotContainIgnoringCase(way.key().reveal().replace("-", ""));
        }
    }

    @Test
    void cancellingForGoodEndsADownloadAndLeavesNothing() throws IOException {
        Files.write(share.resolve("big"), new byte[8 * WholeWay.MIB]);
        Path back = Files.createDirectory(local.resolve("back"));
        Cancellation cancellation = new Cancellation();
        Fault fault = WholeWay.faultOf(() -> way.client()
                .get(
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
        assertThat(way.client().stat(RemotePath.parse("big")).size()).isEqualTo(8 * WholeWay.MIB);
    }

    @Test
    void theCurrentFolderIsAFolderToDownloadInto() throws IOException {
        String name = "quayside-whole-way-" + System.nanoTime();
        Files.writeString(share.resolve(name), "here");
        try {
            assertThat(way.get(way.client(), name, Path.of(""), OnConflict.FAIL))
                    .isEqualTo(new TransferResult.Stored(name, 4));
            assertThat(Path.of(name)).hasContent("here");
        } finally {
            Files.deleteIfExists(Path.of(name));
        }
    }
}
