package quayside.protocol.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Mode;

/**
 * Gives a received file its metadata before it takes its name (PROTOCOL.md section 8.5). A property that the disk
 * refuses is reported, and the transfer does not fail. The order of the steps ensures that the file is never open to
 * more users than in the end.
 */
public final class Metadata {
    /** The attributes of a trial file that shows which permissions its folder grants to new files. */
    static final FileAttribute<?> ALL = PosixFilePermissions.asFileAttribute(new Mode(Mode.MOST).permissions());

    private Metadata() {}

    private static final FileAttribute<?>[] NONE = {};
    private static final FileAttribute<?>[] OWN_FILE = {
        PosixFilePermissions.asFileAttribute(Mode.OWNER_ONLY.permissions())
    };
    private static final FileAttribute<?>[] OWN_FOLDER = {
        PosixFilePermissions.asFileAttribute(new Mode(0700).permissions())
    };

    /**
     * The access control list of a file on Linux: 4 bytes of a version, then for each entry tag, rights (16 bits each)
     * and the user or group.
     */
    private static final String ACCESS = "system.posix_acl_access";

    private static final String DEFAULT = "system.posix_acl_default";

    /**
     * Attributes that people and their programs have set on a file. Attributes that give a program rights of its own
     * are not included.
     */
    private static final List<String> KEPT = List.of("user.", "security.selinux", "system.nfs4_acl", "system.cifs_acl");

    private static final Mode OWNERS = new Mode(0700);

    /** Leaves an owner or a group unchanged. */
    private static final int STAYS = -1;

    private static final int FIRST_ENTRY = 4;
    private static final int ENTRY_BYTES = 8;
    private static final int OWNER = 0x01;
    private static final int USER = 0x02;
    private static final int GROUP = 0x04;
    private static final int NAMED_GROUP = 0x08;
    private static final int MASK = 0x10;
    private static final int OTHERS = 0x20;

    /** Returns the attributes of a new file that is private to its owner. */
    public static FileAttribute<?>[] ofOwnFile(boolean posix) {
        return posix ? OWN_FILE : NONE;
    }

    /** Returns the attributes of a new folder that is private to its owner. */
    public static FileAttribute<?>[] ofOwnFolder(boolean posix) {
        return posix ? OWN_FOLDER : NONE;
    }

