package quayside.protocol.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a slow way lets through little by little, and who takes that for a sign of life. */
final class SentBytesTest {
    private static final int SEGMENT = 1024 * 1024;
    private static final int SLICE = 64 * 1024;

    private final AtomicLong clock = new AtomicLong();
    private final List<Integer> writes = new ArrayList<>();
    private final List<Long> pauses = new ArrayList<>();

    /** Each byte takes a microsecond. */
    private final class SlowSocket extends Socket {
        private SentBytes sent;

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int one) {
                    throw new AssertionError("byte by byte");
                }

                @Override
                public void write(byte[] bytes, int offset, int length) {
                    writes.add(length);
                    long now = clock.addAndGet(length * 1_000L);
                    pauses.add(now - sent.movedNanos());
                }
            };
        }
    }

    @Test
    void eachSliceOfALongWriteIsASignOfLife() throws IOException {
        try (SlowSocket socket = new SlowSocket()) {
            SentBytes sent = new SentBytes(socket, SLICE, clock::get);
            socket.sent = sent;
            sent.write(new byte[SEGMENT + 1], 0, SEGMENT + 1);
            sent.flush();
            assertThat(writes).allMatch(length -> length <= SLICE);
            assertThat(writes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(SEGMENT + 1);
            assertThat(pauses).allMatch(pause -> pause <= SLICE * 1_000L);
            assertThat(sent.movedNanos()).isEqualTo(clock.get());
            assertThat(sent.position()).isEqualTo(SEGMENT + 1);
            assertThat(sent.mayHaveLeft(SEGMENT + 1)).isTrue();
            assertThat(sent.mayHaveLeft(SEGMENT + 2)).isFalse();
        }
    }

    @Test
    void aDeadlineCountsFromTheLastMovement() {
        AtomicBoolean moving = new AtomicBoolean(true);
        AtomicLong asked = new AtomicLong();
        AtomicBoolean expired = new AtomicBoolean();
        long begun = System.nanoTime();
        try (Deadline _ = new Deadline(
                Duration.ofMillis(20),
                () -> {
                    asked.incrementAndGet();
                    return moving.get() ? System.nanoTime() + 1_000_000 : begun;
                },
                () -> expired.set(true))) {
            await().atMost(Duration.ofSeconds(30)).until(() -> asked.get() >= 5);
            assertThat(expired).isFalse();
            moving.set(false);
            await().atMost(Duration.ofSeconds(30)).untilTrue(expired);
        }
    }
}
