package quayside.server.storage;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import quayside.protocol.crypto.Sha256;

/** Short words that stand for something longer and tell nothing of it. */
final class Version {
    private Version() {}

    /** Of a file as it is: another one once its size, its modified time to the nanosecond, or the file itself is (PROTOCOL.md section 5.2). */
    static String of(BasicFileAttributes attributes, long size) {
        return Sha256.word(all(attributes, size));
    }

    /** Of a file that may change without one of {@link #of} telling so: nobody is given it a second time. */
    static String ofOneMoment(BasicFileAttributes attributes, long size, Instant now) {
        return Sha256.word(all(attributes, size) + " " + now);
    }

    private static String all(BasicFileAttributes attributes, long size) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        return size + " " + modified.getEpochSecond() + " " + modified.getNano() + " " + attributes.fileKey();
    }
}
