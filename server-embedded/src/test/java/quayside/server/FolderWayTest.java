package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;

/** Tests transfers of whole folders to the real server and back. */
final class FolderWayTest {
    private static final TransferListener NOBODY = TransferListener.NONE;

    @TempDir
    Path share;

    @TempDir
    Path local;

    private TappedShare tapped;
    private Path tree;
    private Path back;

    @BeforeEach
    void start() throws IOException {
        tapped = new TappedShare(share);
        tree = Files.createDirectory(local.resolve("tree"));
        back = Files.createDirectory(local.resolve("back"));
    }

    @AfterEach
    void stop() throws IOException {
        tapped.close();
    }

    /** A tree of folders, files small and large, names plain and strange, that depends on the seed alone. */
    private int grow(Path top, long seed) throws IOException {
        Random random = new Random(seed);
        List<Path> folders = new ArrayList<>(List.of(top));
        String[] names = {"a", "naïve", "写真", "👩‍👩‍👧", "with space", "#1 100%", "-rf", "x".repeat(200), "CON", "a:b"
        };
        for (int i = 0; i < 25; i++) {
            Path parent = folders.get(random.nextInt(folders.size()));
            folders.add(Files.createDirectories(parent.resolve(names[random.nextInt(names.length)] + i)));
        }
        int[] sizes = {0, 1, 4096, 32_768, 32_769, 262_144, 262_145, 1_048_577};
        for (int i = 0; i < 120; i++) {
            Path folder = folders.get(random.nextInt(folders.size()));
            Path file = TappedShare.random(
                    folder.resolve("f" + i + names[random.nextInt(names.length)]), sizes[random.nextInt(sizes.length)]);
            Files.setLastModifiedTime(
                    file, FileTime.from(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000))));
            if (random.nextBoolean()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        return 120;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aTreeComesBackAsItWent(long seed) throws IOException {
        int files = grow(tree, seed);
        assertThat(tapped.up(tree, OnConflict.FAIL, NOBODY).stored()).isEqualTo(files);
        assertThat(tapped.down("tree", back, OnConflict.FAIL, NOBODY).stored()).isEqualTo(files);
        assertThat(TappedShare.everything(share.resolve("tree"))).isEqualTo(TappedShare.everything(tree));
        assertThat(TappedShare.everything(back.resolve("tree"))).isEqualTo(TappedShare.everything(tree));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsThereAlreadyCostsNothingWhateverTheRule(OnConflict rule) throws IOException {
        int files = grow(tree, 9);
        tapped.up(tree, OnConflict.FAIL, NOBODY);
        tapped.down("tree", back, OnConflict.FAIL, NOBODY);
        long before = tapped.wireBytes();
        TransferReport.Summary up = tapped.up(tree, rule, NOBODY);
        TransferReport.Summary down = tapped.down("tree", back, rule, NOBODY);
        assertThat(List.of(up.skipped(), up.failedCount(), up.stored())).containsExactly((long) files, 0L, 0L);
        assertThat(List.of(down.skipped(), down.failedCount(), down.stored())).containsExactly((long) files, 0L, 0L);
        assertThat(tapped.wireBytes() - before).isLessThan(200_000);
        assertThat(TappedShare.everything(share.resolve("tree"))).isEqualTo(TappedShare.everything(tree));
        assertThat(TappedShare.everything(back.resolve("tree"))).isEqualTo(TappedShare.everything(tree));
    }

    /** Another content under the name of one file, older or newer than the source's. */
    @ParameterizedTest
    @EnumSource
    void whatIsInTheWayFollowsTheRuleBothWays(OnConflict rule) throws IOException {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        for (String name : List.of("older", "newer")) {
            Files.setLastModifiedTime(Files.writeString(tree.resolve(name), "the source"), FileTime.from(now));
        }
        for (Path top : List.of(share.resolve("tree"), back.resolve("tree"))) {
            Files.createDirectory(top);
            Files.setLastModifiedTime(
                    Files.writeString(top.resolve("older"), "in the way"), FileTime.from(now.minusSeconds(60)));
            Files.setLastModifiedTime(
                    Files.writeString(top.resolve("newer"), "in the way"), FileTime.from(now.plusSeconds(60)));
        }
        TransferReport.Summary up = tapped.up(tree, rule, NOBODY);
        checkRule(rule, up, share.resolve("tree"));

        Files.delete(share.resolve("tree/older"));
        Files.delete(share.resolve("tree/newer"));
        Files.deleteIfExists(share.resolve("tree/older (2)"));
        Files.deleteIfExists(share.resolve("tree/newer (2)"));
        tapped.up(tree, OnConflict.FAIL, NOBODY);
        checkRule(rule, tapped.down("tree", back, rule, NOBODY), back.resolve("tree"));
    }

    private static void checkRule(OnConflict rule, TransferReport.Summary summary, Path top) {
        boolean olderReplaced = rule == OnConflict.OVERWRITE || rule == OnConflict.NEWER;
        assertThat(top.resolve("older")).hasContent(olderReplaced ? "the source" : "in the way");
        assertThat(top.resolve("newer")).hasContent(rule == OnConflict.OVERWRITE ? "the source" : "in the way");
        switch (rule) {
            case FAIL ->
                assertThat(summary.failures())
                        .extracting(TransferReport.Failure::fault)
                        .containsExactly(Fault.EXISTS, Fault.EXISTS);
            case OVERWRITE -> assertThat(summary.stored()).isEqualTo(2);
            case NEWER ->
                assertThat(List.of(summary.stored(), summary.skipped())).containsExactly(1L, 1L);
            case RENAME -> {
                assertThat(summary.stored()).isEqualTo(2);
                assertThat(top.resolve("older (2)")).hasContent("the source");
            }
            case SKIP -> assertThat(summary.skipped()).isEqualTo(2);
        }
    }

    @Test
    void aFileInAFoldersPlaceIsToldOnceAndTheRestArrives() throws IOException {
        for (Path folder : List.of(tree.resolve("x"), tree.resolve("x/deep"), tree.resolve("y"))) {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("f"), "1");
        }
        Files.writeString(Files.createDirectory(share.resolve("tree")).resolve("x"), "a file");
        TransferReport.Summary up = tapped.up(tree, OnConflict.OVERWRITE, NOBODY);
        assertThat(up.failures()).extracting(TransferReport.Failure::path).containsExactly("tree/x");
        assertThat(List.of(up.stored(), up.failedCount())).containsExactly(1L, 3L);

        Files.delete(share.resolve("tree/x"));
        tapped.up(tree, OnConflict.FAIL, NOBODY);
        Files.writeString(Files.createDirectory(back.resolve("tree")).resolve("x"), "a file");
        TransferReport.Summary down = tapped.down("tree", back, OnConflict.OVERWRITE, NOBODY);
        assertThat(down.failures()).extracting(TransferReport.Failure::path).containsExactly("tree/x");
        assertThat(List.of(down.stored(), down.failedCount())).containsExactly(1L, 3L);
        assertThat(back.resolve("tree/x")).hasContent("a file");
    }

    @Test
    void aLinkInAFoldersPlaceLeadsNoDownloadElsewhere() throws IOException {
        Files.writeString(Files.createDirectory(tree.resolve("x")).resolve("f"), "1");
        tapped.up(tree, OnConflict.FAIL, NOBODY);
        Path elsewhere = Files.createDirectory(local.resolve("elsewhere"));
        Files.createSymbolicLink(Files.createDirectory(back.resolve("tree")).resolve("x"), elsewhere);
        TransferReport.Summary down = tapped.down("tree", back, OnConflict.OVERWRITE, NOBODY);
        assertThat(down.failures()).extracting(TransferReport.Failure::fault).containsExactly(Fault.EXISTS);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void whatCannotGoIsNamedAndTheRestArrives() throws IOException {
        Files.writeString(tree.resolve("good"), "1");
        Files.writeString(tree.resolve("line\nbreak"), "2");
        Files.writeString(Files.createDirectory(tree.resolve("tab\tfolder")).resolve("f"), "3");
        Files.createSymbolicLink(tree.resolve("link"), tree.resolve("good"));
        TransferReport.Summary up = tapped.up(tree, OnConflict.FAIL, NOBODY);
        assertThat(up.stored()).isEqualTo(1);
        assertThat(up.failures())
                .extracting(TransferReport.Failure::path)
                .containsExactlyInAnyOrder("tree/line\\u{a}break", "tree/tab\\u{9}folder");
        assertThat(up.leftOut().links()).isEqualTo(1);
    }

    @Test
    void theShareItselfArrivesInTheFolderChosenAndIsCounted() throws IOException {
        grow(share, 5);
        List<Long> counted = Collections.synchronizedList(new ArrayList<>());
        TransferReport.Summary down = tapped.down("", back, OnConflict.FAIL, new TransferListener() {
            @Override
            public void counted(long files, long bytes) {
                counted.add(files);
            }
        });
        assertThat(down.stored()).isEqualTo(120);
        assertThat(counted).isSorted().endsWith(120L);
        SortedMap<String, String> shared = TappedShare.everything(share);
        shared.keySet().removeIf(path -> path.startsWith(".quayside"));
        assertThat(TappedShare.everything(back)).isEqualTo(shared);
    }
}
