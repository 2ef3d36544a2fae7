package quayside.app.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;

@Command(
        name = "get",
        description =
                "Downloads files, and folders with everything in them. If it was interrupted, the same command resumes."
                        + " If some files fail, the others are still transferred, and the exit status is that of the failure that is listed first.")
final class GetCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private ShareOption share = new ShareOption();

    @Mixin
    private final PasscodeOption passcode = new PasscodeOption();

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "PATH",
            description = "files and folders of the share; . is the whole share")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "the folder to put them into, created if it is missing (default: the current folder)")
    private Path folder = Path.of("");

    @Mixin
    private ConflictOption onConflict = new ConflictOption();

    GetCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        List<RemotePath> sources = new ArrayList<>();
        for (String path : paths) {
            sources.add(RemoteArgument.parse(path));
        }
        prepare(folder);
        Cancellation cancellation = new Cancellation();
        Timing timing = Timing.start(context);
        try (passcode;
                Interrupts.Registration _ = context.interrupts().onInterrupt(cancellation::cancel);
                ShareClient client = share.open(context, cancellation)) {
            timing.connected();
            passcode.giveTo(client, context);
            Items items = new Items(
                    context,
                    Items.Kind.TRANSFER,
                    sources.stream().map(source -> shown(client, source)).toList());
            items.run(listener ->
                    Transfers.downloadAll(client, sources, folder, onConflict.rule(), listener, cancellation));
            timing.transferred();
            // Inside the block, because the program may end after it.
            return items.finish();
        }
    }

    private static String shown(ShareClient client, RemotePath source) {
        return DisplayText.escape(source.isRoot() ? client.share().name() : source.toString());
    }

    private static void prepare(Path folder) throws IOException, CliException {
        try {
            Files.createDirectories(folder.toAbsolutePath());
        } catch (FileAlreadyExistsException e) {
            throw new CliException(ExitCode.CONFLICT, CliText.FILE_NOT_FOLDER, folder);
        }
        if (!Files.isWritable(folder.toAbsolutePath())) {
            throw new CliException(ExitCode.DENIED, CliText.NOT_WRITABLE, folder);
        }
    }
}
