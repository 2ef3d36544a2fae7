package quayside.protocol.files;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The reasons why a file system fails, found by Java's exception type, or else by the system's message, which Unix
 * prints in English under any locale that we set. This is the only such table, for both ends. Each reason is one
 * failure for the user of this computer, and another for a guest of a host.
 */
public enum FileProblem {
    /** No space is left. */
    FULL(Reason.DISK_FULL, Reason.HOST_FULL, "no space left", "not enough space"),
    /** The user's quota is used up. */
    QUOTA(Reason.DISK_QUOTA, Reason.HOST_QUOTA, "quota exceeded"),
    /** The file system, or a limit of the process, does not allow a file of this size. */
    FILE_TOO_LARGE(Reason.DISK_FILE_TOO_LARGE, Reason.HOST_FILE_TOO_LARGE, "file too large", "exceeds the limit"),
    NAME_TOO_LONG(Reason.DISK_NAME_TOO_LONG, Reason.HOST_NAME_TOO_LONG, "name too long"),
    /** The file system cannot store the name. Some file systems only report such a name as missing. */
    NAME_INVALID(Reason.DISK_NAME_INVALID, Reason.HOST_NAME_INVALID, "invalid argument", "label syntax is incorrect"),
    READ_ONLY(Reason.DISK_READ_ONLY, Reason.HOST_READ_ONLY, "read-only file system", "write protected"),
    /**
     * The file or its folder is marked as unchangeable, or the file system does not offer the operation to this user.
     */
    UNCHANGEABLE(Reason.DISK_UNCHANGEABLE, Reason.HOST_UNCHANGEABLE, "operation not permitted"),
    /** Not the disk's fault, and temporary: a transfer retries. */
    TOO_MANY_OPEN(Reason.DISK_TOO_MANY_OPEN, Reason.HOST_TOO_MANY_OPEN, "too many open files"),
    LINK(Reason.DISK_LINK, Reason.HOST_MISSING, "symbolic link"),
    /** Another program uses the file, or another file system is mounted there. */
    BUSY(Reason.DISK_BUSY, Reason.HOST_BUSY, "resource busy", "text file busy", "used by another process"),
    /** The disk was removed, or its server cannot be reached. */
    AWAY(
            Reason.DISK_AWAY,
            Reason.HOST_AWAY,
            "not connected",
            "stale file handle",
            "stale nfs",
            "no such device",
            "host is down",
            "no route to host"),
    DENIED(Reason.DISK_DENIED, Reason.HOST_DENIED),
    MISSING(Reason.DISK_MISSING, Reason.HOST_MISSING),
    NO_DIRECTORY(Reason.DISK_NO_DIRECTORY, Reason.HOST_MISSING),
    TAKEN(Reason.DISK_TAKEN, Reason.HOST_TAKEN),
    NOT_EMPTY(Reason.DISK_NOT_EMPTY, Reason.HOST_NOT_EMPTY),
    OTHER_DISK(Reason.DISK_ERROR, Reason.HOST_OTHER_DISK),
    INTERRUPTED(Reason.DISK_ERROR, Reason.HOST_INTERRUPTED),
    /** Any other reason. */
    OTHER(Reason.DISK_ERROR, Reason.HOST_ERROR);

    private static final Logger LOG = LoggerFactory.getLogger(FileProblem.class);

    private final Reason local;
    private final Reason atHost;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes it so.
    private final List<String> words;

    FileProblem(Reason local, Reason atHost, String... words) {
        this.local = local;
        this.atHost = atHost;
        this.words = List.of(words);
    }

    /** Returns the reason of {@code failure}. */
    public static FileProblem of(IOException failure) {
        return switch (failure) {
            case ClosedByInterruptException _ -> INTERRUPTED;
            case NoSuchFileException _ -> MISSING;
            case NotDirectoryException _ -> NO_DIRECTORY;
            case FileAlreadyExistsException _ -> TAKEN;
            case DirectoryNotEmptyException _ -> NOT_EMPTY;
            case AccessDeniedException _ -> DENIED;
            case AtomicMoveNotSupportedException _ -> OTHER_DISK;
            case FileSystemException file -> said(file.getReason(), true);
            // Without a file it is unknown which argument was invalid.
            default -> said(failure.getMessage(), false);
        };
    }

