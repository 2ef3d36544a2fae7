package quayside.app.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import quayside.app.core.host.LogEntry;
import quayside.app.core.keys.FileVault;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.reach.Reach;
import quayside.app.core.settings.ConfigFolder;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.text.AppReason;
import quayside.app.core.text.Texts;
import quayside.protocol.text.Sentence;

/**
 * The environment of a command.
 *
 * @param in standard input
 * @param out results
 * @param err messages
 * @param environment the environment variables
 * @param config the folder of server keys, saved servers and this host's identity; empty if the system names none
 * @param prompt empty if no person can be asked
 * @param progress whether {@code err} is a terminal, on which a progress bar makes sense
 * @param zone for dates
 * @param nearby makes what announces shares, and hears of others
 * @param reach makes what opens a port at the router, with the lease to ask for
 * @param keys opens the keys of saved shares that a configuration folder has
 * @param json whether each line of {@code err} is a JSON object
 * @param logInJson lets the log of the program, which is on standard error too, consist of such objects
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
        Interrupts interrupts,
        Supplier<Nearby> nearby,
        Function<Duration, Reach> reach,
        Function<Path, SavedKeys> keys,
        boolean json,
        Runnable logInJson) {
    /** Makes an environment in which nothing is announced, no router is asked and no keyring. */
    public CliContext(
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
        this(
                in,
                out,
                err,
                environment,
                config,
                prompt,
                progress,
                zone,
                random,
                interrupts,
                Nearby::none,
                lease -> Reach.none(),
                folder -> SavedKeys.open(folder, List.of(new FileVault(folder)), random),
                false,
                () -> {});
    }

    /** Returns this environment for a command of which a program reads each line that is no result. */
    CliContext inJson() {
        logInJson.run();
        return new CliContext(
                in,
                out,
                err,
                environment,
                config,
                prompt,
                progress,
                zone,
                random,
                interrupts,
                nearby,
                reach,
                keys,
                true,
                logInJson);
    }

    /** Returns whether {@code err} is a terminal that can redraw a line. */
    boolean drawsLines() {
        return progress && !isDumb();
    }

    /** Returns whether the terminal does not interpret escapes, but shows them. */
    boolean isDumb() {
        return "dumb".equals(environment.get("TERM"));
    }

    /** Returns the folder of {@link #config}. */
    Path configFolder() throws CliException {
        return config.orElseThrow(
                () -> new CliException(ExitCode.OTHER, AppReason.NO_CONFIG_FOLDER, ConfigFolder.OVERRIDE));
    }

    /** Returns whether the user lets this program ask the networks for shares of others, where it was not told to. */
    boolean looksNearby() throws CliException {
        return SettingsStore.open(configFolder()).settings().nearby().look();
    }

    /** Writes a message for the user: whole sentences, with no prefix except the name of the file concerned. */
    void say(String sentence) {
        line(json ? LogEntry.message("info", sentence) : sentence);
    }

    /** Writes a line of the log, in the form that the user chose. */
    void line(String line) {
        err.println(line);
        err.flush();
    }

    /** Writes a message of the command line itself. */
    void say(CliText text, Object... arguments) {
        say(Texts.words(Sentence.of(text, arguments)));
    }

    /**
     * Writes a line of the result.
     *
     * @throws CliException if it cannot be written, so that the command does not succeed without its output
     */
    void print(String line) throws CliException {
        out.println(line);
        if (out.checkError()) {
            throw new CliException(ExitCode.OTHER, CliText.UNWRITTEN);
        }
    }
}
