package quayside.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TrainingRunTest {
    @TempDir
    private Path folder;

    @Test
    void everyCommandDoesItsWork() throws IOException, InterruptedException {
        assertThat(new TrainingRun(folder, 60, 2).run()).isZero();
        assertThat(namesBelow(folder.resolve("downloads/source"))).isEqualTo(namesBelow(folder.resolve("source")));
        assertThat(folder.resolve("shared/source")).doesNotExist();
    }

    @Test
    void aCommandThatFailsEndsItWithItsStatus() throws IOException, InterruptedException {
        Files.createFile(folder.resolve("downloads"));
        assertThat(new TrainingRun(folder, 1, 1).run()).isEqualTo(5);
    }

    private static List<String> namesBelow(Path parent) throws IOException {
        try (Stream<Path> paths = Files.walk(parent)) {
            return paths.map(path -> parent.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }
}
