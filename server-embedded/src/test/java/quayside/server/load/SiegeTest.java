package quayside.server.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.Guest;
import quayside.server.TestHost;
import quayside.server.guard.BodyLimits;

/**
 * One guest who takes all places, asks for what it does not read and fills the memory for uploads, as fast as it can; and others whose transfers have to arrive all
 * the same.
 *
 * <p>Every build tries it with a few small files. {@code -Dquayside.siege=packaging/quayside} does it with ten files of 100 MB and {@code serve} in a JVM of 128 MB, looks
 * at its heap before and after, and logs what it measured.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class SiegeTest {
    private static final Logger LOG = LoggerFactory.getLogger(SiegeTest.class);
    private static final Optional<Path> LAUNCHER =
            Optional.ofNullable(System.getProperty("quayside.siege")).map(Path.of("..")::resolve);
    private static final int MIB = 1 << 20;
    private static final int TRANSFERS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(LAUNCHER.isPresent() ? 20 : 2);

    /** Less than one body of the attack. */
    private static final long HEAP_LEEWAY = 2L * MIB;

    /** The sample's attack, which shares the processors with a whole build, draws it where a place is refused. */
    private static final Duration BREATH = Duration.ofMillis(300);

    @TempDir
    Path share;

    @TempDir
    Path local;

    private static void make(Path file, long bytes) throws IOException {
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(bytes);
        }
    }

    private void makeFiles(long bytes) throws IOException {
        make(share.resolve(Besieger.LARGE), 64L * MIB);
        for (int i = 0; i < TRANSFERS; i++) {
            make((i % 2 == 0 ? share : local).resolve(name(i)), bytes + i);
            Files.createDirectory(local.resolve("to" + i));
        }
    }

    private static String name(int number) {
        return "file" + number + ".bin";
    }

    private static ShareClient connect(ShareLink link, AccessKey key) throws IOException {
        return ShareClient.connect(
                link, key, new ConnectOptions(Optional.empty(), Duration.ofSeconds(20)), new Cancellation());
    }

    /** One transfer of a guest who tries again as the program does, until it is done. */
    private Duration transfer(ShareLink link, AccessKey key, int number, long size) throws IOException {
        long begun = System.nanoTime();
        for (boolean done = false; !done; ) {
            try (ShareClient client = connect(link, key)) {
                done = once(client, number) instanceof TransferResult.Stored;
            } catch (ProtocolException e) {
                boolean passes = e.fault() == Fault.CONNECTION_LOST
                        || e.fault() == Fault.HANDSHAKE_LOST
                        || e.fault() == Fault.SERVER_FULL
                        || (e.fault() == Fault.EXISTS && !e.retryAfter().isZero());
                if (!passes || System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw e;
                }
            }
        }
        Path arrived = (number % 2 == 0 ? local.resolve("to" + number) : share).resolve(name(number));
        assertThat(arrived).hasSize(size + number);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private TransferResult once(ShareClient client, int number) throws IOException {
        RemotePath path = RemotePath.parse(name(number));
        return number % 2 == 0
                ? client.get(
                        path,
                        local.resolve("to" + number),
                        OnConflict.OVERWRITE,
                        ProgressListener.NONE,
                        new Cancellation())
                : client.post(
                        local.resolve(name(number)),
                        path,
                        OnConflict.OVERWRITE,
                        ProgressListener.NONE,
                        new Cancellation());
    }

    private List<Duration> transferAll(ShareLink link, AccessKey key, long size) throws Exception {
        List<Future<Duration>> transfers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < TRANSFERS; i++) {
                int number = i;
                transfers.add(threads.submit(() -> transfer(link, key, number, size)));
            }
        }
        List<Duration> times = new ArrayList<>();
        for (Future<Duration> each : transfers) {
            times.add(each.get());
        }
        return times;
    }

    @Test
    void transfersOfOthersArriveBesideAGuestWhoTakesAllItCanGet() throws Exception {
        long size = 3L * MIB;
        makeFiles(size);
        try (TestHost host = new TestHost(share)) {
            host.connections = 24;
            host.connectionsPerSource = 12;
            host.bodies = new BodyLimits(16L * MIB, Duration.ofSeconds(3), MIB, MIB / 16);
            host.start();
            try (Besieger besieger = Besieger.begin(host.link(), host.key, 6, 100, BREATH)) {
                await().atMost(PATIENCE).until(() -> besieger.connected() >= 20);
                transferAll(host.link(), host.key, size);
                assertThat(host.server().guests())
                        .extracting(Guest::address)
                        .as("the siege goes on")
                        .anyMatch(address -> address.startsWith("127.0.2."));
            }
            await().atMost(PATIENCE).until(() -> host.server().guests().isEmpty());
        }
    }

    @Test
    void aJvmOf128MegabytesBearsASiegeAndItsHeapIsThenWhatItWas() throws Exception {
        assumeThat(LAUNCHER).isPresent();
        long size = 100_000_000;
        makeFiles(size);
        try (Served served = Served.start(LAUNCHER.get(), share, local, "-Xmx128m")) {
            List<Duration> alone = transferAll(served.link(), served.key(), size);
            for (int i = 0; i < TRANSFERS; i++) {
                Files.delete((i % 2 == 0 ? local.resolve("to" + i) : share).resolve(name(i)));
            }
            long before = served.heap();
            List<Duration> besieged;
            int connections;
            long uploads;
            try (Besieger besieger = Besieger.begin(served.link(), served.key(), 128, 5_000, Duration.ZERO)) {
                await().atMost(PATIENCE).until(() -> besieger.connected() >= 250);
                besieged = transferAll(served.link(), served.key(), size);
                connections = besieger.connected();
                uploads = besieger.uploads();
                LOG.info("Heap in use during the siege: {} MiB", served.heap() / MIB);
            }
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(5))
                    .until(() -> served.heap() < before + HEAP_LEEWAY);
            LOG.info(
                    "{} connections and {} uploads of the siege; ten transfers of 100 MB alone {}, beside it {}; heap {} KiB before, {} KiB after; log of {} bytes",
                    connections,
                    uploads,
                    alone,
                    besieged,
                    before / 1024,
                    served.heap() / 1024,
                    served.said().length());
            assertThat(served.said()).doesNotContain("OutOfMemoryError");
        }
    }
}
