package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.SeenFile;
import quayside.protocol.wire.Fault;

/** Each file of a transfer has its own policy, small or large, in both directions. */
@Timeout(60)
class ConflictRulesTest {
    private static final String LARGE = "x".repeat(300 * 1024);

    private static final ConflictRules RULES = new ConflictRules(
            OnConflict.FAIL,
            Map.of(
                    "top",
                    OnConflict.OVERWRITE,
                    "Raw/skipped",
                    OnConflict.SKIP,
                    "Raw/replaced",
                    OnConflict.OVERWRITE,
                    "Raw/large",
                    OnConflict.OVERWRITE,
                    "Raw/deep/kept",
                    OnConflict.RENAME));

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

    /** Every file here differs from that of the other side in size, so none counts as the same. */
    private static void fill(Path folder, String content) throws IOException {
        Files.createDirectories(folder.resolve("Raw/deep"));
        Files.writeString(folder.resolve("top"), content);
        for (String name : List.of("skipped", "replaced", "refused", "deep/kept")) {
            Files.writeString(folder.resolve("Raw").resolve(name), content);
        }
        Files.writeString(folder.resolve("Raw/large"), content + LARGE);
    }

    private static void assertEachByItsRule(Path folder, List<TransferReport.OfSource> results) {
        assertThat(folder.resolve("top")).hasContent("new");
        assertThat(folder.resolve("Raw/skipped")).hasContent("older");
        assertThat(folder.resolve("Raw/replaced")).hasContent("new");
        assertThat(folder.resolve("Raw/refused")).hasContent("older");
        assertThat(folder.resolve("Raw/large")).hasContent("new" + LARGE);
        assertThat(folder.resolve("Raw/deep/kept")).hasContent("older");
        assertThat(folder.resolve("Raw/deep/kept (2)")).hasContent("new");
        assertThat(results.get(1).summary().skipped()).isEqualTo(1);
        assertThat(results.get(1).summary().failures())
                .extracting(TransferReport.Failure::path)
                .containsExactly("Raw/refused");
    }

    @Test
    void eachUploadedFileFollowsItsRule() throws IOException {
        fill(share, "older");
        fill(local, "new");
        TransferReport report = Transfers.uploadAll(
                way.client(),
                List.of(local.resolve("top"), local.resolve("Raw")),
                RemotePath.root(),
                RULES,
                Optional.empty(),
                TransferListener.NONE,
                new Cancellation());
        assertEachByItsRule(share, report.sources());
    }

    @Test
    void eachDownloadedFileFollowsItsRule() throws IOException {
        fill(share, "new");
        fill(local, "older");
        TransferReport report = Transfers.downloadAll(
                way.client(),
                List.of(RemotePath.parse("top"), RemotePath.parse("Raw")),
                local,
                RULES,
                TransferListener.NONE,
                new Cancellation());
        assertEachByItsRule(local, report.sources());
    }

    /** The rules after the user saw every file of {@code folder}, and chose to replace it. */
    private static ConflictRules seenIn(Path folder) throws IOException {
        Map<String, OnConflict> each = new HashMap<>();
        Map<String, SeenFile> seen = new HashMap<>();
        for (String name : List.of("top", "Raw/skipped", "Raw/replaced", "Raw/large", "Raw/deep/kept")) {
            BasicFileAttributes found = Files.readAttributes(folder.resolve(name), BasicFileAttributes.class);
            each.put(name, OnConflict.OVERWRITE);
            seen.put(name, new SeenFile(found.size(), found.lastModifiedTime().toInstant()));
        }
        return new ConflictRules(OnConflict.FAIL, each, seen);
    }

    /** Others write a small and a large file after the user has seen them, and remove one. */
    private static void meddle(Path folder) throws IOException {
        Files.writeString(folder.resolve("top"), "by others");
        Files.setLastModifiedTime(folder.resolve("top"), FileTime.fromMillis(0));
        Files.writeString(folder.resolve("Raw/large"), "by others" + LARGE);
        Files.delete(folder.resolve("Raw/deep/kept"));
    }

    private static void assertOnlyTheSeenAreReplaced(Path folder, TransferReport report) {
        assertThat(folder.resolve("top")).hasContent("by others");
        assertThat(folder.resolve("Raw/large")).hasContent("by others" + LARGE);
        assertThat(folder.resolve("Raw/skipped")).hasContent("new");
        assertThat(folder.resolve("Raw/replaced")).hasContent("new");
        assertThat(folder.resolve("Raw/deep/kept")).hasContent("new");
        assertThat(report.sources().stream().flatMap(source -> source.summary().failures().stream()))
                .extracting(TransferReport.Failure::path, TransferReport.Failure::fault)
                .containsExactlyInAnyOrder(
                        tuple("top", Fault.EXISTS),
                        tuple("Raw/large", Fault.EXISTS),
                        tuple("Raw/refused", Fault.EXISTS));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anUploadReplacesOnlyTheFilesThatWereSeen(boolean newerOnShare) throws IOException {
        fill(share, "older");
        fill(local, "new");
        Files.setLastModifiedTime(
                share.resolve("Raw/replaced"),
                FileTime.from(Instant.now().plus(newerOnShare ? Duration.ofDays(1) : Duration.ofDays(-1))));
        ConflictRules rules = seenIn(share);
        meddle(share);
        TransferReport report = Transfers.uploadAll(
                way.client(),
                List.of(local.resolve("top"), local.resolve("Raw")),
                RemotePath.root(),
                rules,
                Optional.empty(),
                TransferListener.NONE,
                new Cancellation());
        assertOnlyTheSeenAreReplaced(share, report);
    }

    @Test
    void aDownloadReplacesOnlyTheFilesThatWereSeen() throws IOException {
        fill(share, "new");
        fill(local, "older");
        ConflictRules rules = seenIn(local);
        meddle(local);
        TransferReport report = Transfers.downloadAll(
                way.client(),
                List.of(RemotePath.parse("top"), RemotePath.parse("Raw")),
                local,
                rules,
                TransferListener.NONE,
                new Cancellation());
        assertOnlyTheSeenAreReplaced(local, report);
    }

    /** The second of two sources of one name must not replace what the first has just stored. */
    @Test
    void aRuleReplacesNothingThatTheSameTransferStored() throws IOException {
        Path other = Files.createDirectories(local.resolve("other"));
        Files.writeString(local.resolve("top"), "first");
        Files.writeString(other.resolve("top"), "second one");
        TransferReport report = Transfers.uploadAll(
                way.client(),
                List.of(local.resolve("top"), other.resolve("top")),
                RemotePath.root(),
                RULES,
                Optional.empty(),
                TransferListener.NONE,
                new Cancellation());
        assertThat(share.resolve("top")).hasContent("first");
        assertThat(report.sources().get(1).summary().failedCount()).isEqualTo(1);
    }
}
