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
            case NoSuchFileException gone -> new Problem(Fault.NOT_FOUND, Texts.get("problem.gone", shown(gone)));
            case AccessDeniedException denied ->
                new Problem(Fault.LOCAL_DENIED, Texts.get("problem.denied", shown(denied)));
            case FileAlreadyExistsException taken ->
                new Problem(Fault.EXISTS, Texts.get("problem.exists", shown(taken)));
            case FileSystemException other -> new Problem(Fault.LOCAL_STORAGE, shown(other) + ": " + reason(other));
            default -> new Problem(Fault.LOCAL_STORAGE, sentence(failure.getMessage()));
        };
    }

    private static String shown(FileSystemException failure) {
        String file = failure.getFile();
        if (file == null) {
            return Texts.get("problem.theFile");
        }
        Path name = Path.of(file).getFileName();
        return Texts.get("problem.name", DisplayText.escape(name == null ? file : name.toString()));
    }

    private static String reason(FileSystemException failure) {
        String reason = failure.getReason();
        return reason == null ? Texts.get("problem.disk.reason") : sentence(reason);
    }

    private static String sentence(@Nullable String message) {
        if (message == null || message.isBlank()) {
            return Texts.get("problem.disk");
        }
        String text = DisplayText.escape(message.strip());
        return text.endsWith(".") ? text : text + ".";
    }
}
