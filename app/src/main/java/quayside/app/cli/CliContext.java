package quayside.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import quayside.app.core.settings.ConfigFolder;

/**
 * What a command has of the world around it.
 *
 * @param out results
 * @param err messages
 * @param environment the environment variables
 * @param configFolder where server keys, saved servers and this host's identity are kept
 * @param prompt asks a person for a secret, with the question given; empty where nobody is there to ask
 * @param progress whether {@code err} is a terminal, on which a progress bar makes sense
 * @param zone for dates
 */
public record CliContext(
        PrintWriter out,
        PrintWriter err,
        ConfigFolder.Lookup environment,
        Path configFolder,
        Optional<Function<String, Optional<String>>> prompt,
        boolean progress,
        ZoneId zone,
        SecureRandom random,
        Interrupts interrupts) {
    /** Writes a message for the user. */
    void say(String sentence) {
        err.println(sentence);
        err.flush();
    }

    /** Writes a line of the result. */
    void print(String line) {
        out.println(line);
        out.flush();
    }
}
