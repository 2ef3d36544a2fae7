package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.LinkMeetings;

/**
 * Swaps the folders that a download creates for links that lead out of its target folder, and back, as fast as
 * possible: nothing is written, replaced or deleted outside.
 */
@Timeout(300)
class SwappedDownloadTest {
    private static final Logger LOG = LoggerFactory.getLogger(SwappedDownloadTest.class);
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("quayside.swaps.seconds", 5));
    private static final int SMALL_FILES = 10;
    private static final int LARGE_BYTES = 300_000;
    private static final int LEAST_DOWNLOADS = 20;
    private static final int LEAST_SWAPS = 2_000;

    private static final Set<Fault> LOCAL_REFUSALS = Set.of(Fault.LOCAL_STORAGE, Fault.LOCAL_DENIED, Fault.EXISTS);

    @TempDir
    Path temporary;

    private long stored;
    private long failed;

    @Test
    void noDownloadIsLedOutOfTheFolderThatItWasSentTo() throws Exception {
        Canary canary = new Canary(Files.createDirectory(temporary.resolve("around")), false);
        assumeThat(LinkMeetings.isPossible(canary.share)).isTrue();
        Path docs = canary.share.resolve("docs");
        List<Path> files = fill(docs, new ArrayList<>());
        fill(Files.createDirectory(docs.resolve("deep")), files);
        Path downloads = Files.createDirectory(temporary.resolve("downloads"));
        Files.createDirectories(downloads.resolve("docs/deep"));
        try (TestHost host = new TestHost(canary.share)) {
            host.start();
            try (ShareClient client = host.client();
                    LinkSwapper swapper = new LinkSwapper(
                            Files.createDirectory(temporary.resolve("aside")),
                            List.of(
                                    new LinkSwapper.Swap(downloads.resolve("docs"), canary.outside),
                                    new LinkSwapper.Swap(
                                            downloads.resolve("docs/deep"), canary.outside.resolve("deep"))))) {
                long end = System.nanoTime() + LENGTH.toNanos();
                for (int round = 0; System.nanoTime() < end || !isRaced(round, swapper); round++) {
                    for (Path file : files) {
                        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L + round * 10_000L));
                    }
                    download(client, downloads, round % 2 == 0 ? OnConflict.OVERWRITE : OnConflict.RENAME);
                }
                LOG.info("Swapped {} times: {} files arrived, {} failed", swapper.rounds(), stored, failed);
            }
        }
        canary.assertUntouched();
    }

    /** However slow the machine is, links were there while files arrived. */
    private boolean isRaced(int downloads, LinkSwapper swapper) {
        return downloads >= LEAST_DOWNLOADS && swapper.rounds() >= LEAST_SWAPS && stored > 0 && failed > 0;
    }

    private static List<Path> fill(Path folder, List<Path> files) throws IOException {
        for (int i = 0; i < SMALL_FILES; i++) {
            files.add(Files.writeString(folder.resolve("small" + i), "from the server"));
        }
        files.add(Files.writeString(folder.resolve("secret.txt"), "from the server"));
        files.add(Files.write(folder.resolve("large"), new byte[LARGE_BYTES]));
        return files;
    }

    private void download(ShareClient client, Path into, OnConflict rule) throws IOException {
        try {
            TransferReport.Summary summary =
                    Transfers.download(client, path("docs"), into, rule, TransferListener.NONE, new Cancellation());
            stored += summary.stored();
            failed += summary.failedCount();
            assertThat(summary.failures())
                    .allSatisfy(failure -> assertThat(failure.fault()).isIn(LOCAL_REFUSALS));
        } catch (ProtocolException e) {
            assertThat(e.fault()).as(e.sentence().toString()).isIn(LOCAL_REFUSALS);
            failed++;
        }
    }
}
