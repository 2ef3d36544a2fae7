package quayside.protocol.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;

/**
 * What a file system refuses and Java has no type for, told by the system's own words, on Unix in English under any locale of ours. The one table of both sides: each says it in
 * sentences of its own.
 */
public enum DiskTrouble {
    /** No space is left. */
    FULL("no space left", "not enough space"),
    /** The user's share of the space is used up. */
    QUOTA("quota exceeded"),
    /** The file system, or a limit of the process, takes no file as large as this. */
    FILE_TOO_LARGE("file too large", "exceeds the limit"),
    NAME_TOO_LONG("name too long"),
    /** The file system has no such names. Others say of such only that they are not there. */
    NAME_INVALID("invalid argument", "label syntax is incorrect"),
    READ_ONLY("read-only file system", "write protected"),
    /** The file or its folder is marked as unchangeable, or the file system has no such operation for this user. */
    UNCHANGEABLE("operation not permitted"),
    TOO_MANY_OPEN("too many open files"),
    LINK("symbolic link"),
    /** Another program uses it, or another file system is mounted there. */
    BUSY("resource busy", "text file busy", "used by another process"),
    /** The disk was taken off, or its server is not reached. */
    AWAY("not connected", "stale file handle", "stale nfs", "no such device", "host is down", "no route to host"),
    /** None of these. */
    OTHER();

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes it so.
    private final List<String> words;

    DiskTrouble(String... words) {
        this.words = List.of(words);
    }

    /** What {@code e} says. */
    public static DiskTrouble of(IOException e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        String text = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        for (DiskTrouble trouble : values()) {
            if (trouble.words.stream().anyMatch(text::contains) && trouble.isAbout(e)) {
                return trouble;
            }
        }
        return OTHER;
    }

    /** Of what has no file it is not known what was invalid. */
    private boolean isAbout(IOException e) {
        return this != NAME_INVALID || e instanceof FileSystemException;
    }

    /** What a look for a name has failed with; under a name that the disk does not take there is nothing. */
    static FileSystemException missingWhereNoName(FileSystemException e) {
        if (!of(e).isOfName()) {
            return e;
        }
        NoSuchFileException missing = new NoSuchFileException(e.getFile());
        missing.initCause(e);
        return missing;
    }

    /** Whether the name is what the file system refuses. */
    public boolean isOfName() {
        return this == NAME_TOO_LONG || this == NAME_INVALID;
    }

    /** Whether it is not allowed, however often it is tried. */
    public boolean isOfPermission() {
        return this == READ_ONLY || this == UNCHANGEABLE;
    }

    /** Whether there is no room for more, of whichever file. */
    public boolean isOfSpace() {
        return this == FULL || this == QUOTA;
    }
}
