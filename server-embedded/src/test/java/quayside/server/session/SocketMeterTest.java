package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SocketMeterTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Traffic traffic = new Traffic();
    private final AtomicLong nanos = new AtomicLong(-5);
    private final SocketMeter meter = new SocketMeter(traffic, nanos::get);

    @Test
    void whatIsReadIsCountedToTheByte() throws IOException {
        InputStream in = meter.in(new ByteArrayInputStream(new byte[] {1, -1, 3, 4, 5}), () -> false);
        assertThat(in.read()).isEqualTo(1);
        assertThat(in.read()).isEqualTo(255);
        assertThat(in.read(new byte[10], 2, 8)).isEqualTo(3);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.read(new byte[1])).isEqualTo(-1);
        assertThat(meter.bytes()).isEqualTo(5);
        assertThat(traffic.received()).isEqualTo(5);
        assertThat(traffic.sent()).isZero();
    }

    /** Each slice that gets through is a sign of life. */
    @Test
    void whatIsWrittenGoesOutInSlicesAndIsCounted() throws IOException {
        List<Integer> slices = new ArrayList<>();
        byte[] sent = new byte[200_001];
        sent[1] = 1;
        sent[200_000] = 9;
        OutputStream out = meter.out(
                new OutputStream() {
                    private int at = 1;

                    @Override
                    public void write(int one) {
                        throw new AssertionError("byte by byte");
                    }

                    @Override
                    public void write(byte[] buffer, int offset, int length) {
                        assertThat(offset).isEqualTo(at);
                        at += length;
                        slices.add(length);
                    }
                },
                () -> false);
        out.write(sent, 1, 200_000);
        assertThat(slices).containsExactly(65_536, 65_536, 65_536, 3_392);
        assertThat(meter.bytes()).isEqualTo(200_000);
        assertThat(traffic.sent()).isEqualTo(200_000);
        assertThat(traffic.received()).isZero();
    }

    @Test
    void aByteIsWrittenAsOne() throws IOException {
        List<Integer> written = new ArrayList<>();
        meter.out(
                        new OutputStream() {
                            @Override
                            public void write(int one) {
                                written.add(one);
                            }
                        },
                        () -> false)
                .write(7);
        assertThat(written).containsExactly(7);
        assertThat(meter.bytes()).isOne();
    }

    @Test
    void whoDoesNotReadIsStalledOnceTheLimitHasPassedAndNotBefore() {
        OutputStream out = meter.out(
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        nanos.addAndGet(LIMIT.toNanos());
                        assertThat(meter.isStalled(LIMIT)).isFalse();
                        nanos.incrementAndGet();
                        assertThat(meter.isStalled(LIMIT)).isTrue();
                        throw new IOException("cut");
                    }
                },
                () -> false);
        assertThat(meter.isStalled(LIMIT)).isFalse();
        assertThatThrownBy(() -> out.write(1)).hasMessage("cut");
        nanos.addAndGet(LIMIT.toNanos() * 2);
        assertThat(meter.isStalled(LIMIT)).as("nothing is being written").isFalse();
    }

    @Test
    void whatMovedLatelyIsWhatMovedSinceTheLastMarkButOne() throws IOException {
        InputStream in = meter.in(new ByteArrayInputStream(new byte[111]), () -> false);
        in.readNBytes(1);
        meter.mark();
        in.readNBytes(10);
        assertThat(meter.bytesLately()).isEqualTo(11);
        meter.mark();
        in.readNBytes(100);
        assertThat(meter.bytesLately()).isEqualTo(110);
        meter.mark();
        assertThat(meter.bytesLately()).isEqualTo(100);
        meter.mark();
        assertThat(meter.bytesLately()).isZero();
    }
}
