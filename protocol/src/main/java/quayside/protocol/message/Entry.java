package quayside.protocol.message;

import java.time.Instant;
import java.util.Optional;

/**
 * A file or a folder of the share as a listing shows it (PROTOCOL.md section 5.1).
 *
 * @param name one checked name, as stored; escape it with {@link DisplayText} before showing it
 * @param size bytes of a file, also of one over {@link quayside.protocol.wire.Limits#MAX_FILE_BYTES}, which cannot be transferred; 0 for a folder
 * @param modified to the nanosecond where the server's file system keeps it so
 * @param mode who may do what with it; empty where the server's file system has no such thing
 * @param lock the lock that a protected file is under (section 5.8), an opaque word; empty for what is not protected
 */
public record Entry(String name, Kind kind, long size, Instant modified, Optional<Mode> mode, Optional<String> lock) {
    /** What is not protected. */
    public Entry(String name, Kind kind, long size, Instant modified, Optional<Mode> mode) {
        this(name, kind, size, modified, mode, Optional.empty());
    }

    /** Of a system without modes. */
    public Entry(String name, Kind kind, long size, Instant modified) {
        this(name, kind, size, modified, Optional.empty());
    }

    /** What an entry is; anything that is neither (links, devices, pipes) is not listed. */
    public enum Kind {
        FILE,
        FOLDER
    }

    /** This entry under {@code lock}. */
    public Entry under(Optional<String> lock) {
        return new Entry(name, kind, size, modified, mode, lock);
    }

    public boolean isFolder() {
        return kind == Kind.FOLDER;
    }
}
