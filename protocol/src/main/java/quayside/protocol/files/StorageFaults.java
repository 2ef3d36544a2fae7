package quayside.protocol.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.DisplayText;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** This computer's file errors as sentences. */
public final class StorageFaults {
    private StorageFaults() {}

    /** What {@code e} means to the user; a {@link ProtocolException} stays as it is. */
    public static ProtocolException of(IOException e) {
        return switch (e) {
            case ProtocolException known -> known;
            case AccessDeniedException denied ->
                new ProtocolException(
                        Fault.LOCAL_DENIED, "This computer does not allow it: permission denied.", denied);
            case NoSuchFileException gone -> local("The file or its folder is no longer on this computer.", gone);
            case NotDirectoryException file -> local("There is a file where a folder is needed.", file);
            case IOException other -> of(DiskTrouble.of(other), other);
        };
    }

    private static ProtocolException of(DiskTrouble trouble, IOException cause) {
        return new ProtocolException(
                trouble.isOfPermission() ? Fault.LOCAL_DENIED : Fault.LOCAL_STORAGE, sentence(trouble), cause);
    }

    private static String sentence(DiskTrouble trouble) {
        return switch (trouble) {
            case FULL -> "The disk of this computer is full; free some space and try again.";
            case QUOTA -> "Your quota on this computer's disk is used up; free some space and try again.";
            case FILE_TOO_LARGE -> "This computer's disk takes no file as large as this; use one that does.";
            case NAME_TOO_LONG -> "The name is too long for this computer's disk.";
            case NAME_INVALID -> "This computer's disk cannot store that name.";
            case READ_ONLY -> "This computer's disk can only be read.";
            case UNCHANGEABLE ->
                "This computer does not allow it: the file or its folder is marked as unchangeable, or the disk forbids it.";
            case TOO_MANY_OPEN -> "This computer has too many files open at the moment; try again.";
            case LINK -> "There is a link where a file or a folder is needed.";
            case BUSY -> "Another program of this computer uses the file or its folder; try again.";
            case AWAY -> "The disk was taken off, or its server is not reached; try again.";
            case OTHER -> "This computer's disk reported an error while the file was used.";
        };
    }

    /** Whether the file system said that no space, or no more of the user's quota, is left. */
    public static boolean isDiskFull(IOException e) {
        return DiskTrouble.of(e).isOfSpace();
    }

    /** That this computer's disk, which is there, has no file of this name and takes none. */
    public static ProtocolException unstorable(String name, @Nullable IOException cause) {
        return local("This computer's disk cannot store the name \"" + DisplayText.escape(name) + "\".", cause);
    }

    private static ProtocolException local(String sentence, @Nullable IOException cause) {
        return new ProtocolException(Fault.LOCAL_STORAGE, sentence, cause);
    }
}
