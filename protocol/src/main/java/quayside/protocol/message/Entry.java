package quayside.protocol.message;

import java.time.Instant;
import java.util.Optional;

/**
 * A file or a folder of the share as a listing shows it (PROTOCOL.md section 5.1).
 *
 * @param name one checked name, as stored; escape it with {@link DisplayText} before showing it
 * @param size bytes of a file, even if above {@link quayside.protocol.wire.Limits#MAX_FILE_BYTES}, in which case it
 *     cannot be transferred; 0 for a folder
 * @param modified to the nanosecond if the server's file system keeps it so
 * @param mode the permission bits; empty if the server's file system has none
 * @param lock the lock of a protected file (section 5.8), an opaque word; empty if the entry is not protected
 */
public record Entry(String name, Kind kind, long size, Instant modified, Optional<Mode> mode, Optional<String> lock) {
    /** An entry that is not protected. */
    public Entry(String name, Kind kind, long size, Instant modified, Optional<Mode> mode) {
        this(name, kind, size, modified, mode, Optional.empty());
    }

    /** An entry from a system without modes. */
    public Entry(String name, Kind kind, long size, Instant modified) {
        this(name, kind, size, modified, Optional.empty());
    }

    /** The kind of an entry. Links, devices and pipes are neither kind and are not listed. */
    public enum Kind {
        FILE,
        FOLDER
    }

    /** Returns this entry with the lock {@code lock}. */
    public Entry under(Optional<String> lock) {
        return new Entry(name, kind, size, modified, mode, lock);
    }

    /** Returns this entry with another name; an empty one for the folder that the client takes for the shared one. */
    public Entry named(String name) {
        return new Entry(name, kind, size, modified, mode, lock);
    }

    public boolean isFolder() {
        return kind == Kind.FOLDER;
    }
}
