package quayside.app.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import quayside.app.core.keys.FileVault;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.reach.Reach;

/** Runs commands in this process, with captured output and a separate environment. */
final class CliRun {
    private final Optional<Path> configFolder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Runnable> interrupts = new CopyOnWriteArrayList<>();
    private Optional<String> typed = Optional.empty();
    private Optional<Demonstration> demonstration = Optional.of((_, _, _) -> 0);
    private InputStream in = InputStream.nullInputStream();
    private boolean terminal;
    private Nearby nearby = Nearby.none();
    private Function<Duration, Reach> reach = lease -> Reach.none();
    private Optional<Writer> unwritable = Optional.empty();
    private volatile StringWriter out = new StringWriter();
    private volatile StringWriter err = new StringWriter();

    CliRun(Path configFolder) {
        this.configFolder = Optional.of(configFolder);
    }

    /** Runs for a user without a known home folder. */
    CliRun() {
        this.configFolder = Optional.empty();
    }

    CliRun with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Answers every prompt with this text. */
    CliRun typing(String text) {
        typed = Optional.of(text);
        return this;
    }

    CliRun demonstrating(Demonstration demo) {
        demonstration = Optional.of(demo);
        return this;
    }

    CliRun withoutDemonstration() {
        demonstration = Optional.empty();
        return this;
    }

    /** Makes standard output unwritable, as on a full disk. */
    CliRun withoutOutput() {
        unwritable = Optional.of(new Writer() {
            @Override
            public void write(char[] text, int offset, int length) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        return this;
    }

    CliRun reading(InputStream input) {
        in = input;
        return this;
    }

    CliRun announcing(Nearby with) {
        nearby = with;
        return this;
    }

    CliRun reaching(Function<Duration, Reach> with) {
        reach = with;
        return this;
    }

    CliRun onTerminal() {
        terminal = true;
        return this;
    }

    int run(String... args) {
        out = new StringWriter();
        err = new StringWriter();
        CliContext context = new CliContext(
                in,
                new PrintWriter(unwritable.orElse(out)),
                new PrintWriter(err),
                environment::get,
                configFolder,
                typed.map(CliRun::person),
                terminal,
                ZoneOffset.UTC,
                new SecureRandom(),
                action -> {
                    interrupts.add(action);
                    return () -> interrupts.remove(action);
                },
                () -> nearby,
                reach,
                folder -> SavedKeys.open(folder, List.of(new FileVault(folder)), new SecureRandom()),
                false,
                () -> {});
        return new Cli(context, demonstration).run(args);
    }

    private static Prompt person(String types) {
        return new Prompt() {
            @Override
            public Optional<String> secret(String question) {
                return Optional.of(types);
            }

            @Override
            public Optional<String> line(String question) {
                return Optional.of(types);
            }
        };
    }

    /** Does what SIGINT does. */
    void interrupt() {
        interrupts.forEach(Runnable::run);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
