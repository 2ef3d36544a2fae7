package quayside.app.core.text;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.DisplayText;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * A failure: its kind, and one plain sentence for the user, without secrets and escaped for display.
 *
 * @param fault the kind
 * @param sentence what happened and, if something can be done, what to do
 */
public record Problem(Fault fault, String sentence) {
    /** Returns the problem behind an exception of a blocking call of the protocol, the server or the disk. */
    public static Problem of(IOException failure) {
        return switch (failure) {
            case ProtocolException known -> new Problem(known.fault(), known.sentence());
            case NoSuchFileException gone -> new Problem(Fault.NOT_FOUND, shown(gone) + " is not there, or no longer.");
            case AccessDeniedException denied ->
                new Problem(Fault.LOCAL_DENIED, "This computer does not permit access to " + shown(denied) + ".");
            case FileAlreadyExistsException taken -> new Problem(Fault.EXISTS, shown(taken) + " exists already.");
            case FileSystemException other -> new Problem(Fault.LOCAL_STORAGE, shown(other) + ": " + reason(other));
            default -> new Problem(Fault.LOCAL_STORAGE, sentence(failure.getMessage()));
        };
    }

    private static String shown(FileSystemException failure) {
        String file = failure.getFile();
        if (file == null) {
            return "The file";
        }
        Path name = Path.of(file).getFileName();
        return "\"" + DisplayText.escape(name == null ? file : name.toString()) + "\"";
    }

    private static String reason(FileSystemException failure) {
        String reason = failure.getReason();
        return reason == null ? "this computer's disk failed." : sentence(reason);
    }

    private static String sentence(@Nullable String message) {
        if (message == null || message.isBlank()) {
            return "This computer's disk or network failed.";
        }
        String text = DisplayText.escape(message.strip());
        return text.endsWith(".") ? text : text + ".";
    }
}
