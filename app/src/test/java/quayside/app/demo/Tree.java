package quayside.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The content of a folder: each path below it with its SHA-256. A folder has a slash at its end and an empty SHA-256.
 */
record Tree(Map<String, String> entries) {
    static Tree of(Path folder) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                if (Files.isDirectory(path)) {
                    entries.put(name + "/", "");
                } else {
                    entries.put(name, sha256(path));
                }
            }
        }
        return new Tree(entries);
    }

    long files() {
        return entries.values().stream().filter(digest -> !digest.isEmpty()).count();
    }

    /** @param where completes "… differs" */
    void mustEqual(Tree other, String where) throws Mismatch {
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            String there = other.entries.get(entry.getKey());
            Mismatch.unless(there != null, entry.getKey() + " is missing " + where + ".");
            Mismatch.unless(entry.getValue().equals(there), entry.getKey() + " differs " + where + ".");
        }
        Mismatch.unless(other.entries.size() == entries.size(), "There are too many files or folders " + where + ".");
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256.", e);
        }
    }

    /** Deletes the folder with its content. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList().reversed()) {
                Files.delete(path);
            }
        }
    }
}