    private static FileProblem said(@Nullable String reason, boolean aboutAFile) {
        String text = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        for (FileProblem problem : values()) {
            if (problem.words.stream().anyMatch(text::contains) && (aboutAFile || problem != NAME_INVALID)) {
                return problem;
            }
        }
        return OTHER;
    }

    /**
     * Returns {@code failure} of this computer's disk as a fault for its user. A {@link ProtocolException} stays as it
     * is.
     */
    public static ProtocolException local(IOException failure) {
        if (failure instanceof ProtocolException known) {
            return known;
        }
        FileProblem problem = of(failure);
        return new ProtocolException(problem.local, failure);
    }

    /**
     * Returns the same as {@link #local}, for an action that a person asked for: the sentence names the file if the
     * failure does, and a missing file or a taken name is a fault of its own. A failure without a known reason is in the
     * system's words.
     */
    public static ProtocolException named(IOException failure) {
        if (failure instanceof ProtocolException known) {
            return known;
        }
        FileProblem problem = of(failure);
        Fault fault = switch (problem) {
            case MISSING -> Fault.NOT_FOUND;
            case TAKEN -> Fault.EXISTS;
            default -> problem.local.fault();
        };
        String reason = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        Sentence sentence = problem == OTHER && reason != null && !reason.isBlank()
                ? Sentence.said(reason.strip().endsWith(".") ? reason.strip() : reason.strip() + ".")
                : Sentence.of(problem.local);
        if (failure instanceof FileSystemException file && file.getFile() != null) {
            Path name = Path.of(file.getFile()).getFileName();
            sentence = Sentence.of(Phrase.ABOUT, name == null ? file.getFile() : name, sentence);
        }
        return new ProtocolException(fault, sentence, failure);
    }

    /**
     * Returns {@code failure} of the host's disk at {@code path} as a fault for a guest. A {@link ProtocolException}
     * stays as it is.
     */
    public static ProtocolException atHost(IOException failure, RemotePath path) {
        if (failure instanceof ProtocolException known) {
            return known;
        }
        FileProblem problem = of(failure);
        if (problem == OTHER) {
            LOG.warn("The disk failed on {}", DisplayText.escape(path.toString()), failure);
        }
        return problem.atHost(path, failure);
    }

    /** Returns this reason as a fault for a guest, as {@link #atHost(IOException, RemotePath)} does. */
    public ProtocolException atHost(RemotePath path, @Nullable Throwable cause) {
        return atHost == Reason.HOST_MISSING && path.isRoot()
                ? shareAway(cause)
                : new ProtocolException(atHost, cause, path);
    }

    /** Returns the fault for a shared folder that no longer exists. A later try may find it again. */
    public static ProtocolException shareAway(@Nullable Throwable cause) {
        return new ProtocolException(Reason.HOST_SHARE_AWAY, cause);
    }

    /** Returns the fault of a name that this computer's disk cannot store, while the disk itself works. */
    public static ProtocolException unstorable(String name, @Nullable IOException cause) {
        return new ProtocolException(Reason.NAME_UNSTORABLE, cause, name);
    }

    /** Returns the failure of a lookup, as a missing file if the disk cannot store the name. */
    static FileSystemException missingIfNoName(FileSystemException failure) {
        if (!of(failure).isOfName()) {
            return failure;
        }
        NoSuchFileException missing = new NoSuchFileException(failure.getFile());
        missing.initCause(failure);
        return missing;
    }

    /** Returns whether the file system refuses the name. */
    public boolean isOfName() {
        return this == NAME_TOO_LONG || this == NAME_INVALID;
    }

    /** Returns whether the disk is full or the user's quota is used up. */
    public static boolean isDiskFull(IOException failure) {
        FileProblem problem = of(failure);
        return problem == FULL || problem == QUOTA;
    }
}
