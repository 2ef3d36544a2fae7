package quayside.server.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Guests that come, go, transfer in both directions, and are cut, paused, slowed down, disconnected and blocked, for long.
 * The server's memory, threads and descriptors must be flat, and no file may be wrong.
 *
 * <p>Every build tries it for a few seconds with a few guests. {@code -Dquayside.soak=PT20M} does it for as long with 50.
 */
final class SoakTest {
    private static final Logger LOG = LoggerFactory.getLogger(SoakTest.class);
    private static final String ASKED = System.getProperty("quayside.soak", "");
    private static final Duration LENGTH = ASKED.isEmpty() ? Duration.ofSeconds(6) : Duration.parse(ASKED);
    private static final int GUESTS = ASKED.isEmpty() ? 8 : 50;
    private static final Duration SAMPLE_EVERY = ASKED.isEmpty() ? Duration.ofSeconds(2) : Duration.ofSeconds(30);
    private static final int CONNECTIONS = 400;
    private static final int FILES = 6;
    private static final int LARGEST = 4_000_000;
    private static final long MIB = 1024 * 1024;

    /** What may happen to a guest that is cut, paused, disconnected or blocked. Everything else is a fault. */
    private static final Set<Fault> EXPECTED =
            EnumSet.of(Fault.CONNECTION_LOST, Fault.SERVER_FULL, Fault.CANCELLED, Fault.REFUSED, Fault.HANDSHAKE_LOST);

    @TempDir
    private Path share;

    @TempDir
    private Path local;

    private final byte[] content = new byte[LARGEST];
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicLong down = new AtomicLong();
    private final AtomicLong up = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final AtomicLong sessions = new AtomicLong();

    private record Sample(
            long second, long rssKilobytes, long heap, long threads, long virtual, long descriptors, long guests) {}

    private static int sizeOf(int file) {
        return file == 0 ? 5000 : file * LARGEST / (FILES - 1);
    }

