package quayside.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads keys and passcodes from files and variables. */
final class SecretFile {
    private static final int MAX_BYTES = 4096;

    private SecretFile() {}

    /**
     * Returns the content of a file without its final line ends.
     *
     * @param what the kind of secret, for a sentence
     */
    static String read(Path file, String what) throws CliException {
        try {
            if (Files.size(file) <= MAX_BYTES) {
                return withoutLineEnds(Files.readString(file, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.USAGE, "The " + what + " file " + Shown.path(file) + " cannot be read.");
        }
        throw new CliException(
                ExitCode.USAGE, "The " + what + " file " + Shown.path(file) + " is too large to hold a " + what + ".");
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
