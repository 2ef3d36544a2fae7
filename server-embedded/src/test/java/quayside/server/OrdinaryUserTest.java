package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the metadata of files for users who are not root, even if root builds: runs the tests of metadata again in a
 * JVM of an ordinary user. A build by such a user runs them anyway.
 */
final class OrdinaryUserTest {
    private static final int NOBODY = 65_534;
    private static final String SETPRIV = "/usr/bin/setpriv";
    private static final long LONGEST_SECONDS = 300;
    private static final Pattern SAID = Pattern.compile("passed (\\d+) of \\d+\\s*$");

    /** Of root, and read by others. */
    @TempDir
    Path top;

    /** Whoever may change a folder may also replace what others have there, and is given no more of it than they allowed. */
    @Test
    void whatRootKeepsOfItsOwnFilesOthersKeepOfTheirs() throws Exception {
        assumeTrue(Whose.here().isRoot(), "Only root becomes another user.");
        assumeTrue(Files.isExecutable(Path.of(SETPRIV)), "setpriv is not installed (Debian: util-linux).");
        ForeignFiles.prepare(top.resolve("foreign"));
        run("quayside.protocol.files.MetadataTest", MetadataWayTest.class.getName(), ForeignFiles.class.getName());
    }

    private void run(String... classes) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path own = Files.createDirectory(top.resolve("own"));
        Files.setAttribute(own, "unix:uid", NOBODY);
        Files.setAttribute(own, "unix:gid", NOBODY);
        List<String> as = List.of(SETPRIV, "--reuid=" + NOBODY, "--regid=" + NOBODY, "--groups=3,4", "--");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        assumeTrue(
                said(as, List.of("/bin/sh", "-c", "test -w " + own + " && " + java + " -version"), own)
                                .exit()
                        == 0,
                "An ordinary user reaches the folder for temporary files, or this JDK, not.");
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Duser.language=en",
                "-Djava.io.tmpdir=" + own,
                "-D" + ForeignFiles.PROPERTY + "=" + top.resolve("foreign"),
                "-cp",
                classPath(),
                OrdinaryUser.class.getName()));
        command.addAll(List.of(classes));
        Said said = said(as, command, own);
        assertThat(said.exit()).as(said.text()).isZero();
        Matcher passed = SAID.matcher(said.text());
        assertThat(passed.find()).as(said.text()).isTrue();
        assertThat(Integer.parseInt(passed.group(1))).as(said.text()).isPositive();
    }

    private record Said(int exit, String text) {}

    private Said said(List<String> as, List<String> command, Path folder) throws IOException, InterruptedException {
        Path text = top.resolve("said");
        List<String> all = new ArrayList<>(as);
        all.addAll(command);
        Process process = new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(text.toFile())
                .start();
        try {
            boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            String written = Files.readString(text, UTF_8);
            assertThat(ended).as(written).isTrue();
            return new Said(process.exitValue(), written);
        } finally {
            process.destroyForcibly();
        }
    }

    /** A copy that others may read: what Maven stored is mostly in a home folder that is closed to them. */
    private String classPath() throws IOException {
        Path copies = Files.createDirectory(top.resolve("classes"));
        List<String> entries = new ArrayList<>();
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path from = Path.of(each);
            if (!Files.exists(from)) {
                continue;
            }
            Path to = copies.resolve(entries.size() + "-" + from.getFileName());
            copy(from, to);
            entries.add(to.toString());
        }
        open(copies);
        return String.join(File.pathSeparator, entries);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    private static void open(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rw-r--r--"));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
