package quayside.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keys and passcodes that come from files and variables. */
final class SecretFile {
    private static final int MAX_BYTES = 4096;

    private SecretFile() {}

    /**
     * What it holds, without the line ends after it.
     *
     * @param what it holds, for a sentence
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

    /** {@code text} without the line ends after it, which editors and shells leave there; spaces count in a passcode and stay. */
    static String withoutLineEnds(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }
}
