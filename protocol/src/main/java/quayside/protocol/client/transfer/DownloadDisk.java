package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.files.Disk;
import quayside.protocol.files.LocalNames;
import quayside.protocol.files.PartNames;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.ByteSize;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The disk that files are downloaded to, and the checks before a download, so that a download fails early rather than
 * at its end.
 *
 * @param secret the secret of this installation, from which the names of interrupted downloads are derived
 */
public record DownloadDisk(Disk disk, SecureRandom random, ClientSecret secret) {
    DownloadDisk within(Disk confined) {
        return new DownloadDisk(confined, random, secret);
    }

    /** Returns the name of the part file of {@code file}, which will become {@code target}. */
    PartNames partName(String server, RemotePath file, Path target) {
        return PartNames.of(
                secret, server, file.toString(), target.getFileName().toString());
    }

    /**
     * Throws {@link Fault#LOCAL_DENIED} if {@code folder} is not writable, or {@link Fault#LOCAL_STORAGE} if it is no
     * folder.
     */
    static void requireWritable(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ProtocolException(Reason.NO_FOLDER_HERE, LocalNames.shown(folder));
        }
        if (!Files.isWritable(folder)) {
            throw new ProtocolException(Reason.NOT_WRITABLE, LocalNames.shown(folder));
        }
    }

    /** Throws {@link Fault#LOCAL_STORAGE} if the disk of {@code folder} has no space for {@code bytes} more. */
    void requireSpace(Path folder, long bytes, String name) throws ProtocolException {
        long free = disk.freeBytes(folder);
        if (free >= 0 && bytes > free) {
            throw new ProtocolException(Reason.NO_SPACE_FOR, name, new ByteSize(bytes), new ByteSize(free));
        }
    }
}
