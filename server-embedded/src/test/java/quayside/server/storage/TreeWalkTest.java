package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.files.Directory;
import quayside.protocol.files.Disk;

final class TreeWalkTest {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final int DEPTH = TreeWalk.MAX_OPEN + 40;

    @TempDir
    Path root;

    /** How many descriptors of folders below {@link #root} this program has. */
    private long open() throws IOException {
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            return descriptors
                    .map(TreeWalkTest::target)
                    .filter(each -> each.startsWith(root.resolve("top")))
                    .count();
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            // It was the one that listed them.
            return descriptor;
        }
    }

    @Test
    void howeverDeepATreeIsOnlySoManyFoldersAreOpenAndNoneInTheEnd() throws IOException {
        assumeThat(DESCRIPTORS).isDirectory();
        Files.createDirectories(root.resolve("top" + "/d".repeat(DEPTH)));
        long[] most = new long[1];
        int[] entered = new int[1];
        int[] left = new int[1];
        try (Directory parent = Disk.ofSystem().open(root)) {
            TreeWalk.run(parent, Path.of("top"), null, new TreeWalk.Visitor() {
                @Override
                public boolean visit(Directory folder, TreeWalk.Visited visited) throws IOException {
                    if (++entered[0] % 8 == 0) {
                        most[0] = Math.max(most[0], open());
                    }
                    return true;
                }

                @Override
                public void leave(Directory folder, TreeWalk.Visited visited) throws IOException {
                    if (++left[0] % 8 == 0) {
                        most[0] = Math.max(most[0], open());
                    }
                }
            });
            assertThat(open()).isZero();
            assertThatIOException()
                    .isThrownBy(() -> TreeWalk.run(parent, Path.of("top"), null, (_, visited) -> {
                        if (visited.depth() == 5) {
                            throw new IOException("stopped");
                        }
                        return true;
                    }));
            assertThat(open()).isZero();
        }
        assertThat(entered[0]).isEqualTo(DEPTH + 1);
        assertThat(left[0]).isEqualTo(DEPTH + 1);
        // Java needs two for each folder.
        assertThat(most[0]).isBetween(TreeWalk.MAX_OPEN / 2L, 2L * TreeWalk.MAX_OPEN + 4);
    }
}
