package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.SeenFile;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;

/** Uploads that may replace only the files that were seen, to servers that check that and to earlier ones. */
@Timeout(60)
final class SeenFilesTest {
    private static final int FILES = 60;
    private static final int LARGE = (int) Limits.EAGER_POST_BYTES + 1;
    private static final Instant OLDER = ScriptedServer.TIME.minusSeconds(60);
    private static final Response.Failed CHANGED = new Response.Failed(Fault.EXISTS, "It is another file.");

    @TempDir
    Path folder;

    private static Entry old(String name) {
        return new Entry(name, Entry.Kind.FILE, 3, OLDER);
    }

    private Path tree(int files, int size) throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        for (int i = 0; i < files; i++) {
            Path file = Files.write(tree.resolve("f" + i), new byte[size]);
            Files.setLastModifiedTime(file, FileTime.from(ScriptedServer.TIME));
        }
        return tree;
    }

    /** Uploads a tree, of which all {@code files} were seen on the share. */
    private static TransferReport.Summary upload(ScriptedServer server, Path tree, int files, OnConflict rule)
            throws IOException {
        Map<String, OnConflict> each = new HashMap<>();
        Map<String, SeenFile> seen = new HashMap<>();
        for (int i = 0; i < files; i++) {
            each.put("tree/f" + i, rule);
            seen.put("tree/f" + i, SeenFile.of(old("f" + i)));
        }
        try (ShareClient client = server.connect()) {
            return Transfers.uploadAll(
                            client,
                            List.of(tree),
                            RemotePath.root(),
                            new ConflictRules(OnConflict.FAIL, each, seen),
                            Optional.empty(),
                            TransferListener.NONE,
                            new Cancellation())
                    .only();
        }
    }

    /** The folder, which exists, and its listing; everything else is the test's. */
    private static boolean answersFolder(Channel channel, Request request, int files) throws IOException {
        switch (request) {
            case Request.MakeFolder _ -> channel.send(new Response.Skipped(ScriptedServer.folder("tree")));
            case Request.Stat stat
            when stat.path().name().equals("tree") ->
                channel.send(new Response.Described(ScriptedServer.folder("tree")));
            case Request.ListFolder _ ->
                channel.send(new Response.Listing(
                        IntStream.range(0, files).mapToObj(i -> old("f" + i)).toList(), false));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Response take(Channel channel, Request.Post post, Response answer) throws IOException {
        byte[] _ = ScriptedServer.take(channel, post);
        return answer;
    }

    private static int number(Request.Post post) {
        return Integer.parseInt(post.path().name().substring(1));
    }

    /** The server answers nothing before it has all of them: a client that waited for an answer would wait for ever. */
    @ParameterizedTest
    @EnumSource(names = {"OVERWRITE", "NEWER"})
    void smallFilesGoWithoutWaitingAndEachHasItsOwnAnswer(OnConflict rule) throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    if (!answersFolder(channel, request, FILES)) {
                        List<Response> answers = new ArrayList<>();
                        Request.Post post = (Request.Post) request;
                        while (true) {
                            assertThat(post.seen()).contains(new SeenFile(3, OLDER));
                            answers.add(
                                    take(channel, post, number(post) % 3 == 0 ? CHANGED : ScriptedServer.stored(post)));
                            if (answers.size() == FILES) {
                                break;
                            }
                            post = (Request.Post) channel.receive();
                        }
                        for (Response answer : answers) {
                            channel.send(answer);
                        }
                    }
                })
                .knowingSeen()) {
            TransferReport.Summary summary = upload(server, tree(FILES, 9), FILES, rule);
            assertThat(summary.stored()).isEqualTo(FILES - FILES / 3);
            assertThat(summary.failedCount()).isEqualTo(FILES / 3);
            assertThat(summary.failures()).allSatisfy(failure -> {
                assertThat(failure.fault()).isEqualTo(Fault.EXISTS);
                assertThat(failure.sentence().toString())
                        .isEqualTo("“%s” was changed on the share meanwhile, so it was not replaced."
                                .formatted(failure.path().substring("tree/".length())));
            });
            assertThat(server.requests(Request.Stat.class)).hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void aLargeFileIsRefusedBeforeItsFirstByte() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    if (!answersFolder(channel, request, 1)) {
                        channel.send(CHANGED);
                    }
                })
                .knowingSeen()) {
            TransferReport.Summary summary = upload(server, tree(1, LARGE), 1, OnConflict.OVERWRITE);
            assertThat(summary.failures())
                    .extracting(failure -> failure.sentence().toString())
                    .containsExactly("“f0” was changed on the share meanwhile, so it was not replaced.");
            assertThat(server.requests(Request.Post.class))
                    .singleElement()
                    .satisfies(post -> assertThat(post.await()).isTrue());
        }
    }

    @ParameterizedTest
    @CsvSource({"9, OVERWRITE", "9, NEWER", LARGE + ", OVERWRITE", LARGE + ", NEWER"})
    void whatIsSentAgainOverAnotherConnectionMayReplaceTheSameFileOnly(int size, OnConflict rule) throws IOException {
        AtomicInteger posts = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    if (!answersFolder(channel, request, 1)) {
                        Request.Post post = (Request.Post) request;
                        Response answer = take(channel, post, ScriptedServer.stored(post));
                        if (posts.incrementAndGet() == 1) {
                            throw new IOException("cut");
                        }
                        channel.send(answer);
                    }
                })
                .knowingSeen()) {
            assertThat(upload(server, tree(1, size), 1, rule).stored()).isEqualTo(1);
            assertThat(server.requests(Request.Post.class))
                    .extracting(Request.Post::unlessSame)
                    .containsExactly(false, true);
            assertThat(server.requests(Request.Post.class))
                    .extracting(Request.Post::seen)
                    .containsOnly(Optional.of(new SeenFile(3, OLDER)));
        }
    }

    /** Another connection sends the same file to the same place at the moment. */
    @Test
    void aServerThatIsOnlyBusyIsAskedAgain() throws IOException {
        AtomicInteger posts = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    if (!answersFolder(channel, request, 1)) {
                        Request.Post post = (Request.Post) request;
                        channel.send(
                                posts.incrementAndGet() == 1
                                        ? new Response.Failed(Fault.EXISTS, 409, "Busy.", 3)
                                        : take(channel, post, ScriptedServer.stored(post)));
                    }
                })
                .knowingSeen()) {
            assertThat(upload(server, tree(1, LARGE), 1, OnConflict.OVERWRITE).stored())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERWRITE", "NEWER"})
    void onAServerOfAnEarlierVersionEachTryLooksFirst(OnConflict rule) throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            switch (request) {
                case Request.Stat stat
                when stat.path().name().equals("f0") ->
                    channel.send(new Response.Described(new Entry("f0", Entry.Kind.FILE, 4, OLDER)));
                case Request.Stat stat
                when stat.path().name().equals("f1") -> channel.send(new Response.Described(old("f1")));
                case Request.Post post -> channel.send(take(channel, post, ScriptedServer.stored(post)));
                default -> answersFolder(channel, request, 2);
            }
        })) {
            TransferReport.Summary summary = upload(server, tree(2, 9), 2, rule);
            assertThat(summary.failures())
                    .extracting(TransferReport.Failure::path)
                    .containsExactly("tree/f0");
            assertThat(server.requests(Request.Post.class)).singleElement().satisfies(post -> {
                assertThat(post.path().name()).isEqualTo("f1");
                assertThat(post.seen()).isEmpty();
                assertThat(post.onConflict()).isEqualTo(OnConflict.NEWER);
            });
        }
    }

    /** The host has gone back to an earlier version of the program since the client asked. */
    @Test
    void aServerThatDoesNotKnowTheRuleAnyMoreReplacesNothing() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    if (!answersFolder(channel, request, 2)) {
                        channel.send(new Response.Failed(Fault.MALFORMED, "What?"));
                        channel.flush();
                        throw new IOException("as section 4.3 says");
                    }
                })
                .knowingSeen()) {
            TransferReport.Summary summary = upload(server, tree(2, 9), 2, OnConflict.OVERWRITE);
            assertThat(summary.stored()).isZero();
            assertThat(summary.failures())
                    .extracting(TransferReport.Failure::fault)
                    .containsExactly(Fault.MALFORMED, Fault.MALFORMED);
        }
    }
}
