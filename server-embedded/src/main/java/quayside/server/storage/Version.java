package quayside.server.storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Short words that stand for something longer and tell nothing of it. */
final class Version {
    private static final int BYTES = 16;

    private Version() {}

    /** Of a file as it is: another one once its size, its modified time to the nanosecond, or the file itself is (PROTOCOL.md section 5.2). */
    static String of(BasicFileAttributes attributes, long size) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        String all = size + " " + modified.getEpochSecond() + " " + modified.getNano() + " " + attributes.fileKey();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(sha256().digest(all.getBytes(StandardCharsets.UTF_8)), BYTES));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
