package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;

/** Tests files and folders that are requested together, to the real server and back. */
final class NamedTogetherTest {
    private static final int LARGE = 300_000;

    @TempDir
    Path share;

    @TempDir
    Path local;

    private TappedShare tapped;

    @BeforeEach
    void start() throws IOException {
        tapped = new TappedShare(share);
    }

    @AfterEach
    void stop() throws IOException {
        tapped.close();
    }

    private List<TransferReport.OfSource> up(OnConflict rule, String... names) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String name : names) {
            sources.add(local.resolve(name));
        }
        try (ShareClient client = tapped.connect()) {
            TransferReport results = Transfers.uploadAll(
                    client,
                    sources,
                    TappedShare.path(""),
                    rule,
                    Optional.empty(),
                    TransferListener.NONE,
                    new Cancellation());
            assertThat(results.ended()).isEmpty();
            return results.sources();
        }
    }

    private List<TransferReport.OfSource> down(OnConflict rule, String... names) throws IOException {
        List<quayside.protocol.message.RemotePath> sources = new ArrayList<>();
        for (String name : names) {
            sources.add(TappedShare.path(name));
        }
        try (ShareClient client = tapped.connect()) {
            TransferReport results =
                    Transfers.downloadAll(client, sources, local, rule, TransferListener.NONE, new Cancellation());
            assertThat(results.ended()).isEmpty();
            return results.sources();
        }
    }

    private static void grow(Path top) throws IOException {
        Files.createDirectories(top.resolve("tree/deeper"));
        TappedShare.random(top.resolve("tree/a"), 10);
        TappedShare.random(top.resolve("tree/deeper/b"), LARGE);
        TappedShare.random(top.resolve("small"), 20);
        TappedShare.random(top.resolve("large"), LARGE);
        TappedShare.random(top.resolve("last"), 30);
    }

    private static List<Long> stored(List<TransferReport.OfSource> results) {
        assertThat(results).allMatch(TransferReport.OfSource::complete);
        return results.stream().map(each -> each.summary().stored()).toList();
    }

    @Test
    void filesAndFoldersGoTogetherAndEachHasItsOwnResult() throws IOException {
        grow(local);
        Files.createSymbolicLink(local.resolve("link"), local.resolve("small"));
        List<TransferReport.OfSource> results =
                up(OnConflict.FAIL, "large", "tree", "missing", "small", "link", "last");
        assertThat(stored(results)).containsExactly(1L, 2L, 0L, 1L, 1L, 1L);
        assertThat(results.get(2).ended()).isPresent();
        Files.delete(local.resolve("link"));
        Files.delete(share.resolve("link"));
        assertThat(TappedShare.everything(local.resolve("tree")))
                .isEqualTo(TappedShare.everything(share.resolve("tree")));
        assertThat(Files.mismatch(share.resolve("large"), local.resolve("large")))
                .isEqualTo(-1);
    }

    @Test
    void theyComeTogetherToo() throws IOException {
        grow(share);
        List<TransferReport.OfSource> results =
                down(OnConflict.FAIL, "large", "tree", "missing", "small", "tree/deeper/b", "last");
        assertThat(stored(results)).containsExactly(1L, 2L, 0L, 1L, 1L, 1L);
        assertThat(results.get(2).ended())
                .hasValueSatisfying(why -> assertThat(why.fault()).isEqualTo(Fault.NOT_FOUND));
        assertThat(Files.mismatch(local.resolve("b"), share.resolve("tree/deeper/b")))
                .isEqualTo(-1);
        assertThat(TappedShare.everything(local.resolve("tree")))
                .isEqualTo(TappedShare.everything(share.resolve("tree")));
        assertThat(stored(down(OnConflict.FAIL, "large", "tree", "small"))).containsExactly(0L, 0L, 0L);
    }

    @ParameterizedTest
    @EnumSource(
            value = OnConflict.class,
            names = {"FAIL", "OVERWRITE", "NEWER"})
    void theSecondOfTwoWithOneNameReplacesNothing(OnConflict rule) throws IOException {
        for (Path top : List.of(local, share)) {
            for (String each : List.of("1", "2")) {
                Files.createDirectories(top.resolve(each + "/tree"));
                Files.writeString(top.resolve(each + "/file"), "the file of " + each + "x".repeat(each.length()));
                Files.writeString(top.resolve(each + "/tree/in"), "in the tree of " + each);
                TappedShare.random(top.resolve(each + "/large"), LARGE + Integer.parseInt(each));
            }
        }
        String[] names = {"1/file", "1/tree", "1/large", "2/file", "2/tree", "2/large"};
        for (List<TransferReport.OfSource> results : List.of(up(rule, names), down(rule, names))) {
            assertThat(stored(results)).containsExactly(1L, 1L, 1L, 0L, 0L, 0L);
            assertThat(results.subList(3, 6))
                    .allSatisfy(each -> assertThat(each.summary().failures())
                            .singleElement()
                            .satisfies(failure -> assertThat(failure.fault()).isEqualTo(Fault.EXISTS)));
        }
        for (Path top : List.of(local, share)) {
            assertThat(top.resolve("file")).hasContent("the file of 1x");
            assertThat(top.resolve("tree/in")).hasContent("in the tree of 1");
            assertThat(top.resolve("large")).hasSize(LARGE + 1);
        }
    }

    @Test
    void twoWithOneNameAreBothKeptWhereTheRuleSaysSo() throws IOException {
        for (String each : List.of("1", "2")) {
            Files.createDirectories(local.resolve(each));
            Files.writeString(local.resolve(each + "/file"), "content " + each + "x".repeat(Integer.parseInt(each)));
        }
        assertThat(stored(up(OnConflict.RENAME, "1/file", "2/file"))).containsExactly(1L, 1L);
        assertThat(share.resolve("file")).hasContent("content 1x");
        assertThat(share.resolve("file (2)")).hasContent("content 2xx");
    }

    @Test
    void aNameThatWasTakenFollowsTheRuleAndKeepsTheOthersFromNothing() throws IOException {
        grow(local);
        Files.writeString(share.resolve("small"), "in the way");
        Files.writeString(share.resolve("large"), "in the way");
        List<TransferReport.OfSource> results = up(OnConflict.FAIL, "small", "large", "last");
        assertThat(stored(results)).containsExactly(0L, 0L, 1L);
        assertThat(results.getFirst().summary().failures().getFirst().fault()).isEqualTo(Fault.EXISTS);
        assertThat(stored(up(OnConflict.OVERWRITE, "small", "large", "last"))).containsExactly(1L, 1L, 0L);
        assertThat(Files.mismatch(share.resolve("small"), local.resolve("small")))
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsThereAlreadyIsLeftWhateverTheRule(OnConflict rule) throws IOException {
        grow(local);
        up(OnConflict.FAIL, "small", "large", "tree");
        long before = tapped.wireBytes();
        List<TransferReport.OfSource> up = up(rule, "small", "large", "tree");
        List<TransferReport.OfSource> down = down(rule, "small", "large", "tree");
        assertThat(up).extracting(each -> each.summary().skipped()).containsExactly(1L, 1L, 2L);
        assertThat(down).extracting(each -> each.summary().skipped()).containsExactly(1L, 1L, 2L);
        assertThat(stored(up)).containsOnly(0L);
        assertThat(tapped.wireBytes() - before).isLessThan(100_000);
    }
}
