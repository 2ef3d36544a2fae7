package quayside.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @TempDir
    Path pictures;

    @Test
    void theWholeWayIsRightAndDrawnLightAndDark() throws IOException {
        assertThat(run(pictures.resolve("new"))).as(said::toString).isZero();
        try (Stream<Path> drawn = Files.list(pictures.resolve("new"))) {
            assertThat(drawn.map(path -> path.getFileName().toString()).toList())
                    .containsExactlyInAnyOrder(
                            "1-first-screen-dark.png",
                            "1-first-screen-light.png",
                            "2-two-panes-dark.png",
                            "2-two-panes-light.png",
                            "3-transfer-under-way-dark.png",
                            "3-transfer-under-way-light.png",
                            "4-hosting-a-guest-dark.png",
                            "4-hosting-a-guest-light.png",
                            "5-waiting-for-the-connection-dark.png",
                            "5-waiting-for-the-connection-light.png",
                            "6-passcode-asked-for-dark.png",
                            "7-protected-files-light.png");
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("Every byte is right");
    }

    private int run(Path folder) {
        return new Demo().run(Optional.of(folder), new PrintWriter(said, false, StandardCharsets.UTF_8));
    }
}
