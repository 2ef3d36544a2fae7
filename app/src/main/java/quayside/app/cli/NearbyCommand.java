package quayside.app.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.nearby.NearbyShare;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.text.DisplayText;

@Command(
        name = "nearby",
        description = "Lists the shares that others on the networks of this computer announce: the share's name, the"
                + " computer's name if it has one, and the link without its key. All of it is what they claim.")
final class NearbyCommand implements Callable<Integer> {
    private static final int MAX_SECONDS = 600;
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private final CliContext context;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "how long to look, 1 to 600 (default: ${DEFAULT-VALUE})")
    private int seconds = 3;

    @Option(names = "--json", description = "prints a JSON array of {share, computer, id, links}")
    private boolean json;

    NearbyCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws CliException, InterruptedException {
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new CliException(ExitCode.USAGE, CliText.SECONDS_INVALID);
        }
        Nearby.State found = look();
        if (found.isBlocked()) {
            throw new CliException(ExitCode.NETWORK, CliText.NOT_HEARD);
        }
        if (json) {
            JsonArray all = new JsonArray();
            found.shares().forEach(share -> all.add(json(share)));
            context.print(Shown.json(GSON.toJson(all)));
        } else {
            for (NearbyShare share : found.shares()) {
                context.print(line(share));
            }
        }
        return ExitCode.DONE.status();
    }

    private Nearby.State look() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        try (Interrupts.Registration _ = context.interrupts().onInterrupt(interrupted::countDown);
                Nearby nearby = context.nearby().get()) {
            nearby.look(true);
            boolean _ = interrupted.await(Duration.ofSeconds(seconds).toMillis(), TimeUnit.MILLISECONDS);
            return nearby.state();
        }
    }

    private static String line(NearbyShare share) {
        return Stream.of(
                        DisplayText.escape(share.share()),
                        DisplayText.escape(share.computer()),
                        share.links().getFirst().toString())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("  "));
    }

    private static JsonObject json(NearbyShare share) {
        JsonObject json = new JsonObject();
        json.addProperty("share", share.share());
        json.addProperty("computer", share.computer());
        json.addProperty("id", share.id().toString());
        JsonArray links = new JsonArray();
        List<String> all = share.links().stream().map(ShareLink::toString).toList();
        all.forEach(links::add);
        json.add("links", links);
        return json;
    }
}
