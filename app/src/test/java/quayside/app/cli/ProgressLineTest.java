package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final AtomicLong nanos = new AtomicLong();
    private final StringWriter drawn = new StringWriter();
    private final ProgressLine line = new ProgressLine(new PrintWriter(drawn), "movie.mkv", nanos::get);

    @Test
    void whatHadArrivedBeforeHasNoSpeed() {
        line.total(2_000_000_000);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        line.progressed(1_900_000_000);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        line.transferred(1_000_000);
        line.progressed(1_901_000_000);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        line.transferred(6_000_000);
        line.progressed(1_906_000_000);
        assertThat(drawn.toString()).contains("95%").contains("0 B/s").contains("5.0 MB/s  18 s");
        assertThat(drawn.toString()).doesNotContain("GB/s");
    }
}
