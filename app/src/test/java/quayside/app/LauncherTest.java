package quayside.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.Patience;

/** Tests the launcher with a substitute for the real build, and with a JDK that reports its arguments. */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final List<String> SCRIPTS = List.of("quayside", "find-jdk", "cipher.options");

    @TempDir
    private Path home;

    private Path packaging;
    private Path jdk;
    private final Map<String, String> environment = new TreeMap<>();
    private String said = "";

    @BeforeEach
    void prepare() throws IOException {
        packaging = Files.createDirectories(home.resolve("program/packaging"));
        for (String script : SCRIPTS) {
            Files.copy(Path.of("..", "packaging", script), packaging.resolve(script));
        }
        script(packaging.resolve("libraries"), "exit 0");
        Path image = Files.createDirectories(packaging.resolve("target/quayside/lib"))
                .getParent();
        for (String made : List.of("lib/app.jar", "commands.aot.tried", "window.aot.tried")) {
            Files.createFile(image.resolve(made));
        }
        for (String module : List.of("protocol", "server-embedded", "app")) {
            Files.createDirectories(packaging.resolveSibling(module).resolve("src/main"));
            Files.createFile(packaging.resolveSibling(module).resolve("pom.xml"));
        }
        Files.createDirectories(packaging.resolveSibling("app/src/test/java/quayside/app/demo"));
        Files.createFile(packaging.resolve("pom.xml"));
        Files.createFile(packaging.resolveSibling("pom.xml"));
        jdk = home.resolve("jdk");
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
        script(jdk.resolve("bin/javac"), "exit 0");
        script(jdk.resolve("bin/java"), "printf 'started %s\\n' \"$*\"");
        Files.createFile(image.resolve("built"));
        environment.put("QUAYSIDE_JAVA_HOME", jdk.toString());
        environment.put("PATH", System.getenv("PATH"));
    }

    @Test
    void itStartsWithoutAHomeFolder() throws IOException, InterruptedException {
        assertThat(launch("ls", "two words")).as(said).isZero();
        assertThat(said).startsWith("started ").endsWith(" quayside.app.Quayside ls two words\n");
    }

    @Test
    void inAFolderThatWasDeletedItSaysSo() throws IOException, InterruptedException {
        Path gone = Files.createDirectory(home.resolve("gone"));
        assertThat(run("cd \"$1\" && rmdir \"$1\" && exec \"$0\" ls", gone.toString()))
                .as(said)
                .isEqualTo(1);
        assertThat(said).contains("was deleted. Change to another one").doesNotContain("started");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<&-", ">&-", "2>&-", "<&- >&- 2>&-"})
    @EnabledOnOs(OS.LINUX)
    void resultsDoNotLandInAFileThatTookTheNumberOfAClosedOutput(String closed)
            throws IOException, InterruptedException {
        script(
                jdk.resolve("bin/java"),
                "for number in 0 1 2; do [ -e /proc/$$/fd/$number ] || exit 70; done",
                "[ /proc/$$/fd/1 -ef /dev/null ] && printf '' >&1 && echo 1 >&1 && exit 71; exit 0");
        assertThat(run("exec \"$0\" ls " + closed)).as(said).isZero();
    }

    @Test
    void theWindowsLibrariesAreUnpackedBesideTheBuildOrWhereElseTheyCanRun() throws IOException, InterruptedException {
        environment.put("HOME", home.resolve("nobody").toString());
        Path temporary = Files.createDirectory(home.resolve("temporary"));
        environment.put("TMPDIR", temporary.toString());
        Path libraries = packaging.resolve("target/quayside/libraries");
        assertThat(launch("demo")).as(said).isZero();
        assertThat(said).contains("-Djavafx.cachedir=" + libraries + " ");
        assertThat(libraries).isEmptyDirectory();
        // A file in a folder's place is as good as a disk that allows nothing.
        Files.delete(libraries);
        Files.createFile(libraries);
        Files.createFile(home.resolve("nobody"));
        assertThat(launch("demo")).as(said).isZero();
        assertThat(said).contains("-Djavafx.cachedir=" + temporary + " ");
        Files.delete(temporary);
        Files.createFile(temporary);
        assertThat(launch("demo")).as(said).isEqualTo(1);
        assertThat(said).contains("no folder for the libraries of its window").doesNotContain("started");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theWindowAfterABuildWaitsForNoTraining() throws IOException, InterruptedException {
        Path image = trainable();
        // The program ends only once both caches are there, so it began before them.
        script(
                jdk.resolve("bin/java"),
                "case \"$*\" in *AOTCacheOutput=*)",
                "for each; do case $each in *AOTCacheOutput=*) printf half >\"${each#*=}\";; esac; done",
                "nice >>" + home.resolve("niceness") + "; exit 0;; esac",
                "until [ -e " + image + "/window.aot -a -e " + image + "/commands.aot.tried ]; do /bin/sleep 0.1; done",
                "printf 'started %s\\n' \"$*\"");
        assertThat(launch()).as(said).isZero();
        assertThat(said).contains("started ").doesNotContain("AOTCache");
        assertThat(home.resolve("niceness")).hasContent("19\n19");
        assertThat(image.resolve("commands.aot")).exists();
        assertThat(launch()).as(said).isZero();
        assertThat(said).contains("-XX:AOTCache=" + image.resolve("window.aot") + " ");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProgramThatEndsSoonStartsNoTraining() throws IOException, InterruptedException {
        Path image = trainable();
        assertThat(launch()).as(said).isZero();
        awaitTheEndOf(trainer());
        assertThat(image.resolve("window.aot.tried")).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aTrainingThatIsKilledLeavesNoCacheAndIsTriedAgain() throws IOException, InterruptedException {
        Path image = trainable();
        // The training ends as everything does when the computer is switched off.
        script(
                jdk.resolve("bin/java"),
                "case \"$*\" in *AOTCacheOutput=*)",
                "for each; do case $each in *AOTCacheOutput=*) printf half >\"${each#*=}\";; esac; done",
                "kill -KILL $PPID; exit 0;; esac",
                "while [ -d /proc/$(cat " + home.resolve("trainer") + ") ]; do /bin/sleep 0.1; done");
        assertThat(launch()).as(said).isZero();
        awaitTheEndOf(trainer());
        assertThat(image.resolve("window.aot.next")).exists();
        assertThat(image.resolve("window.aot")).doesNotExist();
        assertThat(image.resolve("window.aot.tried")).doesNotExist();
        script(
                jdk.resolve("bin/java"),
                "case \"$*\" in *AOTCacheOutput=*) exit 1;; esac",
                "until [ -e " + image + "/commands.aot.tried ]; do /bin/sleep 0.1; done");
        assertThat(launch()).as(said).isZero();
        assertThat(image.resolve("window.aot.next")).doesNotExist();
        assertThat(image.resolve("window.aot")).doesNotExist();
        assertThat(image.resolve("window.aot.tried")).exists();
    }

    /** Prepares a build that was not trained yet, a display, and a clock by which the training's turn comes at once. */
    private Path trainable() throws IOException {
        Path image = packaging.resolve("target/quayside");
        Files.delete(image.resolve("window.aot.tried"));
        Files.delete(image.resolve("commands.aot.tried"));
        Path tools = Files.createDirectory(home.resolve("tools"));
        script(tools.resolve("sleep"), "echo $PPID >" + home.resolve("trainer"), "exec /bin/sleep 0.05");
        environment.put("PATH", tools + ":" + environment.get("PATH"));
        environment.put("DISPLAY", ":0");
        return image;
    }

    /** Returns the number of the process that trains, or would. */
    private long trainer() {
        Path file = home.resolve("trainer");
        Patience.await()
                .until(() -> Files.exists(file) && !Files.readString(file).isBlank());
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitTheEndOf(long process) {
        Patience.await().until(() -> ProcessHandle.of(process).isEmpty());
    }

    private int launch(String... arguments) throws IOException, InterruptedException {
        return run("exec \"$0\" \"$@\"", arguments);
    }

    /** Has a shell run {@code command}, with the launcher as {@code $0}; what is said stays in {@link #said}. */
    private int run(String command, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(
                List.of("/bin/sh", "-c", command, packaging.resolve("quayside").toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
