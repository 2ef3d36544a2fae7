package quayside.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description =
                "Hosts a folder, connects to it and transfers files both ways, without a display and on this computer only."
                        + " Checks every byte and draws the window. The exit status is 0 if everything was right.")
final class DemoCommand implements Callable<Integer> {
    private final CliContext context;
    private final Demonstration demonstration;

    @Option(names = "--out", paramLabel = "DIR", description = "keep the pictures of the window in DIR")
    private @Nullable Path pictures;

    @Option(names = "--sample", description = "draw each screen only once, for a quick look")
    private boolean sample;

    DemoCommand(CliContext context, Demonstration demonstration) {
        this.context = context;
        this.demonstration = demonstration;
    }

    @Override
    public Integer call() throws CliException {
        if (pictures != null && pictures.toString().isEmpty()) {
            throw new CliException(ExitCode.USAGE, CliText.OUT_EMPTY);
        }
        return demonstration.run(Optional.ofNullable(pictures), sample, context.out());
    }
}
