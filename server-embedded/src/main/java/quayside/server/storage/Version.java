package quayside.server.storage;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.files.FileTimes;

/**
 * A short word that stands for a file as it is and tells nothing of it: another one once anything of it is that its system tells (PROTOCOL.md section 5.2).
 *
 * @param lasting whether it stays while the file does; if not, nobody is given it a second time
 * @param certain whether every change of the file brings another one, for as long as the file has its number: the system tells when it was last changed in any
 *     way, and nobody can set that
 */
record Version(String word, boolean lasting, boolean certain) {
    /**
     * @param changed the time of its last change of any kind; null where the system does not tell
     * @param now taken before the file was looked at
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
