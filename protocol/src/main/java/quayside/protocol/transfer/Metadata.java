package quayside.protocol.transfer;

import java.io.IOException;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import quayside.protocol.message.Mode;

/**
 * What a file that has arrived is given before it takes its name, besides its content (PROTOCOL.md section 8.5). What a disk refuses is told and fails nothing. It
 * is given in an order in which the file is never more open than in the end.
 */
public final class Metadata {
    /** For a file that grows: nobody else's until it is whole. */
    public static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(Mode.OWNER_ONLY.permissions());

    /** For a file by which is found what its folder grants to new ones. */
    public static final FileAttribute<?> ALL = PosixFilePermissions.asFileAttribute(new Mode(Mode.MOST).permissions());

    private Metadata() {}

    private static final FileAttribute<?>[] NONE = {};

    /**
     * For a new folder, of which the system takes away what is not granted where it is made.
     *
     * @param posix whether its file system has modes
     * @param source the mode of its source, beyond which it allows nobody but its owner anything
     */
    public static FileAttribute<?>[] ofFolder(boolean posix, Optional<Mode> source) {
        return posix && source.isPresent()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            source.get().withOwner().permissions())
                }
                : NONE;
    }

    /** What may fail without harm. */
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
     * For a file that replaces none.
     *
     * @param granted what its folder grants to a new file at most
     * @param source the mode of its source; empty for one that nobody is meant to run
     */
    public static Set<Unkept> ofNew(PosixFileAttributeView file, Mode granted, Optional<Mode> source)
            throws IOException {
        EnumSet<Unkept> unkept = EnumSet.noneOf(Unkept.class);
        give(file, granted.and(source.orElse(Mode.PLAIN)), unkept);
        return unkept;
    }

    /** For a file that replaces {@code old}, whose owner, group and mode it keeps. */
    public static Set<Unkept> ofReplacing(PosixFileAttributeView file, PosixFileAttributes old, Optional<Mode> source)
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
        boolean _ = isDone(() -> file.setPermissions(mode.permissions()));
        if (Mode.of(file.readAttributes().permissions()).isWiderThan(mode)) {
            unkept.add(Unkept.MODE);
        }
    }
}
