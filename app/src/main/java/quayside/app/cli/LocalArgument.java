package quayside.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import quayside.protocol.files.FileProblem;
import quayside.protocol.text.Phrase;
import quayside.protocol.wire.ProtocolException;

/** A file or folder of this computer as typed by a person. */
final class LocalArgument {
    private static final char NO_TEXT = '\uFFFD';

    private LocalArgument() {}

    /**
     * Returns the attributes of a file or folder, following a link.
     *
     * @throws CliException if it does not exist, or that cannot be determined, for example because a parent folder may
     *     not be entered
     */
    static BasicFileAttributes look(Path path) throws CliException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    static CliException failure(Path path, IOException e) {
        return switch (e) {
            // A character that the encoding lacks arrives as U+FFFD, so the file's real name is unknown.
            case NoSuchFileException _
            when path.toString().indexOf(NO_TEXT) >= 0 ->
                new CliException(ExitCode.OTHER, CliText.NO_FILE_OR_NO_TEXT, path);
            case NoSuchFileException _, NotDirectoryException _ ->
                new CliException(ExitCode.NOT_FOUND, CliText.NO_FILE, path);
            case IOException _ -> {
                ProtocolException problem = FileProblem.local(e);
                yield new CliException(ExitCode.of(problem.fault()), Phrase.ABOUT, path, problem.sentence());
            }
        };
    }
}
