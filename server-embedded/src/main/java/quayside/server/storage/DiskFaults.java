package quayside.server.storage;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.RemotePath;
import quayside.protocol.transfer.StorageFaults;
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
            default -> ofReason(failure, path);
        };
    }

    /** Java has no types for these; the system's own words tell them apart, on Unix in English under any locale of ours. */
    private static ProtocolException ofReason(IOException failure, RemotePath path) {
        String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (StorageFaults.isDiskFull(failure)) {
            return diskFull(path, failure);
        }
        if (reason.contains("too many open files")) {
            // Not the disk's fault, and over soon: who transfers tries again by itself.
            return new ProtocolException(
                    Fault.SERVER_FULL, "The host's computer has too many files open at the moment.", failure);
        }
        if (reason.contains("symbolic link")) {
            return notFound(path, failure);
        }
        if (reason.contains("name too long") || reason.contains("read-only file system")) {
            return new ProtocolException(Fault.REFUSED, "The host's disk does not take " + quoted(path) + ".", failure);
        }
        LOG.warn("The disk failed on {}", quoted(path), failure);
        return new ProtocolException(
                Fault.SERVER_ERROR, "The host's disk failed on " + quoted(path) + "; try again later.", failure);
    }

    static ProtocolException notFound(RemotePath path, @Nullable Throwable cause) {
        return new ProtocolException(Fault.NOT_FOUND, "There is no " + quoted(path) + " in this share.", cause);
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