    /**
     * Returns the attributes of a new folder. The system removes the permissions that its parent folder does not grant.
     *
     * @param posix whether its file system has permissions
     * @param source the mode of its source, which limits the permissions of everybody but the owner
     */
    public static FileAttribute<?>[] ofFolder(boolean posix, Optional<Mode> source) {
        return posix && source.isPresent()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            source.get().withOwner().permissions())
                }
                : NONE;
    }

    /**
     * Returns the mode in {@code attributes} of {@link #ofFolder} and similar methods; every permission if there is
     * none.
     */
    @SuppressWarnings("unchecked") // the system's own type of such an attribute
    static Mode modeOf(FileAttribute<?>... attributes) {
        for (FileAttribute<?> attribute : attributes) {
            if (attribute.name().equals("posix:permissions")) {
                return Mode.of((Set<PosixFilePermission>) attribute.value());
            }
        }
        return new Mode(Mode.MOST);
    }

    /** A step that may fail without harm. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    static boolean isDone(Step step) {
        try {
            step.run();
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /**
     * Gives its mode to a new file that replaces no other.
     *
     * @param granted the most that its folder grants to a new file
     * @param source the mode of its source; empty for a file that is not meant to be executed
     */
    static Set<Unkept> ofNew(PosixFileAttributeView file, Mode granted, Optional<Mode> source) throws IOException {
        EnumSet<Unkept> unkept = EnumSet.noneOf(Unkept.class);
        give(file, granted.and(source.orElse(Mode.PLAIN)), unkept);
        return unkept;
    }

    /** Gives a file that replaces {@code old} the owner, group and mode of {@code old}. */
    static Set<Unkept> ofReplacing(PosixFileAttributeView file, PosixFileAttributes old, Optional<Mode> source)
            throws IOException {
        EnumSet<Unkept> unkept = EnumSet.noneOf(Unkept.class);
        PosixFileAttributes now = file.readAttributes();
        boolean group = now.group().equals(old.group()) || isDone(() -> file.setGroup(old.group()));
        boolean owner = now.owner().equals(old.owner()) || isDone(() -> file.setOwner(old.owner()));
        if (!group || !owner) {
            unkept.add(Unkept.OWNER);
        }
        Mode mode = Mode.of(old.permissions());
        give(file, (group ? mode : mode.withoutGroup()).and(source.orElse(mode)), unkept);
        return unkept;
    }

    private static void give(PosixFileAttributeView file, Mode mode, Set<Unkept> unkept) throws IOException {
        boolean done = isDone(() -> file.setPermissions(mode.permissions()));
        compare(mode, done, Mode.of(file.readAttributes().permissions()), unkept);
    }

    private static void compare(Mode wanted, boolean done, Mode is, Set<Unkept> unkept) {
        // Some disks accept a mode without storing it.
        if (is.isWiderThan(wanted)) {
            unkept.add(Unkept.MODE);
        } else if (!done && wanted.isWiderThan(is)) {
            unkept.add(Unkept.NARROW);
        }
    }

    /**
     * The metadata that a folder gives to a new file in it.
     *
     * @param group the number of the group
     * @param granted the most permissions that it grants
     * @param access its access control list, as the system stores it; null for none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Inherited(int group, Mode granted, byte @Nullable [] access) {
        /**
         * Reads it from an unnamed file that is made in {@code folder}.
         *
         * @param otherwise makes a file with a name, for disks without unnamed files
         */
        static Inherited by(NativeFile folder, Granted otherwise) throws IOException {
            try (NativeFile trial = folder.unnamed()) {
                NativeFile.Stat stat = trial.stat();
                return new Inherited(
                        stat.group(), stat.mode(), trial.attribute(ACCESS).orElse(null));
            } catch (LinuxCalls.Failure | AccessDeniedException | NoSuchFileException e) {
                NativeFile.Stat stat = folder.stat();
                byte[] access = folder.attribute(DEFAULT).orElse(null);
                return new Inherited(
                        stat.givesGroup() ? stat.group() : STAYS,
                        access == null ? otherwise.mode() : new Mode(Mode.MOST),
                        access);
            }
        }
    }

    /** Finds the permissions that are granted to a new file. */
    @FunctionalInterface
    interface Granted {
        Mode mode() throws IOException;
    }

    /**
     * Gives its group, access control list and mode to a new file that replaces no other.
     *
     * @param here the metadata that the file got from the folder in which it was made
     * @param there the metadata that new files get in the folder to which the file will be moved
     */
    static Set<Unkept> ofNew(NativeFile file, Inherited here, Inherited there, Optional<Mode> source)
            throws IOException {
        EnumSet<Unkept> unkept = EnumSet.noneOf(Unkept.class);
        Mode mode = there.granted().and(source.orElse(Mode.PLAIN));
        boolean group = there.group() == here.group()
                || there.group() == STAYS
                || isDone(() -> file.setOwner(STAYS, there.group()));
        if (!group) {
            unkept.add(Unkept.OWNER);
            mode = mode.withoutGroup();
        }
        if (here.access() != null || there.access() != null) {
            mode = withAccess(file, there.access(), mode, unkept);
        }
        give(file, mode, unkept);
        return unkept;
    }

    /**
     * Gives a file that replaces {@code old} the owner, group, mode, access control list and extended attributes of
     * {@code old}.
     */
    static Set<Unkept> ofReplacing(NativeFile file, NativeFile old, Optional<Mode> source) throws IOException {
        EnumSet<Unkept> unkept = EnumSet.noneOf(Unkept.class);
        NativeFile.Stat was = old.stat();
        NativeFile.Stat is = file.stat();
        boolean group = was.group() == is.group() || isDone(() -> file.setOwner(STAYS, was.group()));
        boolean owner = was.owner() == is.owner() || isDone(() -> file.setOwner(was.owner(), STAYS));
        if (!group || !owner) {
            unkept.add(Unkept.OWNER);
        }
        Mode mode = source.isPresent() ? was.mode().and(source.get()) : was.mode();
        for (String attribute : old.attributes()) {
            if (KEPT.stream().anyMatch(attribute::startsWith)
                    && !isDone(() -> file.setAttribute(
                            attribute, old.attribute(attribute).orElseThrow(IOException::new)))) {
                unkept.add(Unkept.ATTRIBUTES);
            }
        }
        mode = withAccess(file, old.attribute(ACCESS).orElse(null), group ? mode : mode.withoutGroup(), unkept);
        give(file, mode, unkept);
        return unkept;
    }

    /**
     * Gives a mode to a file whose predecessor this user may not open. The access control list of the predecessor is
     * not known, so only the owner of the new file gets permissions.
     */
    static Set<Unkept> ofUnreadable(NativeFile file, Optional<Mode> source) throws IOException {
        EnumSet<Unkept> unkept = EnumSet.of(Unkept.OWNER, Unkept.ACCESS_LIST);
        give(file, source.orElse(Mode.PLAIN).and(OWNERS), unkept);
        return unkept;
    }

    /**
     * Gives {@code file} an access control list that is limited to {@code mode}. Returns the mode that the file may
     * have then.
     */
    private static Mode withAccess(NativeFile file, byte @Nullable [] access, Mode mode, Set<Unkept> unkept) {
        boolean done = isDone(() -> {
            if (access != null) {
                file.setAttribute(ACCESS, masked(access, mode));
            } else if (file.attribute(ACCESS).isPresent()) {
                // Only if there is one: a disk without such lists may refuse even the removal.
                file.removeAttribute(ACCESS);
            }
        });
        if (done) {
            return mode;
        }
        unkept.add(Unkept.ACCESS_LIST);
        return mode.and(OWNERS);
    }

    /**
     * Returns the list limited to {@code mode}, as the system limits it for a file that is made with that mode. The
     * limit applies to the owner, to others, and to the mask, or to the group if there is no mask.
     */
    static byte[] masked(byte[] access, Mode mode) {
        ByteBuffer list = ByteBuffer.wrap(access.clone()).order(ByteOrder.LITTLE_ENDIAN);
        boolean hasMask = false;
        for (int at = FIRST_ENTRY; at + ENTRY_BYTES <= list.capacity(); at += ENTRY_BYTES) {
            hasMask |= list.getShort(at) == MASK;
        }
        for (int at = FIRST_ENTRY; at + ENTRY_BYTES <= list.capacity(); at += ENTRY_BYTES) {
            int tag = list.getShort(at);
            int allowed = switch (tag) {
                case OWNER -> mode.bits() >> 6;
                case GROUP -> hasMask ? 7 : mode.bits() >> 3;
                case MASK -> mode.bits() >> 3;
                case OTHERS -> mode.bits();
                default -> 7;
            };
            list.putShort(at + Short.BYTES, (short) (list.getShort(at + Short.BYTES) & allowed & 7));
        }
        return list.array();
    }

    /** Returns a mode that grants nobody more than {@code file}, whose own mode is {@code mode}, grants with its list. */
    static Mode withoutAccess(NativeFile file, Mode mode) throws IOException {
        Optional<byte[]> access = file.attribute(ACCESS);
        return access.isPresent() ? unlisted(access.get(), mode) : mode;
    }

    /**
     * Returns the mode for a file without the list {@code access}. In the mode of a file with a list, the bits of the
     * group are the mask, so they may grant what the list grants only to others. Users and groups that the list names are
     * of the group or of all others without it, so neither gets more than each of them.
     */
    static Mode unlisted(byte[] access, Mode mode) {
        ByteBuffer list = ByteBuffer.wrap(access).order(ByteOrder.LITTLE_ENDIAN);
        int group = 7;
        int named = 7;
        int mask = 7;
        boolean hasNamed = false;
        for (int at = FIRST_ENTRY; at + ENTRY_BYTES <= list.capacity(); at += ENTRY_BYTES) {
            int rights = list.getShort(at + Short.BYTES) & 7;
            switch (list.getShort(at)) {
                case GROUP -> group = rights;
                case USER, NAMED_GROUP -> {
                    named &= rights;
                    hasNamed = true;
                }
                case MASK -> mask = rights;
                default -> {}
            }
        }
        int most = hasNamed ? named & mask : 7;
        return mode.and(new Mode(0700 | (group & mask & most) << 3 | most));
    }

    private static void give(NativeFile file, Mode mode, Set<Unkept> unkept) throws IOException {
        boolean done = isDone(() -> file.setMode(mode));
        compare(mode, done, file.stat().mode(), unkept);
    }
}