    @Test
    void manyGuestsForLongLeaveTheServerAsItWas() throws Exception {
        new Random(3).nextBytes(content);
        for (int i = 0; i < FILES; i++) {
            Files.write(share.resolve("file" + i), Arrays.copyOf(content, sizeOf(i)));
        }
        List<Sample> samples = new ArrayList<>();
        try (ServerProcess server = ServerProcess.start(share, CONNECTIONS)) {
            one(server, new Random(1), Files.createDirectory(local.resolve("first")));
            await().atMost(Duration.ofSeconds(30)).until(() -> server.guests() == 0);
            Sample before = sample(server, 0);
            long begun = System.nanoTime();
            long end = begun + LENGTH.toNanos();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < GUESTS; i++) {
                    int number = i;
                    threads.execute(() -> come(server, number, end));
                }
                threads.execute(() -> disturb(server, end));
                long next = begun;
                while (System.nanoTime() - end < 0) {
                    next += SAMPLE_EVERY.toNanos();
                    TimeUnit.NANOSECONDS.sleep(Math.max(0, Math.min(next, end) - System.nanoTime()));
                    samples.add(sample(
                            server, Duration.ofNanos(System.nanoTime() - begun).toSeconds()));
                }
            }
            long _ = server.ask("order lift 0");
            await().atMost(Duration.ofSeconds(60)).until(() -> server.guests() == 0);
            // The system's own workers for virtual threads end when they had nothing to do for a while.
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> server.ask("threads") <= before.threads() + 5);
            Sample after = sample(server, LENGTH.toSeconds());
            LOG.info(
                    "{} sessions, {} files down, {} files up, {} transfers that were ended", sessions, down, up, ended);
            assertThat(faults).isEmpty();
            assertThat(down.get()).isPositive();
            assertThat(up.get()).isPositive();
            assertThat(server.log()).doesNotContain("ERROR");
            assertFlat(before, samples, after);
        }
    }

    private void assertFlat(Sample before, List<Sample> samples, Sample after) {
        assertThat(after.descriptors()).as("descriptors").isLessThanOrEqualTo(before.descriptors() + 5);
        assertThat(after.virtual()).as("virtual threads").isLessThanOrEqualTo(before.virtual());
        assertThat(after.heap()).as("heap").isLessThan(before.heap() + 8 * MIB);
        if (samples.size() >= 6) {
            int third = samples.size() / 3;
            List<Sample> early = samples.subList(1, 1 + third);
            List<Sample> late = samples.subList(samples.size() - third, samples.size());
            long earlyHeap = early.stream().mapToLong(Sample::heap).max().orElseThrow();
            long lateHeap = late.stream().mapToLong(Sample::heap).min().orElseThrow();
            assertThat(lateHeap).as("heap at work").isLessThan(earlyHeap + 8 * MIB);
            long earlyRss = early.stream().mapToLong(Sample::rssKilobytes).max().orElseThrow();
            long lateRss = late.stream().mapToLong(Sample::rssKilobytes).min().orElseThrow();
            assertThat(lateRss).as("resident memory").isLessThan(earlyRss * 3 / 2);
        }
    }

    private static Sample sample(ServerProcess server, long second) throws IOException {
        long _ = server.ask("forget");
        Sample sample = new Sample(
                second,
                server.ask("rss"),
                server.heap(),
                server.ask("threads"),
                server.ask("virtual"),
                server.ask("descriptors"),
                server.guests());
        LOG.info(
                "{} s: {} MiB resident, {} KiB heap in use, {} threads, {} virtual ones, {} descriptors, {}"
                        + " connections",
                sample.second(),
                sample.rssKilobytes() / 1024,
                sample.heap() / 1024,
                sample.threads(),
                sample.virtual(),
                sample.descriptors(),
                sample.guests());
        return sample;
    }

    /** The host does something to somebody all the time, and takes it back. */
    private void disturb(ServerProcess server, long end) {
        Random random = new Random(5);
        List<String> orders = List.of("pause", "slow", "disconnect", "block", "lift", "lift");
        try {
            while (System.nanoTime() - end < 0) {
                String order = orders.get(random.nextInt(orders.size()));
                long _ = server.ask("order " + order + " " + random.nextInt(1000));
                TimeUnit.MILLISECONDS.sleep(150);
            }
            // Whoever is paused now waits for this.
            long _ = server.ask("order lift 0");
        } catch (IOException e) {
            faults.add("the server: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void come(ServerProcess server, int number, long end) {
        Random random = new Random(number);
        try {
            Path own = Files.createDirectory(local.resolve("guest" + number));
            while (System.nanoTime() - end < 0) {
                one(server, random, own);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
            }
        } catch (IOException | RuntimeException | AssertionError e) {
            faults.add("guest " + number + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One visit of a guest: a few transfers, of which some are broken off. */
    private void one(ServerProcess server, Random random, Path own) throws IOException {
        RetryPolicy retry = RetryPolicy.standard();
        ConnectOptions options = new ConnectOptions(Optional.empty(), Duration.ofSeconds(10))
                .of(ClientSecret.of(random(random)))
                .named("Guest")
                .retrying(new RetryPolicy(
                        Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofSeconds(20), retry.timer()));
        ShareLink link = ShareLink.of("127.0.0.1", server.port(), server.fingerprint());
        try (ShareClient client = ShareClient.connect(link, server.key(), options, new Cancellation())) {
            sessions.incrementAndGet();
            if (random.nextInt(4) > 0) {
                client.followHost();
            }
            for (int i = random.nextInt(4); i >= 0; i--) {
                Cancellation cancellation = new Cancellation();
                boolean breaks = random.nextInt(8) == 0;
                if (breaks) {
                    Thread.startVirtualThread(() -> breakOff(cancellation));
                }
                if (random.nextBoolean()) {
                    download(client, random.nextInt(FILES), own, cancellation);
                } else {
                    upload(client, random.nextInt(LARGEST), own, cancellation);
                }
            }
        } catch (ProtocolException e) {
            if (!EXPECTED.contains(e.fault())) {
                throw e;
            }
            ended.incrementAndGet();
        }
    }

    private static byte[] random(Random random) {
        byte[] secret = new byte[ClientSecret.BYTES];
        random.nextBytes(secret);
        return secret;
    }

    private static void breakOff(Cancellation cancellation) {
        try {
            TimeUnit.MILLISECONDS.sleep(30);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cancellation.cancelAndDiscard();
    }

    private void download(ShareClient client, int file, Path own, Cancellation cancellation) throws IOException {
        Path arrived = own.resolve("file" + file);
        Files.deleteIfExists(arrived);
        TransferReport.Summary summary = Transfers.downloadAll(
                        client,
                        List.of(RemotePath.parse("file" + file)),
                        own,
                        OnConflict.FAIL,
                        TransferListener.NONE,
                        cancellation)
                .only();
        if (summary.stored() == 1) {
            if (!Arrays.equals(Files.readAllBytes(arrived), Arrays.copyOf(content, sizeOf(file)))) {
                throw new AssertionError("file" + file + " arrived with other content");
            }
            down.incrementAndGet();
        } else {
            ended.incrementAndGet();
        }
        Files.deleteIfExists(arrived);
    }

    private void upload(ShareClient client, int size, Path own, Cancellation cancellation) throws IOException {
        String name = own.getFileName() + "-" + size;
        Path file = Files.write(own.resolve(name), Arrays.copyOf(content, size));
        Path there = share.resolve(name);
        try {
            TransferReport.Summary summary = Transfers.uploadAll(
                            client,
                            List.of(file),
                            RemotePath.root(),
                            OnConflict.OVERWRITE,
                            Optional.empty(),
                            TransferListener.NONE,
                            cancellation)
                    .only();
            if (summary.stored() == 1) {
                if (!Arrays.equals(Files.readAllBytes(there), Arrays.copyOf(content, size))) {
                    throw new AssertionError(name + " arrived with other content");
                }
                up.incrementAndGet();
            } else {
                ended.incrementAndGet();
            }
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(there);
        }
    }
}
