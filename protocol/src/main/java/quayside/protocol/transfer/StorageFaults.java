package quayside.protocol.transfer;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** This computer's file errors as sentences. */
public final class StorageFaults {
    private StorageFaults() {}

    /** What {@code e} means to the user; a {@link ProtocolException} stays as it is. */
    public static ProtocolException of(IOException e) {
        return switch (e) {
            case ProtocolException known -> known;
            case AccessDeniedException denied -> local("This computer does not allow it: permission denied.", denied);
            case NoSuchFileException gone -> local("The file or its folder is no longer on this computer.", gone);
            case NotDirectoryException file -> local("There is a file where a folder is needed.", file);
            case IOException other
            when isDiskFull(other) -> local("The disk of this computer is full; free some space and try again.", other);
            case IOException other -> local("This computer's disk reported an error while the file was used.", other);
        };
    }

    /** Whether the file system said that no space, or no more of the user's quota, is left. */
    public static boolean isDiskFull(IOException e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        String text = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("not enough space") || text.contains("quota exceeded");
    }

    private static ProtocolException local(String sentence, IOException cause) {
        return new ProtocolException(Fault.LOCAL_STORAGE, sentence, cause);
    }
}
