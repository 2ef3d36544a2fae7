package quayside.protocol.message;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The permissions of a file (PROTOCOL.md section 4.2): the nine permission bits of Unix. The bits that let a program
 * run as another user are excluded.
 *
 * @param bits 0 to 511: those of the owner, the group and all others, {@code rwx} each, the highest bit first
 */
public record Mode(int bits) {
    public static final int MOST = 0777;

    public static final Mode OWNER_ONLY = new Mode(0600);

    /**
     * The mode with which a program creates a file that is not executable, before the system removes the permissions
     * that its user does not grant.
     */
    public static final Mode PLAIN = new Mode(0666);

    private static final PosixFilePermission[] PERMISSIONS = {
        PosixFilePermission.OWNER_READ,
        PosixFilePermission.OWNER_WRITE,
        PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.GROUP_READ,
        PosixFilePermission.GROUP_WRITE,
        PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.OTHERS_READ,
        PosixFilePermission.OTHERS_WRITE,
        PosixFilePermission.OTHERS_EXECUTE,
    };

    public Mode {
        if (bits < 0 || bits > MOST) {
            throw new IllegalArgumentException("a mode has nine bits");
        }
    }

    public static Mode of(Collection<PosixFilePermission> permissions) {
        int bits = 0;
        for (PosixFilePermission permission : PERMISSIONS) {
            bits = bits << 1 | (permissions.contains(permission) ? 1 : 0);
        }
        return new Mode(bits);
    }

    /** Returns the mode of a file or folder; empty if its system has no modes. */
    public static Optional<Mode> of(BasicFileAttributes attributes) {
        return attributes instanceof PosixFileAttributes posix
                ? Optional.of(of(posix.permissions()))
                : Optional.empty();
    }

    /** Returns the permissions that both grant. */
    public Mode and(Mode other) {
        return new Mode(bits & other.bits);
    }

    /** Returns this mode with the group's permissions reduced to those of all others. */
    public Mode withoutGroup() {
        return new Mode(bits & (0707 | (bits & 07) << 3));
    }

    /**
     * Returns this mode with all permissions for the owner, without which nothing could be put into the owner's folder.
     */
    public Mode withOwner() {
        return new Mode(bits | 0700);
    }

    /** Returns whether this mode grants a permission that {@code other} does not. */
    public boolean isWiderThan(Mode other) {
        return (bits & ~other.bits) != 0;
    }

    public Set<PosixFilePermission> permissions() {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        int bit = 0400;
        for (PosixFilePermission permission : PERMISSIONS) {
            if ((bits & bit) != 0) {
                permissions.add(permission);
            }
            bit >>= 1;
        }
        return permissions;
    }
}
