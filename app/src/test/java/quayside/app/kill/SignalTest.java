package quayside.app.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl+C and a SIGTERM in the middle of a folder: what has arrived is kept, and the same command goes on. */
class SignalTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource({"INT, 130, true", "TERM, 143, true", "INT, 130, false", "TERM, 143, false"})
    void aTransferThatIsEndedSaysHowToGoOnAndTheSameCommandDoes(String signal, int status, boolean upload)
            throws IOException {
        assumeTrue(Signals.canBeSent(), "this system sends no signals");
        try (Scene scene = new Scene(home, upload, status)) {
            long bytes = scene.versions.next();
            long moment = bytes * 3 / 5;
            try (Program client = scene.transfer()) {
                scene.relay.after(moment, () -> client.signal(signal));
                assertThat(client.awaitEnd()).as(client.messages()).isEqualTo(status);
                assertThat(client.messages())
                        .contains("What has arrived is kept: the same command resumes from there.");
            }
            scene.versions.mustBeOldOrNew(scene.copy, "after SIG" + signal);
            long arrived = scene.arrived();
            scene.relay.after(Long.MAX_VALUE, () -> {});
            Program rerun = scene.transferred();
            assertThat(rerun.awaitEnd()).as(rerun.messages()).isZero();
            scene.versions.mustBeNew(scene.copy, "after SIG" + signal);
            assertThat(scene.relay.passed()).isLessThan(bytes - arrived + Scene.SENT_AGAIN_AT_MOST);
        }
    }
}
