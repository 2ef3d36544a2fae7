package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static quayside.server.storage.Shares.content;
import static quayside.server.storage.Shares.names;
import static quayside.server.storage.Shares.open;
import static quayside.server.storage.Shares.path;
import static quayside.server.storage.Shares.put;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.OnConflict;

/** A folder of the share is swapped for a link that leaves it, and back, as fast as that goes, under every verb. */
class LinkRaceTest {
    private static final Duration LENGTH = Duration.ofSeconds(3);

    @TempDir
    Path temporary;

    @Test
    @Timeout(60)
    void swappingAFolderForALinkLeadsNobodyOut() throws Exception {
        Path root = Files.createDirectory(temporary.resolve("share"));
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root)) {
            assumeThat(stream).isInstanceOf(SecureDirectoryStream.class);
        }
        Path outside = Files.createDirectory(temporary.resolve("share-x"));
        Files.writeString(outside.resolve("file.txt"), "secret");
        Files.writeString(outside.resolve("only-outside"), "secret");
        Path victim = Files.createDirectory(root.resolve("docs"));
        Files.writeString(victim.resolve("file.txt"), "public");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), outside);
        Path victimFile = Files.writeString(root.resolve("file.txt"), "public");
        Path fileLink = Files.createSymbolicLink(temporary.resolve("file-link"), outside.resolve("file.txt"));

        AtomicBoolean over = new AtomicBoolean();
        Thread swapper = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                swap(victim, link);
                swap(victimFile, fileLink);
            }
        });
        List<String> escapes = new ArrayList<>();
        int met = 0;
        try (FolderStorage storage = open(root)) {
            long end = System.nanoTime() + LENGTH.toNanos();
            for (int round = 0; System.nanoTime() < end; round++) {
                for (String file : List.of("docs/file.txt", "file.txt")) {
                    try {
                        if (content(storage, file).equals("secret")) {
                            escapes.add("read " + file);
                        }
                        met++;
                    } catch (IOException e) {
                        // The link was met, and refused.
                    }
                }
                tryTo(() -> {
                    if (names(storage, "docs").contains("only-outside")) {
                        escapes.add("listed");
                    }
                });
                String name = "new" + round % 50;
                tryTo(() -> put(storage, "docs/" + name, "x", OnConflict.RENAME));
                tryTo(() -> storage.makeFolder(path("docs/folder-" + name), false));
                tryTo(() -> storage.move(path("docs/" + name), path("docs/moved-" + name)));
                tryTo(() -> storage.delete(path("docs/moved-" + name), true));
                tryTo(() -> storage.delete(path("docs/folder-" + name), true));
            }
        } finally {
            over.set(true);
            swapper.join();
        }
        assertThat(met).as("reads that met the folder itself").isPositive();
        assertThat(escapes).isEmpty();
        assertThat(Shares.filesIn(outside)).containsExactlyInAnyOrder("file.txt", "only-outside");
        assertThat(outside.resolve("file.txt")).hasContent("secret");
    }

    private interface Verb {
        void run() throws IOException;
    }

    private static void tryTo(Verb verb) {
        try {
            verb.run();
        } catch (IOException e) {
            // The link was met, and refused.
        }
    }

    private static void swap(Path victim, Path link) {
        Path aside = victim.resolveSibling("aside");
        try {
            Files.move(victim, aside, StandardCopyOption.ATOMIC_MOVE);
            Files.move(link, victim, StandardCopyOption.ATOMIC_MOVE);
            Files.move(victim, link, StandardCopyOption.ATOMIC_MOVE);
            Files.move(aside, victim, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the swapper failed", e);
        }
    }
}
