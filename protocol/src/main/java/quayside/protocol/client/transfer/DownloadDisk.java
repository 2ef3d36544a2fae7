package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.files.Disk;
import quayside.protocol.files.PartNames;
import quayside.protocol.message.ByteSize;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * The disk that files are downloaded to, and the checks before a download, so that a download fails early rather than
 * at its end.
 *
 * @param secret the secret of this installation, from which the names of interrupted downloads are derived
 */
public record DownloadDisk(Disk disk, SecureRandom random, ClientSecret secret) {
    /** The name of this disk in sentences. */
    static final String THIS_DISK = "This computer's disk";

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
            throw new ProtocolException(
                    Fault.LOCAL_STORAGE,
                    "There is no folder \"" + LocalFile.shownName(folder) + "\" on this computer.");
        }
        if (!Files.isWritable(folder)) {
            throw new ProtocolException(
                    Fault.LOCAL_DENIED,
                    "Nothing may be written into \"" + LocalFile.shownName(folder) + "\" on this computer.");
        }
    }

    /** Throws {@link Fault#LOCAL_STORAGE} if the disk of {@code folder} has no space for {@code bytes} more. */
    void requireSpace(Path folder, long bytes, String name) throws ProtocolException {
        long free = disk.freeBytes(folder);
        if (free >= 0 && bytes > free) {
            throw new ProtocolException(
                    Fault.LOCAL_STORAGE,
                    "There is not enough space on this computer for \"" + DisplayText.escape(name) + "\": it needs "
                            + ByteSize.shown(bytes) + ", and " + ByteSize.shown(free) + " are free.");
        }
    }
}
