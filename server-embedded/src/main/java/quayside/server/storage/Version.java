package quayside.server.storage;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.files.FileTimes;

/**
 * A short word for the present state of a file. It reveals nothing about the file, and differs once anything that the
 * system reports of the file has changed (PROTOCOL.md section 5.2).
 *
 * @param lasting whether the word stays the same as long as the file does; if not, it is never used a second time
 * @param certain whether every change of the file changes the word, for as long as the file has its number. That holds
 *     if the system reports the time of the last change of any kind, which nobody can set
 */
record Version(String word, boolean lasting, boolean certain) {
    /**
     * Returns the version of a file with these attributes.
     *
     * @param changed the time of its last change of any kind; null if the system does not report it
     * @param now a time from before the attributes were read
     */
    static Version of(BasicFileAttributes attributes, long size, @Nullable FileTime changed, Instant now) {
        Instant modified = attributes.lastModifiedTime().toInstant();
        boolean settled = FileTimes.isSettled(modified, now)
                && (changed == null || FileTimes.isSettled(changed.toInstant(), now));
        String all = size + " " + modified + " " + changed + " " + attributes.creationTime() + " "
                + attributes.fileKey() + (settled ? "" : " " + now);
        return new Version(Sha256.word(all), settled, settled && changed != null);
    }
}
