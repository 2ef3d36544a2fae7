package quayside.app.core.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstallationTest {
    @TempDir
    Path home;

    private String word() {
        return Installation.secret(home.resolve("config")).word("something");
    }

    @Test
    void itIsTheSameAtEachStartAndAnotherElsewhere() {
        String first = word();
        assertThat(word()).isEqualTo(first);
        assertThat(Installation.secret(home.resolve("other")).word("something")).isNotEqualTo(first);
    }

    @Test
    void besideItIsOnlyItsLock() throws IOException {
        word();
        try (Stream<Path> files = Files.list(home.resolve("config"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(Installation.FILE, "." + Installation.FILE + ".lock");
        }
    }

    @Test
    void onlyTheOwnerReadsIt() throws IOException {
        word();
        Path file = home.resolve("config").resolve(Installation.FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void manyThatStartAtOnceMakeOne() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> words = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                words.add(threads.submit(() -> {
                    start.await();
                    return word();
                }));
            }
            start.countDown();
            String one = words.getFirst().get();
            for (Future<String> each : words) {
                assertThat(each.get()).isEqualTo(one);
            }
        }
    }

    @Test
    void whatIsNoSecretIsMadeAnew() throws IOException {
        Files.createDirectory(home.resolve("config"));
        Path file = Files.writeString(home.resolve("config").resolve(Installation.FILE), "short");
        String made = word();
        assertThat(Files.size(file)).isEqualTo(32);
        assertThat(word()).isEqualTo(made);
    }
}
