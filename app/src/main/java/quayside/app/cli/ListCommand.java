package quayside.app.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;

@Command(
        name = "ls",
        description =
                "Lists a folder of a share, folders first. If it has more than 50,000 entries, the rest is in the host's order."
                        + " What the share leaves out (links, special files, names that cannot be sent, hidden files) is counted on standard error.")
final class ListCommand implements Callable<Integer> {
    private final CliContext context;

    @Mixin
    private ShareOption share = new ShareOption();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PATH",
            description = "a folder or a file (default: the whole share)")
    private String path = "";

    @Option(
            names = "--json",
            description =
                    "prints a JSON array of {name, path, type, size, modified, protected}. If something is left out, the last"
                            + " element is {omitted: {name, link, special, hidden}} with the counts")
    private boolean json;

    ListCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        RemotePath place = RemoteArgument.parse(path);
        Cancellation cancellation = new Cancellation();
        try (ShareClient client = share.open(context, cancellation)) {
            Entry entry = place.isRoot() ? null : client.stat(place);
            if (entry != null && !entry.isFolder()) {
                EntryLines lines = new EntryLines(context, place.parent(), json);
                lines.add(List.of(entry));
                lines.finish(Omitted.NONE);
            } else {
                list(client, place, cancellation);
            }
            return ExitCode.DONE.status();
        }
    }

    private void list(ShareClient client, RemotePath folder, Cancellation cancellation)
            throws IOException, CliException {
        EntryLines lines = new EntryLines(context, folder, json);
        List<CliException> failures = new ArrayList<>();
        Omitted omitted;
        try {
            omitted = client.list(
                    folder,
                    page -> {
                        try {
                            lines.add(page);
                        } catch (CliException e) {
                            // Standard output is closed, so the rest is not needed.
                            failures.add(e);
                            cancellation.cancel();
                        }
                    },
                    cancellation);
        } catch (IOException e) {
            if (!failures.isEmpty()) {
                throw failures.getFirst();
            }
            throw e;
        }
        lines.finish(omitted);
    }
}
