package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import quayside.protocol.files.Disk;
import quayside.protocol.message.ByteSize;
import quayside.protocol.message.DisplayText;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** What is looked at before anything is sent into a folder of this disk: better no transfer than one that fails at its end. */
final class LocalFolder {
    /** What sentences call the disk that files are downloaded to. */
    static final String THIS_DISK = "This computer's disk";

    private LocalFolder() {}

    /** @throws ProtocolException {@link Fault#LOCAL_DENIED} where nothing may be written into {@code folder}, {@link Fault#LOCAL_STORAGE} where it is none */
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

    /** @throws ProtocolException {@link Fault#LOCAL_STORAGE} where the disk of {@code folder} has no room for {@code bytes} more */
    static void requireSpace(Disk disk, Path folder, long bytes, String name) throws ProtocolException {
        long free = disk.freeBytes(folder);
        if (free >= 0 && bytes > free) {
            throw new ProtocolException(
                    Fault.LOCAL_STORAGE,
                    "There is not enough space on this computer for \"" + DisplayText.escape(name) + "\": it needs "
                            + ByteSize.shown(bytes) + ", and " + ByteSize.shown(free) + " are free.");
        }
    }
}
