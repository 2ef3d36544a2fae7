package quayside.server.storage;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.files.DiskTrouble;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Failures of the host's disk as faults of the protocol, in sentences that a guest can do something with. */
final class DiskFaults {
    private static final Logger LOG = LoggerFactory.getLogger(DiskFaults.class);

    private DiskFaults() {}

    static ProtocolException of(IOException failure, RemotePath path) {
        return switch (failure) {
            case ProtocolException named -> named;
            case ClosedByInterruptException broken ->
                new ProtocolException(Fault.CANCELLED, "Nobody waits for " + quoted(path) + " any more.", broken);
            case NoSuchFileException missing -> notFound(path, missing);
            case NotDirectoryException missing -> notFound(path, missing);
            case FileAlreadyExistsException taken -> exists(path, taken);
            case DirectoryNotEmptyException full ->
                new ProtocolException(Fault.EXISTS, "The folder " + quoted(path) + " is not empty.", full);
            case AccessDeniedException denied ->
                new ProtocolException(
                        Fault.REFUSED, "The host's computer does not allow access to " + quoted(path) + ".", denied);
            case AtomicMoveNotSupportedException far ->
                new ProtocolException(
                        Fault.REFUSED,
                        quoted(path) + " lies on another disk of the host's computer, where guests cannot write.",
                        far);
            default -> ofTrouble(failure, path);
        };
    }

    private static ProtocolException ofTrouble(IOException failure, RemotePath path) {
        String name = quoted(path);
        return switch (DiskTrouble.of(failure)) {
            case FULL -> diskFull(path, failure);
            case QUOTA ->
                new ProtocolException(
                        Fault.DISK_FULL, "The host's quota on its disk has no room for " + name + ".", failure);
            case FILE_TOO_LARGE ->
                new ProtocolException(
                        Fault.TOO_LARGE, "The host's disk takes no file as large as " + name + ".", failure);
            case NAME_TOO_LONG ->
                refused("The name of " + name + " is too long for the host's disk; choose a shorter one.", failure);
            case NAME_INVALID -> unstorable(path, failure);
            case READ_ONLY ->
                refused("The host's disk can only be read; " + name + " cannot be changed or made there.", failure);
            case UNCHANGEABLE ->
                refused(
                        "The host's computer does not let " + name
                                + " be changed: it, its folder or something in it is marked as unchangeable.",
                        failure);
            case BUSY ->
                refused(
                        "The host's computer uses " + name
                                + " at the moment, or another disk lies in its place; try again later.",
                        failure);
            case TOO_MANY_OPEN ->
                // Not the disk's fault, and over soon: who transfers tries again by itself.
                new ProtocolException(
                        Fault.SERVER_FULL, "The host's computer has too many files open at the moment.", failure);
            case LINK -> notFound(path, failure);
            case AWAY ->
                new ProtocolException(
                        Fault.SERVER_FULL,
                        "The host's disk was taken off, or is not reached, with " + name + " on it.",
                        failure);
            case OTHER -> {
                LOG.warn("The disk failed on {}", name, failure);
                yield new ProtocolException(
                        Fault.SERVER_ERROR, "The host's disk failed on " + name + "; try again later.", failure);
            }
        };
    }

    private static ProtocolException refused(String sentence, IOException cause) {
        return new ProtocolException(Fault.REFUSED, sentence, cause);
    }

    /** That the disk has no such names. */
    static ProtocolException unstorable(RemotePath path, IOException cause) {
        return refused("The host's disk cannot store the name of " + quoted(path) + "; choose another.", cause);
    }

    static ProtocolException notFound(RemotePath path, @Nullable Throwable cause) {
        return path.isRoot()
                ? folderAway(cause)
                : new ProtocolException(Fault.NOT_FOUND, "There is no " + quoted(path) + " in this share.", cause);
    }

    /** For a share that is not there any more; another try may find it again. */
    static ProtocolException folderAway(@Nullable Throwable cause) {
        return new ProtocolException(
                Fault.SERVER_FULL,
                "The shared folder is not where it was at the host: it was moved or deleted, or its disk was taken off.",
                cause);
    }

    static ProtocolException exists(RemotePath path, @Nullable Throwable cause) {
        return new ProtocolException(Fault.EXISTS, "The name " + quoted(path) + " is taken.", cause);
    }

    static ProtocolException diskFull(RemotePath path, @Nullable Throwable cause) {
        return new ProtocolException(Fault.DISK_FULL, "The host's disk has no room for " + quoted(path) + ".", cause);
    }

    static String quoted(RemotePath path) {
        return path.isRoot() ? "the shared folder" : '"' + DisplayText.escape(path.toString()) + '"';
    }
}
