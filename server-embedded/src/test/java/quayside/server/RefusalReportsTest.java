package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RefusalReportsTest {
    private static final int FLOOD = 200;

    @TempDir
    Path folder;

    @Test
    void ofAFloodOfStrangersTheHostHearsAFewAndHowManyThereWere() throws IOException {
        try (TestHost host = new TestHost(folder)) {
            host.nanos = host.virtualNanos::get;
            host.summing = Duration.ofSeconds(1);
            host.start();
            for (int i = 0; i < FLOOD; i++) {
                try (Socket socket = host.connect()) {
                    socket.getOutputStream().write(HexFormat.of().parseHex("ffffffff"));
                    assertThat(socket.getInputStream().read()).isNegative();
                }
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> told(host) == FLOOD);
            assertThat(host.events(ShareEvent.Refused.class)).hasSize(RefusalReports.BURST);
            // One a second at most, while this test lasts.
            assertThat(host.events(ShareEvent.MoreRefused.class)).hasSizeLessThan(60);
        }
    }

    private static long told(TestHost host) {
        return host.events(ShareEvent.Refused.class).size()
                + host.events(ShareEvent.MoreRefused.class).stream()
                        .mapToLong(ShareEvent.MoreRefused::connections)
                        .sum();
    }
}
