package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Files around a share, and inside it where no guest may go. They reveal reading, listing and changing, because their
 * contents, a name, their sizes and their digests occur nowhere else.
 */
final class Canary {
    private static final int SIZE = 48_271;
    private static final String CONTENT = "canary-content-9c1185a5c5e9fc54";
    private static final byte[] SECRET =
            CONTENT.repeat(SIZE / CONTENT.length() + 1).substring(0, SIZE).getBytes(UTF_8);
    private static final String DIGEST = digest();
    private static final String NAME = "canary-name-66e8b2b0c9e1";

    final Path share;
    final Path outside;
    private final List<Path> watched;
    private final Map<String, String> before;

    /**
     * Makes all of it in the existing folder {@code around}.
     *
     * @param links whether the share also holds links that lead out of it
     */
    Canary(Path around, boolean links) throws IOException {
        share = Files.createDirectory(around.resolve("share"));
        outside = plant(around.resolve("canary"));
        watched = List.of(
                outside,
                plant(around.resolve("share-x")),
                plant(around.resolve("x")),
                plant(share.resolve(".hidden")),
                plant(Files.createDirectory(share.resolve(".quayside")).resolve("kept")));
        Files.writeString(Files.createDirectory(share.resolve("docs")).resolve("a.txt"), "alpha");
        if (links) {
            Files.createSymbolicLink(share.resolve("out"), outside);
            Files.createSymbolicLink(share.resolve("docs").resolve("out"), outside);
            Files.createSymbolicLink(share.resolve("docs").resolve("leak.txt"), outside.resolve("secret.txt"));
        }
        before = snapshot(around);
    }

    private static Path plant(Path folder) throws IOException {
        Files.createDirectory(folder);
        Files.write(folder.resolve("secret.txt"), SECRET);
        Files.write(folder.resolve(NAME), SECRET);
        Files.createDirectory(folder.resolve("deep"));
        Files.write(folder.resolve("deep").resolve("secret.txt"), SECRET);
        return folder;
    }

    /** What a guest was told, as it was told. */
    static void assertTellsNothing(byte[] plaintext) {
        String text = new String(plaintext, UTF_8);
        for (String telling : List.of(CONTENT, NAME, DIGEST, "\"size\":" + SIZE)) {
            if (text.contains(telling)) {
                throw new AssertionError("a guest was told of what is outside: " + text);
            }
        }
    }

    private static String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(SECRET));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Nothing around the share, and nothing in it that is not for guests, came, went or changed. */
    void assertUntouched() throws IOException {
        assertThat(snapshot(share.getParent())).isEqualTo(before);
    }

    private Map<String, String> snapshot(Path around) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> beside = Files.list(around)) {
            beside.forEach(path -> found.put(path.toString(), "is there"));
        }
        for (Path folder : watched) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : new ArrayList<>(all.toList())) {
                    found.put(path.toString(), describe(path));
                }
            }
        }
        return found;
    }

    private static String describe(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
            return attributes.isDirectory() + " " + attributes.isSymbolicLink() + " " + attributes.size() + " "
                    + attributes.lastModifiedTime() + " "
                    + (attributes.isRegularFile() ? Files.readString(path).hashCode() : 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
