package quayside.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads keys and passcodes from files and variables. */
enum SecretFile {
    KEY(CliText.KEY_FILE_UNREADABLE, CliText.KEY_FILE_LARGE),
    PASSCODE(CliText.PASSCODE_FILE_UNREADABLE, CliText.PASSCODE_FILE_LARGE);

    private static final int MAX_BYTES = 4096;

    private final CliText unreadable;
    private final CliText large;

    SecretFile(CliText unreadable, CliText large) {
        this.unreadable = unreadable;
        this.large = large;
    }

    /** Returns the content of a file without its final line ends. */
    String read(Path file) throws CliException {
        try {
            if (Files.size(file) <= MAX_BYTES) {
                return withoutLineEnds(Files.readString(file, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.USAGE, unreadable, file);
        }
        throw new CliException(ExitCode.USAGE, large, file);
    }

    /**
     * Returns {@code text} without its final line ends, which editors and shells add. Spaces count in a passcode and
     * stay.
     */
    static String withoutLineEnds(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }
}
