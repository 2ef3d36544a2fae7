package quayside.app.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import quayside.app.core.ProgramVersion;
import quayside.app.core.text.Problem;
import quayside.app.core.text.Texts;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;

/** Runs one command of the command line. */
public final class Cli {
    private static final String DEBUG = "QUAYSIDE_DEBUG";
    private static final String SERVE = "serve";

    private final CliContext context;
    private final Optional<Demonstration> demonstration;

    /** @param demonstration the command {@code demo} is offered only if there is one */
    public Cli(CliContext context, Optional<Demonstration> demonstration) {
        this.context = context;
        this.demonstration = demonstration;
    }

    /** Runs the command in {@code args} on the calling thread until it is done; returns the exit status. */
    public int run(String... args) {
        return isInJson(List.of(args)) ? inJson().run(false, args) : run(false, args);
    }

    private boolean isInJson(List<String> args) {
        return !context.json() && !args.isEmpty() && args.getFirst().equals(SERVE) && EventLine.isJson(args);
    }

    /** Returns the same command line for a program that reads what is no result. */
    private Cli inJson() {
        return new Cli(context.inJson(), demonstration);
    }

    /** @param isWhole whether the options of a file are among the arguments */
    private int run(boolean isWhole, String... args) {
        CommandLine line = new CommandLine(new Root())
                .addSubcommand(new ServeCommand(context))
                .addSubcommand(new NearbyCommand(context))
                .addSubcommand(new ListCommand(context))
                .addSubcommand(new GetCommand(context))
                .addSubcommand(new PutCommand(context))
                .addSubcommand(new RemoveCommand(context))
                .addSubcommand(new VerifyCommand(context))
                .addSubcommand(new DoctorCommand(context));
        demonstration.ifPresent(demo -> line.addSubcommand(new DemoCommand(context, demo)));
        withHelp(line);
        line.getCommandSpec()
                .versionProvider(() -> new String[] {"quayside " + ProgramVersion.get()})
                .addOption(OptionSpec.builder("--version")
                        .versionHelp(true)
                        .description("prints the version of this program")
                        .build());
        line.getSubcommands().values().forEach(Cli::withHelp);
        if (context.isDumb()) {
            line.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        }
        line.setOut(context.out());
        line.setErr(context.err());
        // A file's name may begin with @.
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(this::misused);
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
        int status = isWhole ? line.execute(args) : execute(line, args);
        context.err().flush();
        // Help texts and the demo are written without a check.
        if (context.out().checkError() && status == ExitCode.DONE.status()) {
            return end(ExitCode.OTHER, Texts.words(Sentence.of(CliText.UNWRITTEN)));
        }
        return status;
    }

    /** Runs the command; {@code serve} may have options in a file. */
    private int execute(CommandLine line, String... args) {
        if (args.length == 0 || !args[0].equals(SERVE)) {
            return line.execute(args);
        }
        try {
            List<String> given = List.of(args).subList(1, args.length);
            List<String> all = new ArrayList<>(List.of(SERVE));
            all.addAll(ConfigFile.added(
                    given,
                    Objects.requireNonNull(line.getSubcommands().get(SERVE)).getCommandSpec()));
            String[] whole = all.toArray(String[]::new);
            return isInJson(all) ? inJson().run(true, whole) : line.execute(whole);
        } catch (CliException e) {
            return failed(e);
        }
    }

    private static void withHelp(CommandLine line) {
        line.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("prints this help")
                        .build());
    }

    private int misused(ParameterException failure, String[] args) {
        String sentence = Shown.withoutKeys(String.valueOf(failure.getMessage()))
                .replaceAll(" is not an? (int|long)$", " is not a whole number");
        context.say(sentence.endsWith(".") ? sentence : sentence + ".");
        context.say(CliText.TRY_HELP, failure.getCommandLine().getCommandSpec().qualifiedName());
        return ExitCode.USAGE.status();
    }

    private int failed(Exception failure) {
        if (context.environment().get(DEBUG) != null) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace, true));
            context.say(trace.toString());
        }
        return switch (failure) {
            case CliException known -> end(known.exit(), Texts.words(known.sentence()));
            case IOException io -> {
                Problem problem = Problem.of(io);
                int status = end(ExitCode.of(problem.fault()), problem.sentence());
                if (problem.fault() == Fault.PASSCODE_NEEDED) {
                    context.say(CliText.PASSCODE_ADVICE, PasscodeOption.VARIABLE);
                }
                yield status;
            }
            default -> end(ExitCode.OTHER, Texts.words(Sentence.of(CliText.PROGRAM_ERROR, DEBUG)));
        };
    }

    private int end(ExitCode exit, String sentence) {
        context.say(sentence);
        return exit.status();
    }

    @Command(
            name = "quayside",
            description = "Shares the files of a folder, encrypted end to end. Without a command it opens its window.",
            synopsisSubcommandLabel = "COMMAND",
            exitCodeListHeading = "%nExit status:%n",
            exitCodeList = {
                "0:done",
                "1:another failure",
                "2:wrong usage",
                "3:not found",
                "4:denied: key, passcode or permission",
                "5:conflict",
                "6:network",
                "7:corrupted; for verify, also different",
                "130, 143:ended by Ctrl+C, by SIGTERM"
            },
            footer = "If some of several files fail, the command still processes the others. The exit status is that of"
                    + " the failure that is listed first.")
    private static final class Root implements Runnable {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            throw new ParameterException(spec.commandLine(), "A command is missing.");
        }
    }
}
