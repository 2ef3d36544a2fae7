package quayside.server.storage;

import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Who may do what with a file, where the system knows such a thing. */
final class Permissions {
    private static final FileAttribute<?>[] NONE = {};

    /** The system takes away what its user does not grant to new files. */
    private static final FileAttribute<?>[] EXECUTABLE = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx"))
    };

    private static final FileAttribute<?>[] OWNER_ONLY = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
    };

    private Permissions() {}

    static boolean isExecutable(BasicFileAttributes attributes) {
        return attributes instanceof PosixFileAttributes posix
                && posix.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
    }

    /** For a new file. */
    static FileAttribute<?>[] forFile(boolean posix, boolean executable) {
        return posix && executable ? EXECUTABLE : NONE;
    }

    /** For a new folder that is nobody else's. */
    static FileAttribute<?>[] forOwnFolder(boolean posix) {
        return posix ? OWNER_ONLY : NONE;
    }

    /** Lets those run a file who may read it, or nobody. */
    static void setExecutable(PosixFileAttributeView file, boolean executable) throws IOException {
        Set<PosixFilePermission> permissions =
                EnumSet.copyOf(file.readAttributes().permissions());
        set(permissions, PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE, executable);
        set(permissions, PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE, executable);
        set(permissions, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE, executable);
        file.setPermissions(permissions);
    }

    private static void set(
            Set<PosixFilePermission> permissions,
            PosixFilePermission read,
            PosixFilePermission run,
            boolean executable) {
        if (executable && permissions.contains(read)) {
            permissions.add(run);
        } else {
            permissions.remove(run);
        }
    }
}
