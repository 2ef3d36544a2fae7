package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Reason;

/**
 * Tests entries of a folder that no transfer can carry, between the real client and the real server: the user who
 * transfers the folder is notified.
 */
final class LeftOutTest {
    @TempDir
    Path share;

    @TempDir
    Path local;

    private final List<String> noted = new ArrayList<>();
    private WholeWay way;

    @BeforeEach
    void start() throws IOException {
        way = new WholeWay(share, local);
    }

    @AfterEach
    void stop() {
        way.close();
    }

    private TransferListener listener() {
        return new TransferListener() {
            @Override
            public void noted(String path, Sentence sentence) {
                noted.add(path + ": " + sentence);
            }
        };
    }

    private TransferReport.Summary download(String path) throws IOException {
        return Transfers.download(
                way.client(), RemotePath.parse(path), local, OnConflict.FAIL, listener(), new Cancellation());
    }

    private TransferReport.Summary upload(Path source) throws IOException {
        return Transfers.upload(
                way.client(), source, RemotePath.root(), OnConflict.OVERWRITE, listener(), new Cancellation());
    }

    /** The path in {@code folder} whose name has bytes that are no UTF-8, as a URI encodes them. */
    private static Path odd(Path folder, String encoded) {
        return Path.of(URI.create(folder.toUri() + "/" + encoded));
    }

