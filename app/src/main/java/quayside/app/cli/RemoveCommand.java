package quayside.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import quayside.protocol.client.Change;
import quayside.protocol.client.Changes;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.ProtocolException;

@Command(
        name = "rm",
        description =
                "Deletes files, and folders with everything in them."
                        + " If some fail, the others are still deleted, and the exit status is that of the failure that is listed first.")
final class RemoveCommand implements Callable<Integer> {
    private static final TransferReport.Summary NOTHING = new TransferReport.Summary(0, 0, 0, List.of(), 0);
    private static final TransferReport.OfSource UNKNOWN =
            new TransferReport.OfSource(NOTHING, false, Optional.empty());
    private static final TransferReport.OfSource DELETED =
            new TransferReport.OfSource(new TransferReport.Summary(1, 0, 0, List.of(), 0), true, Optional.empty());

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
                throw new CliException(ExitCode.USAGE, CliText.ROOT_NOT_DELETED);
            }
            targets.add(target);
        }
        Items items = new Items(
                context,
                Items.Kind.DELETION,
                targets.stream()
                        .map(target -> DisplayText.escape(target.toString()))
                        .toList());
        try (passcode;
                ShareClient client = share.open(context, new Cancellation())) {
            passcode.giveTo(client, context);
            items.run(_ -> delete(client, targets));
        }
        return items.finish();
    }

    private static TransferReport delete(ShareClient client, List<RemotePath> targets) throws IOException {
        List<TransferReport.OfSource> results = new ArrayList<>(Collections.nCopies(targets.size(), UNKNOWN));
        Changes.Listener listener = new Changes.Listener() {
            @Override
            public void made(int index) {
                results.set(index, DELETED);
            }

            @Override
            public void failed(int index, ProtocolException why) {
                results.set(index, new TransferReport.OfSource(NOTHING, true, Optional.of(why)));
            }
        };
        Optional<ProtocolException> ended = Optional.empty();
        try {
            Changes.Result _ = client.change(
                    targets.stream()
                            .map(target -> new Change.Delete(target, true))
                            .toList(),
                    Optional.empty(),
                    listener,
                    new Cancellation());
        } catch (ProtocolException e) {
            ended = Optional.of(e);
        }
        return new TransferReport(results, ended);
    }
}
