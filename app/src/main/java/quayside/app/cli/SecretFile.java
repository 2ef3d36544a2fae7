package quayside.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds a key or a passcode. */
final class SecretFile {
    private static final int MAX_BYTES = 4096;

    private SecretFile() {}

    /**
     * What it holds, without the spaces and line ends around it.
     *
     * @param what it holds, for a sentence
     */
    static String read(Path file, String what) throws CliException {
        try {
            if (Files.size(file) <= MAX_BYTES) {
                return Files.readString(file, StandardCharsets.UTF_8).strip();
            }
        } catch (IOException e) {
            throw new CliException(ExitCode.USAGE, "The " + what + " file " + Shown.path(file) + " cannot be read.");
        }
        throw new CliException(
                ExitCode.USAGE, "The " + what + " file " + Shown.path(file) + " is too large to hold a " + what + ".");
    }
}
