package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.ProtocolException;

/** Digests of large files, and who waits for them. */
@Timeout(60)
class DigestTurnsTest {
    private static final Instant LONG_AGO = Instant.ofEpochSecond(1_700_000_000);

    private final Digests digests = new Digests(() -> true, new Turns());
    private final AtomicLong read = new AtomicLong();

    /** A file without end, read as fast as memory. */
    private InputStream endless() {
        return new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                read.addAndGet(length);
                return length;
            }
        };
    }

    private static Storage.Reader reader(InputStream bytes) {
        return new Storage.Reader() {
            @Override
            public Storage.Content open(RemotePath file, Optional<Request.Resume> from) {
                Entry entry = new Entry(file.name(), Entry.Kind.FILE, 1, LONG_AGO);
                return new Storage.Content(
                        entry, "version of " + file.name(), true, 0, new Checksum(), Optional.empty(), bytes);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void whoAsksForManyHugeFilesHoldsUpNobody() throws Exception {
        RemotePath huge = RemotePath.parse("huge");
        RemotePath small = RemotePath.parse("small");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> greedy = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                greedy.add(threads.submit(() -> digests.of(() -> reader(endless()), huge, "greedy")));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> read.get() > 0);
            Future<Storage.Digest> modest = threads.submit(
                    () -> digests.of(() -> reader(new ByteArrayInputStream(new byte[1])), small, "modest"));
            await().atMost(Duration.ofSeconds(30)).until(modest::isDone);
            assertThat(modest.get().sha256()).hasSize(64);
            assertThat(greedy).noneMatch(Future::isDone);
            greedy.forEach(each -> each.cancel(true));
        }
        // All have given their places up.
        assertThat(digests.of(() -> reader(new ByteArrayInputStream(new byte[2])), RemotePath.parse("x"), "greedy")
                        .sha256())
                .hasSize(64);
    }

    @Test
    void whoWaitsHoldsLittleMemory() throws Exception {
        RemotePath huge = RemotePath.parse("huge");
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            waiting.add(Thread.ofVirtual().start(() -> {
                try {
                    Storage.Digest _ = digests.of(() -> reader(endless()), huge, "greedy");
                } catch (ProtocolException e) {
                    // It is interrupted in the end.
                }
            }));
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> waiting.stream().allMatch(each -> each.getState() == Thread.State.WAITING));
        long held = usedMemory();
        waiting.forEach(Thread::interrupt);
        for (Thread each : waiting) {
            each.join();
        }
        // Each of them would have had 256 KiB to read into.
        assertThat(held - usedMemory()).isLessThan(50L * 1024 * 1024);
    }

    private static long usedMemory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void whoIsInterruptedIsToldSo() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> digests.of(() -> reader(endless()), RemotePath.parse("huge"), "one"))
                .isInstanceOf(ProtocolException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