    /** A folder with one of everything that is left out, and one file that is not. */
    private static Path fill(Path folder) throws IOException {
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("plain"), "plain");
        Files.writeString(odd(folder, "caf%E9"), "one");
        Files.createSymbolicLink(folder.resolve("link"), Path.of("plain"));
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
        }
        return folder;
    }

    private static List<String> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString()).toList();
        }
    }

    /** Read at once: some of these files have an end after each read. */
    private static byte[] held(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(8192);
        }
    }

    @Test
    void aListingCountsWhatItLeavesOutAndWhy() throws IOException {
        Path folder = fill(share.resolve("t"));
        Files.writeString(folder.resolve(".hidden"), "hidden");
        Files.writeString(odd(folder, ".caf%E9"), "hidden as well");
        Files.createSymbolicLink(folder.resolve(".link"), Path.of("plain"));
        List<Entry> entries = new ArrayList<>();
        Omitted omitted = way.client().list(RemotePath.parse("t"), entries::addAll, new Cancellation());
        assertThat(entries).extracting(Entry::name).containsExactly("plain");
        assertThat(omitted).isEqualTo(new Omitted(1, 1, 1, 3));
    }

    @Test
    void whatQuaysideKeepsForItselfIsNotCounted() throws IOException {
        Files.createDirectories(share.resolve(".quayside"));
        assertThat(way.client().list(RemotePath.root(), _ -> {}, new Cancellation()))
                .isEqualTo(Omitted.NONE);
    }

    private static final Sentence NOT_SERVED = Sentence.of(Reason.NOT_SERVED, new Omitted(1, 1, 1, 0).inWords());

    @Test
    void aDownloadOfAFolderFailsForEachThingThatIsNotServed() throws IOException {
        Path folder = fill(share.resolve("t"));
        fill(folder.resolve("deeper"));
        TransferReport.Summary summary = download("t");
        assertThat(summary.stored()).isEqualTo(2);
        assertThat(summary.failedCount()).isEqualTo(6);
        assertThat(summary.failures())
                .containsExactlyInAnyOrder(
                        new TransferReport.Failure("t", Fault.NOT_SERVED, NOT_SERVED, 3),
                        new TransferReport.Failure("t/deeper", Fault.NOT_SERVED, NOT_SERVED, 3));
        assertThat(noted).isEmpty();
    }

    @Test
    void whatTheHostHidesIsSaidAtTheEndAndNoFailure() throws IOException {
        Path folder = Files.createDirectories(share.resolve("t/deeper")).getParent();
        Files.writeString(folder.resolve(".one"), "1");
        Files.writeString(folder.resolve("deeper/.two"), "2");
        TransferReport.Summary summary = download("t");
        assertThat(summary.failedCount()).isZero();
        assertThat(noted).containsExactly("t: The host does not share 2 hidden entries of this folder.");
    }

    @Test
    void filesAndFoldersWhoseNamesAreNoTextAreRefusedEachByItsName() throws IOException {
        Path tree = Files.createDirectory(local.resolve("tree"));
        Files.writeString(tree.resolve("plain"), "plain");
        Files.writeString(odd(tree, "caf%E9"), "one");
        Files.writeString(odd(tree, "caf%E8"), "two");
        Files.writeString(Files.createDirectory(odd(tree, "d%E9")).resolve("x"), "one");
        Files.writeString(Files.createDirectory(odd(tree, "d%E8")).resolve("x"), "two");
        TransferReport.Summary summary = upload(tree);
        assertThat(children(share.resolve("tree"))).containsExactly("plain");
        assertThat(summary.stored()).isEqualTo(1);
        assertThat(summary.failures())
                .extracting(TransferReport.Failure::path)
                .containsExactlyInAnyOrder("tree/caf\\xe9", "tree/caf\\xe8", "tree/d\\xe9", "tree/d\\xe8");
        assertThat(summary.failures())
                .extracting(TransferReport.Failure::sentence)
                .allMatch(sentence -> sentence.key() == Reason.NAME_NOT_TEXT);
    }

    @Test
    void linksAndSpecialFilesOfAnUploadAreNotedAndAreNoFailures() throws IOException {
        Path tree = fill(local.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("another"), Path.of("nowhere"));
        TransferReport.Summary summary = upload(tree);
        assertThat(summary.failures()).extracting(TransferReport.Failure::path).containsExactly("tree/caf\\xe9");
        assertThat(summary.failedCount()).isEqualTo(1);
        assertThat(summary.leftOut()).isEqualTo(new Omitted(0, 2, 1, 0));
        assertThat(noted).containsExactly("tree: 2 links and 1 special file were left out.");
    }

    @Test
    void oneLinkIsLeftOutInTheSingular() throws IOException {
        Path tree = Files.createDirectory(local.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("link"), Path.of("nowhere"));
        assertThat(upload(tree).failedCount()).isZero();
        assertThat(noted).containsExactly("tree: 1 link was left out.");
        assertThat(children(share.resolve("tree"))).isEmpty();
    }

    /** Files of {@code /proc} say that they are empty. */
    @Test
    void filesWhoseSizeIsNotTrueArriveWithWhatTheyHold() throws IOException {
        Path version = Path.of("/proc/version");
        Path folder = Path.of("/proc/sys/kernel/keys");
        assumeTrue(Files.isReadable(version) && Files.isDirectory(folder));
        assertThat(upload(version).stored()).isEqualTo(1);
        assertThat(share.resolve("version")).hasBinaryContent(held(version));
        assertThat(upload(folder).stored()).isPositive();
        for (String name : children(share.resolve("keys"))) {
            assertThat(share.resolve("keys").resolve(name)).hasBinaryContent(held(folder.resolve(name)));
        }
    }

    /** Those of {@code /sys} say that they hold a page. */
    @Test
    void aFileThatHoldsLessThanItsSizeSaysIsRefused() throws IOException {
        Path folder = Path.of("/sys/kernel/mm/transparent_hugepage");
        assumeTrue(Files.isReadable(folder.resolve("enabled")));
        TransferReport.Summary summary = upload(folder.resolve("enabled"));
        assertThat(summary.stored()).isZero();
        assertThat(summary.failures())
                .singleElement()
                .satisfies(failure ->
                        assertThat(failure.sentence().toString()).contains("as many bytes as its size says"));
        assertThat(upload(folder).failures())
                .extracting(TransferReport.Failure::path)
                .contains("transparent_hugepage/enabled");
        assertThat(share.resolve("transparent_hugepage/enabled")).doesNotExist();
    }

    @Test
    void aFolderWhoseOwnNameIsNoTextIsRefused() throws IOException {
        Path tree = Files.createDirectory(odd(local, "t%E9"));
        assertThat(WholeWay.faultOf(() -> upload(tree))).isEqualTo(Fault.LOCAL_STORAGE);
        assertThat(children(share)).allMatch(name -> name.equals(".quayside"));
    }
}
