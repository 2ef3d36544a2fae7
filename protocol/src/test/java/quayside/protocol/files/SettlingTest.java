package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class SettlingTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.251Z");
    private static final FileTime OLD = FileTime.from(NOW.minusSeconds(60));

    private final List<Duration> slept = new ArrayList<>();
    private final Settling settling = new Settling(InstantSource.fixed(NOW), slept::add);

    @Test
    void whatIsOldIsReadAtOnce() throws ProtocolException {
        settling.await(OLD, OLD);
        settling.await(OLD, null);
        assertThat(slept).isEmpty();
    }

    @Test
    void theYoungerOfBothTimesDecides() throws ProtocolException {
        FileTime young = FileTime.from(NOW.minusMillis(30));
        settling.await(young, OLD);
        settling.await(OLD, young);
        settling.await(young, null);
        assertThat(slept).containsOnly(Duration.ofMillis(70)).hasSize(3);
    }

    @Test
    void whoIsInterruptedMeanwhileIsCancelledAndStaysInterrupted() {
        Settling interrupted = new Settling(InstantSource.fixed(NOW), _ -> {
            throw new InterruptedException();
        });
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> interrupted.await(FileTime.from(NOW), null))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.CANCELLED);
        assertThat(Thread.interrupted()).isTrue();
    }
}
