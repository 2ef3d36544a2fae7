package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service manager is a Python program that listens on a socket of the kind that Java does not have. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ReadinessTest {
    private static final String MANAGER = """
        import socket, sys
        name = sys.argv[1]
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.bind(chr(0) + name[1:] if name.startswith("@") else name)
        print("bound", flush=True)
        while True:
            print(s.recv(1000).decode().strip(), flush=True)
        """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theManagerIsToldWhatHappens(boolean isAbstract) throws IOException {
        String socket = (isAbstract ? "@" : "") + folder.resolve("notify");
        Process manager = new ProcessBuilder("python3", "-c", MANAGER, socket)
                .redirectErrorStream(true)
                .start();
        try (BufferedReader told = manager.inputReader()) {
            assertThat(told.readLine()).isEqualTo("bound");
            Readiness readiness = Readiness.of(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "1")::get);
            readiness.isReady();
            assertThat(told.readLine()).isEqualTo("READY=1");
            readiness.isWell();
            assertThat(told.readLine()).isEqualTo("WATCHDOG=1");
            readiness.isStopping();
            assertThat(told.readLine()).isEqualTo("STOPPING=1");
        } finally {
            manager.destroyForcibly();
        }
    }

    @Test
    void withoutAManagerOrWithOneThatIsGoneNothingHappens() {
        Readiness.of(_ -> null).isReady();
        Readiness.of(Map.of("NOTIFY_SOCKET", folder.resolve("gone").toString())::get)
                .isReady();
        Readiness.of(Map.of("NOTIFY_SOCKET", "x".repeat(500))::get).isReady();
    }

    @Test
    void aWatchdogOfThisProcessShortensTheInterval() {
        Duration usual = Duration.ofSeconds(1);
        assertThat(Readiness.of(_ -> null).interval(usual)).isEqualTo(usual);
        assertThat(Readiness.of(Map.of("WATCHDOG_USEC", "500000")::get).interval(usual))
                .isEqualTo(Duration.ofMillis(250));
        assertThat(Readiness.of(Map.of("WATCHDOG_USEC", "500000", "WATCHDOG_PID", "1")::get)
                        .interval(usual))
                .isEqualTo(usual);
    }
}
