package quayside.app.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

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
        String shown = "\"" + Shown.path(path) + "\"";
        return switch (e) {
            // A character that the encoding lacks arrives as U+FFFD, so the file's real name is unknown.
            case NoSuchFileException _
            when path.toString().indexOf(NO_TEXT) >= 0 ->
                new CliException(
                        ExitCode.OTHER,
                        "There is no file or folder " + shown
                                + " on this computer, or its name is not text in the encoding in use, usually UTF-8. Rename it.");
            case NoSuchFileException _, NotDirectoryException _ ->
                new CliException(ExitCode.NOT_FOUND, "There is no file or folder " + shown + " on this computer.");
            case AccessDeniedException _ ->
                new CliException(ExitCode.DENIED, "This computer does not permit you to look at " + shown + ".");
            case IOException _ ->
                new CliException(ExitCode.OTHER, "This computer's disk failed when Quayside looked at " + shown + ".");
        };
    }
}
