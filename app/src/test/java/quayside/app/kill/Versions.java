package quayside.app.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** A folder of two big and many small files, of which every version differs from the one before in every file. */
final class Versions {
    static final String FOLDER = "Voyage";

    private static final int SMALL_FILES = 150;
    private static final int BIG_BYTES = 6 << 20;
    private static final int MIDDLE_BYTES = 2 << 20;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final Path source;
    private final Random random;
    private int version;
    private Map<String, String> before = Map.of();
    private Map<String, String> now = Map.of();

    /** @param parent gets the folder, which holds no version yet */
    Versions(Path parent, long seed) {
        source = parent.resolve(FOLDER);
        random = new Random(seed);
    }

    Path source() {
        return source;
    }

    /** Replaces every file by its next version; returns the bytes of all. */
    long next() throws IOException {
        version++;
        before = now;
        Map<String, String> digests = new TreeMap<>();
        long all = write(digests, "big.bin", BIG_BYTES) + write(digests, "deep/er/middle.bin", MIDDLE_BYTES);
        for (int i = 0; i < SMALL_FILES; i++) {
            // Every other one keeps its size: only its content and its time tell the versions apart.
            int size = i % 2 == 0 ? 500 + i : random.nextInt(4000);
            all += write(digests, (i % 3 == 0 ? "small/" : i % 3 == 1 ? "deep/" : "") + i + ".txt", size);
        }
        now = digests;
        return all;
    }

    private long write(Map<String, String> digests, String name, int size) throws IOException {
        byte[] content = new byte[size];
        random.nextBytes(content);
        Path file = source.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        Files.setLastModifiedTime(file, FileTime.from(FIRST.plusSeconds(version)));
        digests.put(name, sha256(content));
        return size;
    }

    /** Each name in {@code copy} holds the file of the version before or of this one, whole, and there is no other name. */
    void mustBeOldOrNew(Path copy, String when) throws IOException {
        Map<String, String> found = digests(copy);
        found.forEach((name, digest) -> assertThat(digest)
                .as("%s %s", name, when)
                .satisfiesAnyOf(
                        is -> assertThat(is).isEqualTo(now.get(name)),
                        is -> assertThat(is).isEqualTo(before.get(name))));
        assertThat(found.keySet()).as("old names are still there %s", when).containsAll(before.keySet());
    }

    void mustBeNew(Path copy, String when) throws IOException {
        Map<String, String> found = digests(copy);
        Map<String, String> wrong = new TreeMap<>();
        now.forEach((name, digest) -> {
            if (!digest.equals(found.get(name))) {
                wrong.put(name, found.containsKey(name) ? "is another version" : "is missing");
            }
        });
        assertThat(wrong).as(when).isEmpty();
        assertThat(found.keySet()).as(when).isEqualTo(now.keySet());
    }

    /** The bytes of the files in {@code copy} that are of this version. */
    long arrived(Path copy) throws IOException {
        long bytes = 0;
        for (Map.Entry<String, String> found : digests(copy).entrySet()) {
            if (found.getValue().equals(now.get(found.getKey()))) {
                bytes += Files.size(copy.resolve(found.getKey()));
            }
        }
        return bytes;
    }

    /**
     * Hidden files of Quayside's own are no names of the user's; a client that runs on may rename or delete them meanwhile.
     */
    private static Map<String, String> digests(Path folder) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        if (!Files.exists(folder)) {
            return digests;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!isOwn(file)) {
                    digests.put(folder.relativize(file).toString(), sha256(Files.readAllBytes(file)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (isOwn(file) && e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return digests;
    }

    private static boolean isOwn(Path file) {
        return file.getFileName().toString().startsWith(".quayside");
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
