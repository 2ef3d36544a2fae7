package quayside.app.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.ZoneId;
import java.util.Optional;
import quayside.app.core.settings.ConfigFolder;

/**
 * What a command has of the world around it.
 *
 * @param out results
 * @param err messages
 * @param environment the environment variables
 * @param configFolder where server keys, saved servers and this host's identity are kept
 * @param prompt empty where nobody is there to ask
 * @param progress whether {@code err} is a terminal, on which a progress bar makes sense
 * @param zone for dates
 */
public record CliContext(
        PrintWriter out,
        PrintWriter err,
        ConfigFolder.Lookup environment,
        Path configFolder,
        Optional<Prompt> prompt,
        boolean progress,
        ZoneId zone,
        SecureRandom random,
        Interrupts interrupts) {
    static final String UNWRITTEN =
            "Standard output cannot be written: it is closed, its disk is full, or what reads it has ended.";

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
