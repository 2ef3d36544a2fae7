package quayside.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import quayside.protocol.client.Cancellation;
import quayside.protocol.client.FolderTransfer;
import quayside.protocol.client.ShareClient;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.RemotePath;

@Command(
        name = "rm",
        description =
                "Deletes files, and folders with all they hold."
                        + " Where some fail the others are done all the same, and the exit status is that of the failure that is listed first.")
final class RemoveCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private ShareOption share = new ShareOption();

    @Mixin
    private final PasscodeOption passcode = new PasscodeOption();

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PATH", description = "files and folders of the share")
    private List<String> paths = new ArrayList<>();

    RemoveCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        List<RemotePath> targets = new ArrayList<>();
        for (String path : paths) {
            RemotePath target = RemoteArgument.parse(path);
            if (target.isRoot()) {
                throw new CliException(ExitCode.USAGE, "The shared folder itself cannot be deleted.");
            }
            targets.add(target);
        }
        Items items = new Items(context, Items.Kind.DELETION);
        try (passcode;
                ShareClient client = share.open(context, new Cancellation())) {
            passcode.giveTo(client, context);
            for (RemotePath target : targets) {
                items.each(DisplayText.escape(target.toString()), listener -> {
                    client.delete(target, true);
                    return new FolderTransfer.Summary(1, 0, 0, List.of(), 0);
                });
            }
        }
        return items.finish();
    }
}
