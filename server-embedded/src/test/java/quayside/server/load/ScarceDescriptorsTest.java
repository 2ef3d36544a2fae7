package quayside.server.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** A server whose system lets it open 256 files and connections, and strangers who take them all. */
@Timeout(180)
final class ScarceDescriptorsTest {
    private static final Logger LOG = LoggerFactory.getLogger(ScarceDescriptorsTest.class);
    private static final int DESCRIPTORS = 256;
    private static final long FILE_BYTES = 1L << 25;
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path share;

    @TempDir
    Path local;

    private final CountDownLatch exhausted = new CountDownLatch(1);

    /** Holds a transfer up after its first bytes, until nothing more can be opened. */
    private ProgressListener holding(CountDownLatch begun) {
        return (_, _) -> {
            begun.countDown();
            try {
                exhausted.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Test
    void whereNoDescriptorIsLeftTransfersGoOnTheOwnerHearsOfItOnceAndServiceReturnsByItself() throws Exception {
        assumeTrue(File.separatorChar == '/', "ulimit");
        file(share.resolve("down"));
        file(local.resolve("up"));
        try (ServerProcess server = ServerProcess.startWithDescriptors(DESCRIPTORS, share, 1000);
                ShareClient down = server.client();
                ShareClient up = server.client();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            everyVerbOnce(up);
            CountDownLatch begun = new CountDownLatch(2);
            Future<?> download = threads.submit(() ->
                    down.get(RemotePath.parse("down"), local, OnConflict.FAIL, holding(begun), new Cancellation()));
            Future<?> upload = threads.submit(() -> up.post(
                    local.resolve("up"), RemotePath.parse("up"), OnConflict.FAIL, holding(begun), new Cancellation()));
            begun.await();
            List<Socket> strangers = new ArrayList<>();
            try {
                for (int i = 0; i < 2 * DESCRIPTORS; i++) {
                    strangers.add(Crowd.connect(server, i));
                }
                await().atMost(LONG).until(() -> server.events("AcceptingStopped") == 1);
                exhausted.countDown();
                measure(server);
                assertEndedCleanly(download, local.resolve("down"));
                assertEndedCleanly(upload, share.resolve("up"));
            } finally {
                exhausted.countDown();
                for (Socket each : strangers) {
                    each.close();
                }
            }
            await().atMost(LONG).ignoreExceptions().untilAsserted(() -> {
                try (ShareClient next = server.client()) {
                    assertThat(next.list(RemotePath.root())).isNotEmpty();
                }
            });
            assertThat(server.events("AcceptingStopped")).isEqualTo(1);
            assertThat(server.log().lines().filter(line -> line.contains("No connection can be accepted")))
                    .hasSize(1);
            assertThat(server.log()).doesNotContain("ERROR", "Exception in thread");
        }
    }

    private static void file(Path file) throws IOException {
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(FILE_BYTES);
        }
    }

    /** Loads all the classes, which takes descriptors where they lie in a folder; a program that was installed has them in archives. */
    private void everyVerbOnce(ShareClient client) throws IOException {
        Path small = Files.writeString(local.resolve("small"), "small");
        RemotePath there = RemotePath.parse("small");
        client.post(small, there, OnConflict.FAIL, ProgressListener.NONE, new Cancellation());
        Files.delete(small);
        client.get(there, local, OnConflict.FAIL, ProgressListener.NONE, new Cancellation());
        client.list(RemotePath.root());
        client.digest(there, new Cancellation());
        client.delete(there, false);
    }

    /** What the server spends on nothing but being asked in vain: far from the whole of a processor. */
    private static void measure(ServerProcess server) throws IOException {
        Duration before = server.processorTime();
        long begun = System.nanoTime();
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        Duration spent = server.processorTime().minus(before);
        Duration passed = Duration.ofNanos(System.nanoTime() - begun);
        LOG.info("{} ms of processor time in {} ms without descriptors", spent.toMillis(), passed.toMillis());
    }

    private static void assertEndedCleanly(Future<?> transfer, Path target) throws InterruptedException, IOException {
        await().atMost(LONG).until(transfer::isDone);
        if (transfer.state() == Future.State.SUCCESS) {
            assertThat(target).hasSize(FILE_BYTES);
            return;
        }
        LOG.info("ended with {}", transfer.exceptionNow().toString());
        assertThat(transfer.exceptionNow()).isInstanceOf(ProtocolException.class);
        // What fails last may be the sync of the folder in which it has its name already.
        assertThat(Files.notExists(target) || Files.size(target) == FILE_BYTES).isTrue();
    }
}
