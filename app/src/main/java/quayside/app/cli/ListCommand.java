package quayside.app.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import quayside.app.core.text.Times;
import quayside.protocol.client.Cancellation;
import quayside.protocol.client.ShareClient;
import quayside.protocol.message.ByteSize;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;

@Command(name = "ls", description = "Lists a folder of a share, folders first.")
final class ListCommand implements Callable<Integer> {
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
    private static final Comparator<Entry> ORDER = Comparator.comparing((Entry entry) -> !entry.isFolder())
            .thenComparing(Entry::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Entry::name);

    private final CliContext context;

    @Mixin
    private ShareOption share = new ShareOption();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PATH",
            description = "a folder or a file (default: the whole share)")
    private String path = "";

    @Option(names = "--json", description = "a JSON array of {name, path, type, size, modified, protected}")
    private boolean json;

    ListCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        RemotePath place = RemoteArgument.parse(path);
        try (ShareClient client = share.open(context, new Cancellation())) {
            if (!place.isRoot()) {
                Entry entry = client.stat(place);
                if (!entry.isFolder()) {
                    print(place.parent(), List.of(entry));
                    return ExitCode.DONE.status();
                }
            }
            print(place, client.list(place).stream().sorted(ORDER).toList());
            return ExitCode.DONE.status();
        }
    }

    private void print(RemotePath folder, List<Entry> entries) throws CliException {
        if (json) {
            context.print(entries.stream()
                    .map(entry -> Shown.json(GSON.toJson(json(folder, entry))))
                    .collect(Collectors.joining(",\n ", "[", "]")));
            return;
        }
        int widest =
                entries.stream().mapToInt(entry -> size(entry).length()).max().orElse(0);
        for (Entry entry : entries) {
            context.print(" ".repeat(widest - size(entry).length()) + size(entry) + "  "
                    + String.format("%17s", Times.date(entry.modified(), context.zone())) + "  "
                    + DisplayText.escape(entry.name())
                    + (entry.isFolder() ? "/" : "")
                    + (entry.lock().isPresent() ? "  (protected)" : ""));
        }
    }

    private static String size(Entry entry) {
        return entry.isFolder() ? "-" : ByteSize.shown(entry.size());
    }

    private static JsonObject json(RemotePath folder, Entry entry) {
        JsonObject json = new JsonObject();
        json.addProperty("name", entry.name());
        json.addProperty("path", folder.isRoot() ? entry.name() : folder + "/" + entry.name());
        json.addProperty("type", entry.isFolder() ? "folder" : "file");
        json.addProperty("size", entry.size());
        json.addProperty("modified", entry.modified().toString());
        json.addProperty("protected", entry.lock().isPresent());
        return json;
    }
}
