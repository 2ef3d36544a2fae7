package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Many files that are named one by one, against servers that answer nothing before they have been asked for all: who waited for an answer would wait for ever. */
final class NamedSourcesTest {
    private static final int FILES = 60;

    @TempDir
    Path folder;

    private final Map<String, String> taken = new ConcurrentHashMap<>();

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.add(Files.writeString(folder.resolve("f" + i), "content " + i));
        }
        return files;
    }

    private static List<RemotePath> names() {
        return IntStream.range(0, FILES)
                .mapToObj(i -> {
                    try {
                        return RemotePath.parse("f" + i);
                    } catch (ProtocolException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    private static TransferReport upload(ShareClient client, List<Path> files) {
        return Transfers.uploadAll(
                client,
                files,
                RemotePath.root(),
                OnConflict.FAIL,
                Optional.empty(),
                TransferListener.NONE,
                new Cancellation());
    }

    private TransferReport download(ShareClient client) {
        return Transfers.downloadAll(
                client, names(), folder, OnConflict.FAIL, TransferListener.NONE, new Cancellation());
    }

    /** Reads until all files were asked for in the way of {@code first}, and answers then. */
    private static void whenAllAreThere(Channel channel, Request first, Answer answer) throws IOException {
        List<Answered> all = new ArrayList<>();
        Request next = first;
        while (true) {
            all.add(new Answered(next, body(channel, next)));
            if (all.size() == FILES) {
                break;
            }
            next = (Request) channel.receive();
            assertThat(next).isInstanceOf(first.getClass());
        }
        for (Answered each : all) {
            answer.to(each.request(), each.content());
        }
    }

    private record Answered(Request request, String content) {}

    @FunctionalInterface
    private interface Answer {
        void to(Request request, String content) throws IOException;
    }

    private static String body(Channel channel, Request request) throws IOException {
        return request instanceof Request.Post post
                ? new String(ScriptedServer.take(channel, post), StandardCharsets.UTF_8)
                : "";
    }

    private static Response missing() {
        return new Response.Failed(Fault.NOT_FOUND, "There is no such file.");
    }

    @Test
    void filesGoUpWithoutWaitingForEachOther() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) ->
                        whenAllAreThere(channel, request, (each, content) -> {
                            if (each instanceof Request.Post post) {
                                taken.put(post.path().name(), content);
                                channel.send(ScriptedServer.stored(post));
                            } else {
                                channel.send(missing());
                            }
                        }));
                ShareClient client = server.connect()) {
            TransferReport results = upload(client, files());
            assertThat(results.ended()).isEmpty();
            assertThat(results.sources())
                    .hasSize(FILES)
                    .allSatisfy(each -> assertThat(each.summary().stored()).isEqualTo(1));
            assertThat(server.connections()).isEqualTo(1);
        }
        assertThat(taken).hasSize(FILES).containsEntry("f17", "content 17");
    }

    @Test
    void filesComeDownWithoutWaitingForEachOther() throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer((channel, request, _) -> whenAllAreThere(channel, request, (each, _) -> {
                            String text = "content " + each.toString().replaceAll("(?s)\\D*(\\d+).*", "$1");
                            switch (each) {
                                case Request.Get get ->
                                    ScriptedServer.content(channel, get, "v1", text.getBytes(StandardCharsets.UTF_8));
                                case Request.Stat stat ->
                                    channel.send(new Response.Described(
                                            ScriptedServer.file(stat.path().name(), text.length())));
                                default -> throw new IOException("unexpected");
                            }
                        }));
                ShareClient client = server.connect()) {
            TransferReport results = download(client);
            assertThat(results.ended()).isEmpty();
            assertThat(results.sources())
                    .hasSize(FILES)
                    .allSatisfy(each -> assertThat(each.summary().stored()).isEqualTo(1));
        }
        assertThat(folder.resolve("f17")).hasContent("content 17");
    }

    @Test
    void deletionsDoNotWaitForEachOther() throws IOException {
        List<Change> deletions = names().stream()
                .map(name -> (Change) new Change.Delete(name, true))
                .toList();
        List<Integer> failed = new ArrayList<>();
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> whenAllAreThere(
                        channel,
                        request,
                        (each, _) -> channel.send(
                                ((Request.Delete) each).path().name().equals("f3")
                                        ? missing()
                                        : new Response.Done())));
                ShareClient client = server.connect()) {
            Changes.Listener listener = new Changes.Listener() {
                @Override
                public void failed(int index, ProtocolException why) {
                    failed.add(index);
                }
            };
            Changes.Result result = client.change(deletions, Optional.empty(), listener, new Cancellation());
            assertThat(result.made()).isEqualTo(FILES - 1);
            assertThat(result.failed()).isEqualTo(1);
        }
        assertThat(failed).containsExactly(3);
    }

    /** What was deleted before the connection was lost is told; of the rest nothing is. */
    @Test
    void aLostConnectionTellsWhichDeletionsWereAnswered() throws IOException {
        List<Integer> made = new ArrayList<>();
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    if (((Request.Delete) request).path().name().equals("f5")) {
                        throw new IOException("cut");
                    }
                    channel.send(new Response.Done());
                });
                ShareClient client = server.connect()) {
            Changes.Listener listener = new Changes.Listener() {
                @Override
                public void made(int index) {
                    made.add(index);
                }
            };
            List<Change> deletions = names().stream()
                    .map(name -> (Change) new Change.Delete(name, true))
                    .toList();
            ProtocolException lost = org.assertj.core.api.Assertions.catchThrowableOfType(
                    ProtocolException.class,
                    () -> client.change(deletions, Optional.empty(), listener, new Cancellation()));
            assertThat(lost.fault()).isEqualTo(Fault.CONNECTION_LOST);
            assertThat(server.connections()).isEqualTo(1);
        }
        assertThat(made).containsExactly(0, 1, 2, 3, 4);
    }

    /** A disk that has no room for one of them has room for others. */
    @Test
    void aFileThatDoesNotFitDoesNotKeepTheOthersFromTheirTurn() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                            Request.Post post = (Request.Post) request;
                            String content = body(channel, post);
                            taken.put(post.path().name(), content);
                            channel.send(
                                    post.path().name().equals("f2")
                                            ? new Response.Failed(Fault.DISK_FULL, "The host's disk is full.")
                                            : ScriptedServer.stored(post));
                        })
                        .holdingNothing();
                ShareClient client = server.connect()) {
            TransferReport results = upload(client, files());
            assertThat(results.ended()).isEmpty();
            assertThat(results.sources().get(2).ended())
                    .hasValueSatisfying(why -> assertThat(why.fault()).isEqualTo(Fault.DISK_FULL));
            assertThat(results.sources())
                    .filteredOn(each -> each.summary().stored() == 1)
                    .hasSize(FILES - 1);
        }
    }
}
