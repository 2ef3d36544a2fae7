package quayside.protocol.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ReceivedBytesTest {
    @Test
    void onlyAByteThatComesMakesAConnectionFresh() throws IOException {
        AtomicLong clock = new AtomicLong(5);
        ReceivedBytes received =
                new ReceivedBytes(new ByteArrayInputStream(new byte[] {1, 2}), () -> false, clock::get);
        assertThat(received.silence()).isZero();
        clock.set(7);
        assertThat(received.silence()).hasNanos(2);
        assertThat(received.read()).isEqualTo(1);
        assertThat(received.silence()).isZero();
        clock.set(9);
        assertThat(received.silence()).hasNanos(2);
        assertThat(received.read(new byte[8], 0, 8)).isEqualTo(1);
        assertThat(received.silence()).isZero();
        clock.set(11);
        assertThat(received.read()).isNegative();
        assertThat(received.silence()).hasNanos(2);
    }
}
