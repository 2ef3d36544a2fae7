package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.LinkMeetings;

/**
 * Swaps folders and files of a share for links that lead out of it, and back, as fast as possible, while clients use
 * them in every verb: nothing outside is read, listed, written, moved or deleted.
 */
@Timeout(300)
class SwappedLinkTest {
    private static final Logger LOG = LoggerFactory.getLogger(SwappedLinkTest.class);
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("quayside.swaps.seconds", 5));
    private static final int CLIENTS = 3;

    @TempDir
    Path temporary;

    private Canary canary;
    private ShareClient client;
    private Path fresh;

    @Test
    void noClientIsLedOutOfTheShare() throws Exception {
        canary = new Canary(Files.createDirectory(temporary.resolve("around")), false);
        assumeThat(LinkMeetings.isPossible(canary.share)).isTrue();
        Path docs = canary.share.resolve("docs");
        Path deep = Files.createDirectory(docs.resolve("deep"));
        Path file = Files.writeString(docs.resolve("secret.txt"), "public");
        Files.writeString(deep.resolve("secret.txt"), "public");
        fresh = Files.writeString(temporary.resolve("fresh"), "new");
        LinkMeetings meetings = new LinkMeetings();
        Map<String, Integer> answers = new TreeMap<>();
        try (TestHost host = new TestHost(canary.share)) {
            host.opening = () -> meetings.open(canary.share);
            host.start();
            try (ShareClient connected = host.client();
                    LinkSwapper swapper = new LinkSwapper(
                            Files.createDirectory(temporary.resolve("aside")),
                            List.of(
                                    new LinkSwapper.Swap(docs, canary.outside),
                                    new LinkSwapper.Swap(deep, canary.outside.resolve("deep")),
                                    new LinkSwapper.Swap(file, canary.outside.resolve("secret.txt")),
                                    new LinkSwapper.Swap(docs.resolve("pile/deep"), canary.outside)));
                    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
                client = connected;
                long end = System.nanoTime() + LENGTH.toNanos();
                List<Future<Map<String, Integer>>> running = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    Random random = new Random(i);
                    Path own = Files.createDirectory(temporary.resolve("client" + i));
                    running.add(clients.submit(() -> use(
                            random,
                            own,
                            () -> System.nanoTime() < end || meetings.seen() == 0 || swapper.rounds() < 100)));
                }
                for (Future<Map<String, Integer>> each : running) {
                    each.get().forEach((answer, count) -> answers.merge(answer, count, Integer::sum));
                }
                LOG.info(
                        "Swapped {} times: {}; the look before an opening found a link {} times, the opening itself {} times",
                        swapper.rounds(),
                        answers,
                        meetings.seen(),
                        meetings.raced());
            }
        }
        assertThat(answers.keySet())
                .as("what was done")
                .contains("list", "stat", "digest", "get", "post", "make", "move", "delete");
        canary.assertUntouched();
    }

    private interface Going {
        boolean on();
    }

    /** Returns how often each verb was answered, and how often it was refused. */
    private Map<String, Integer> use(Random random, Path own, Going going) throws IOException {
        Map<String, Integer> answers = new TreeMap<>();
        for (int round = 0; going.on() || answers.size() < 9; round++) {
            String name = own.getFileName() + "-" + round % 20;
            String folder = random.nextBoolean() ? "docs" : "docs/deep";
            String other = random.nextBoolean() ? "docs" : "docs/deep";
            attempt(answers, "list", () -> list(path(folder)));
            attempt(
                    answers,
                    "stat",
                    () -> tells(client.stat(path(folder + "/secret.txt")).toString()));
            attempt(
                    answers,
                    "digest",
                    () -> tells(client.digest(path(folder + "/secret.txt"), new Cancellation())
                            .toString()));
            attempt(answers, "get", () -> get(path(folder + "/secret.txt"), own));
            attempt(answers, "post", () -> post(path(folder + "/" + name)));
            attempt(answers, "replace", () -> post(path(folder + "/secret.txt")));
            attempt(answers, "move", () -> client.move(path(folder + "/" + name), path(other + "/moved-" + name)));
            attempt(answers, "delete", () -> client.delete(path(other + "/moved-" + name), false));
            attempt(answers, "make", () -> client.makeFolder(path(folder + "/made-" + name)));
            attempt(answers, "delete", () -> client.delete(path(folder + "/made-" + name), true));
            attempt(answers, "make", () -> client.makeFolder(path("docs/pile")));
            attempt(answers, "make", () -> client.makeFolder(path("docs/pile/deep")));
            attempt(answers, "post", () -> post(path("docs/pile/deep/secret.txt")));
            attempt(answers, "delete", () -> client.delete(path("docs/pile"), true));
            if (round % 10 == 0) {
                attempt(answers, "download", () -> download(own));
            }
        }
        return answers;
    }

    private interface Verb {
        void run() throws IOException;
    }

    private static void attempt(Map<String, Integer> answers, String what, Verb verb) throws IOException {
        try {
            verb.run();
            answers.merge(what, 1, Integer::sum);
        } catch (ProtocolException e) {
            assertThat(e.fault())
                    .as(what + ": " + e.sentence())
                    .isIn(Fault.NOT_FOUND, Fault.EXISTS, Fault.REFUSED, Fault.CHANGED);
            answers.merge("refused", 1, Integer::sum);
        }
    }

    private static void tells(String answer) {
        Canary.assertTellsNothing(answer.replace("size=", "\"size\":").getBytes(UTF_8));
    }

    private void list(RemotePath folder) throws IOException {
        for (Entry entry : client.list(folder)) {
            tells(entry.toString());
        }
    }

    private void get(RemotePath file, Path own) throws IOException {
        client.get(file, own, OnConflict.OVERWRITE, ProgressListener.NONE, new Cancellation());
        Canary.assertTellsNothing(Files.readAllBytes(own.resolve(file.name())));
    }

    private void post(RemotePath file) throws IOException {
        client.post(fresh, file, OnConflict.OVERWRITE, ProgressListener.NONE, new Cancellation());
    }

    private void download(Path own) throws IOException {
        Transfers.download(client, path("docs"), own, OnConflict.OVERWRITE, TransferListener.NONE, new Cancellation());
        try (var files = Files.walk(own)) {
            for (Path file : files.toList()) {
                tells(file.getFileName().toString());
                if (Files.isRegularFile(file)) {
                    Canary.assertTellsNothing(Files.readAllBytes(file));
                }
            }
        }
    }
}
