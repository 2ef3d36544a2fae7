package quayside.app.core.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.wire.ProtocolException;

class OpenerTest {
    private final List<List<String>> started = new ArrayList<>();
    private final List<String> shown = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void aNameIsNeverAnOptionOrACommand() throws IOException {
        String path = folder.resolve("--help; x&y.txt").toString();
        opener(Opener.Desktop.FREEDESKTOP, Set.of("xdg-open"), 0).open(Path.of(path));
        opener(Opener.Desktop.FREEDESKTOP, Set.of("gio"), 0).open(Path.of(path));
        opener(Opener.Desktop.MAC, Set.of(), 0).open(Path.of(path));
        opener(Opener.Desktop.WINDOWS, Set.of(), 0).open(Path.of(path));
        assertThat(started)
                .containsExactly(
                        List.of("xdg-open", path),
                        List.of("gio", "open", path),
                        List.of("open", path),
                        List.of("rundll32", "url.dll,FileProtocolHandler", path));
        opener(Opener.Desktop.FREEDESKTOP, Set.of("xdg-open"), 0).open(Path.of("-relative"));
        assertThat(started.getLast().getLast()).startsWith("/").endsWith("/-relative");
    }

    @Test
    void theFileManagerShowsTheFileAndElseItsFolder() throws IOException {
        Path file = folder.resolve("a b.txt");
        new Opener(new Recorded(Opener.Desktop.FREEDESKTOP, Set.of("xdg-open"), 0, true)).show(file);
        assertThat(shown).containsExactly(file.toUri().toASCIIString());
        assertThat(started).isEmpty();
        opener(Opener.Desktop.FREEDESKTOP, Set.of("xdg-open"), 0).show(file);
        opener(Opener.Desktop.MAC, Set.of(), 0).show(file);
        // Explorer's exit status is 1 after success.
        opener(Opener.Desktop.WINDOWS, Set.of(), 1).show(file);
        assertThat(started)
                .containsExactly(
                        List.of("xdg-open", folder.toString()),
                        List.of("open", "-R", file.toString()),
                        List.of("explorer.exe", "/select," + file));
    }

    @Test
    void aFileWithoutAProgramIsReportedByName() {
        assertThatThrownBy(() -> opener(Opener.Desktop.FREEDESKTOP, Set.of("xdg-open"), 3)
                        .open(folder.resolve("x.odd")))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("no program that opens “x.odd”");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theSystemsProgramGetsThePathAndNotTheFontsOfThisWindow() throws IOException {
        Path program = folder.resolve("xdg-open");
        Path out = folder.resolve("out");
        Files.writeString(program, "#!/bin/sh\necho \"$# $1 ${FONTCONFIG_FILE-none}\" > " + out + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Opener.Host system = Opener.systemHost(name -> name.equals("PATH") ? folder.toString() : null);
        assertThat(system.has("xdg-open")).isTrue();
        assertThat(system.has("gio")).isFalse();
        assertThat(system.start(List.of(program.toString(), "/a file"))).contains(0);
        assertThat(out).hasContent("1 /a file none");
        assertThat(system.showItems(List.of("file:///x"))).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theSystemsProgramIsNotSlowedAsTheThreadsOfTransfersAre() throws Exception {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@../packaging/priority.options",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Slowed.class.getName(),
                        folder.toString())
                .inheritIO()
                .start();
        assertThat(java.waitFor()).isZero();
        assertThat(niceness("other")).isGreaterThanOrEqualTo(10);
        assertThat(niceness("opened")).isLessThanOrEqualTo(niceness("before"));
    }

    private int niceness(String file) throws IOException {
        return Integer.parseInt(Files.readString(folder.resolve(file)).strip());
    }

    /** A program whose threads are slowed, as those of the window's process that open files. */
    static final class Slowed {
        private Slowed() {}

        // Nothing relies on the order of the threads.
        @SuppressWarnings("ThreadPriorityCheck")
        public static void main(String[] arguments) throws Exception {
            String folder = arguments[0];
            new ProcessBuilder(niceTo(folder + "/before")).start().waitFor();
            Opener.Host system = Opener.systemHost(name -> null);
            Thread.currentThread().setPriority(Thread.NORM_PRIORITY);
            new ProcessBuilder(niceTo(folder + "/other")).start().waitFor();
            Optional<Integer> _ = system.start(niceTo(folder + "/opened"));
        }

        private static List<String> niceTo(String file) {
            return List.of("sh", "-c", "nice > \"$0\"", file);
        }
    }

    private Opener opener(Opener.Desktop desktop, Set<String> programs, int status) {
        return new Opener(new Recorded(desktop, programs, status, false));
    }

    private final class Recorded implements Opener.Host {
        private final Opener.Desktop desktop;
        private final Set<String> programs;
        private final int status;
        private final boolean manager;

        Recorded(Opener.Desktop desktop, Set<String> programs, int status, boolean manager) {
            this.desktop = desktop;
            this.programs = programs;
            this.status = status;
            this.manager = manager;
        }

        @Override
        public Opener.Desktop desktop() {
            return desktop;
        }

        @Override
        public boolean has(String program) {
            return programs.contains(program);
        }

        @Override
        public Optional<Integer> start(List<String> command) {
            started.add(command);
            return Optional.of(status);
        }

        @Override
        public boolean showItems(List<String> uris) {
            shown.addAll(manager ? uris : List.of());
            return manager;
        }
    }

    @Test
    void whatRunsWhenItIsOpenedIsKnownByItsNameOrItsContent(@TempDir Path folder) throws IOException {
        for (String name : List.of("a.desktop", "A.EXE", "x.sh", "photo.jpg.scr", "x.bat. .", "run.command")) {
            assertThat(Opener.isProgramName(name)).as(name).isTrue();
        }
        for (String name : List.of("a.txt", "exe", "photo.jpg", "a.desktop.txt", "", "...")) {
            assertThat(Opener.isProgramName(name)).as(name).isFalse();
        }
        Path script = Files.writeString(folder.resolve("notes"), "#!/bin/sh");
        assertThat(Opener.isProgram(script)).isFalse();
        assumeTrue(script.toFile().setExecutable(true) && Files.isExecutable(script));
        assertThat(Opener.isProgram(script)).isTrue();
        Files.writeString(script, "a text on a disk without modes");
        assertThat(Opener.isProgram(script)).isFalse();
    }
}
