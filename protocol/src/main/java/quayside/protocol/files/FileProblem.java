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
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * The reasons why an operation of a file system fails. They are recognised by Java's exception type, or else by the
 * system's message, which on Unix is in English under any locale that we set. This is the only such table, for both
 * ends. Each reason has a fault and a sentence for the user of this computer, and a fault and a sentence for a guest of
 * a host.
 */
public enum FileProblem {
    FULL(
            Fault.LOCAL_STORAGE,
            "The disk of this computer is full; free some space and try again.",
            Fault.DISK_FULL,
            "The host's disk has no room for %s.",
            "no space left",
            "not enough space"),
    QUOTA(
            Fault.LOCAL_STORAGE,
            "Your quota on this computer's disk is used up; free some space and try again.",
            Fault.DISK_FULL,
            "The host's quota on its disk has no room for %s.",
            "quota exceeded"),
    /** The file system, or a limit of the process, does not allow a file of this size. */
    FILE_TOO_LARGE(
            Fault.LOCAL_STORAGE,
            "This computer's disk takes no file as large as this; use one that does.",
            Fault.TOO_LARGE,
            "The host's disk takes no file as large as %s.",
            "file too large",
            "exceeds the limit"),
    NAME_TOO_LONG(
            Fault.LOCAL_STORAGE,
            "The name is too long for this computer's disk.",
            Fault.REFUSED,
            "The name of %s is too long for the host's disk; choose a shorter one.",
            "name too long"),
    /** The file system cannot store the name. Some file systems only report such a name as missing. */
    NAME_INVALID(
            Fault.LOCAL_STORAGE,
            "This computer's disk cannot store that name.",
            Fault.REFUSED,
            "The host's disk cannot store the name of %s; choose another.",
            "invalid argument",
            "label syntax is incorrect"),
    READ_ONLY(
            Fault.LOCAL_DENIED,
            "This computer's disk is read-only.",
            Fault.REFUSED,
            "The host's disk can only be read; %s cannot be changed or made there.",
            "read-only file system",
            "write protected"),
    /**
     * The file or its folder is marked as unchangeable, or the file system does not offer the operation to this user.
     */
    UNCHANGEABLE(
            Fault.LOCAL_DENIED,
            "This computer does not allow it: the file or its folder is marked as unchangeable, or the disk forbids it.",
            Fault.REFUSED,
            "The host's computer does not let %s be changed: it, its folder or something in it is marked as unchangeable.",
            "operation not permitted"),
    /** Not the disk's fault, and temporary: a transfer retries. */
    TOO_MANY_OPEN(
            Fault.LOCAL_STORAGE,
            "This computer has too many files open at the moment; try again.",
            Fault.SERVER_FULL,
            "The host's computer has too many files open at the moment.",
            "too many open files"),
    LINK(
            Fault.LOCAL_STORAGE,
            "There is a link where a file or a folder is needed.",
            Fault.NOT_FOUND,
            "There is no %s in this share.",
            "symbolic link"),
    /** Another program uses the file, or another file system is mounted there. */
    BUSY(
            Fault.LOCAL_STORAGE,
            "Another program of this computer uses the file or its folder; try again.",
            Fault.REFUSED,
            "The host's computer uses %s at the moment, or another disk lies in its place; try again later.",
            "resource busy",
            "text file busy",
            "used by another process"),
    /** The disk was removed, or its server cannot be reached. */
    AWAY(
            Fault.LOCAL_STORAGE,
            "The disk was removed, or its server cannot be reached; try again.",
            Fault.SERVER_FULL,
            "The host's disk was taken off, or is not reached, with %s on it.",
            "not connected",
            "stale file handle",
            "stale nfs",
            "no such device",
            "host is down",
            "no route to host"),
    DENIED(
            Fault.LOCAL_DENIED,
            "This computer does not allow it: permission denied.",
            Fault.REFUSED,
            "The host's computer does not allow access to %s."),
    MISSING(
            Fault.LOCAL_STORAGE,
            "The file or its folder is no longer on this computer.",
            Fault.NOT_FOUND,
            "There is no %s in this share."),
    NO_DIRECTORY(
            Fault.LOCAL_STORAGE,
            "There is a file where a folder is needed.",
            Fault.NOT_FOUND,
            "There is no %s in this share."),
    TAKEN(Fault.EXISTS, "The name %s is taken."),
    NOT_EMPTY(Fault.EXISTS, "The folder %s is not empty."),
    OTHER_DISK(Fault.REFUSED, "%s lies on another disk of the host's computer, where guests cannot write."),
    INTERRUPTED(Fault.CANCELLED, "Nobody is waiting for %s any more."),
    /** Any other reason. */
    OTHER(Fault.SERVER_ERROR, "The host's disk failed on %s; try again later.");

    private static final Logger LOG = LoggerFactory.getLogger(FileProblem.class);

    private final Fault local;
    private final String localSentence;
    private final Fault atHost;
    private final String hostSentence;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes it so.
    private final List<String> words;

    FileProblem(Fault local, String localSentence, Fault atHost, String hostSentence, String... words) {
        this.local = local;
        this.localSentence = localSentence;
        this.atHost = atHost;
        this.hostSentence = hostSentence;
        this.words = List.of(words);
    }

    /** Creates a reason that occurs only at the host. */
    FileProblem(Fault atHost, String hostSentence) {
        this(
                Fault.LOCAL_STORAGE,
                "This computer's disk reported an error while the file was used.",
                atHost,
                hostSentence);
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
        return new ProtocolException(problem.local, problem.localSentence, failure);
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
            LOG.warn("The disk failed on {}", quoted(path), failure);
        }
        return problem.atHost(path, failure);
    }

    /** Returns this reason as a fault for a guest, as {@link #atHost(IOException, RemotePath)} does. */
    public ProtocolException atHost(RemotePath path, @Nullable Throwable cause) {
        return atHost == Fault.NOT_FOUND && path.isRoot()
                ? shareAway(cause)
                : new ProtocolException(atHost, hostSentence.formatted(quoted(path)), cause);
    }

    /** Returns the fault for a shared folder that no longer exists. A later try may find it again. */
    public static ProtocolException shareAway(@Nullable Throwable cause) {
        return new ProtocolException(
                Fault.SERVER_FULL,
                "The shared folder is not where it was at the host: it was moved or deleted, or its disk was taken off.",
                cause);
    }

    /** Returns the fault of a name that this computer's disk cannot store, while the disk itself works. */
    public static ProtocolException unstorable(String name, @Nullable IOException cause) {
        return new ProtocolException(
                Fault.LOCAL_STORAGE,
                "This computer's disk cannot store the name \"" + DisplayText.escape(name) + "\".",
                cause);
    }

    /** Returns {@code path} as it is named in sentences. */
    public static String quoted(RemotePath path) {
        return path.isRoot() ? "the shared folder" : '"' + DisplayText.escape(path.toString()) + '"';
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
