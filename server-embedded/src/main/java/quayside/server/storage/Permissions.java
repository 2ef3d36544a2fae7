package quayside.server.storage;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import quayside.protocol.files.Metadata;

/** Who may do what with what Quayside makes for itself, where the system knows such a thing. */
final class Permissions {
    private static final FileAttribute<?>[] NONE = {};
    private static final FileAttribute<?>[] OWN_FILE = {Metadata.OWNER_ONLY};
    private static final FileAttribute<?>[] OWN_FOLDER = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
    };

    private Permissions() {}

    /** For a new file that is nobody else's. */
    static FileAttribute<?>[] forOwnFile(boolean posix) {
        return posix ? OWN_FILE : NONE;
    }

    /** For a new folder that is nobody else's. */
    static FileAttribute<?>[] forOwnFolder(boolean posix) {
        return posix ? OWN_FOLDER : NONE;
    }
}
