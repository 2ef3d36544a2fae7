package quayside.app.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.Optional;
import quayside.app.core.settings.ConfigFolder;

/**
 * What a command has of the world around it.
 *
 * @param in standard input
 * @param out results
 * @param err messages
 * @param environment the environment variables
 * @param config the folder where server keys, saved servers and this host's identity are kept; empty where the system names none
 * @param prompt empty where nobody is there to ask
 * @param progress whether {@code err} is a terminal, on which a progress bar makes sense
 * @param zone for dates
 */
public record CliContext(
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        ConfigFolder.Lookup environment,
        Optional<Path> config,
        Optional<Prompt> prompt,
        boolean progress,
        ZoneId zone,
        SecureRandom random,
        Interrupts interrupts) {
    static final String UNWRITTEN =
            "Standard output cannot be written: it is closed, its disk is full, or the program that reads it has ended.";

    /** Whether {@code err} is a terminal that draws a line anew. */
    boolean drawsLines() {
        return progress && !isDumb();
    }

    /** Whether the terminal obeys no escapes, and shows them. */
    boolean isDumb() {
        return "dumb".equals(environment.get("TERM"));
    }

    /** The folder of {@link #config}. */
    Path configFolder() throws CliException {
        return config.orElseThrow(() -> new CliException(ExitCode.OTHER, ConfigFolder.MISSING));
    }

    /** Writes a message for the user: whole sentences, with nothing before them but the name of the file that they are about. */
    void say(String sentence) {
        err.println(sentence);
        err.flush();
    }

    /**
     * Writes a line of the result.
     *
     * @throws CliException where it cannot be written: nobody may take for done what was not said
     */
    void print(String line) throws CliException {
        out.println(line);
        if (out.checkError()) {
            throw new CliException(ExitCode.OTHER, UNWRITTEN);
        }
    }
}
