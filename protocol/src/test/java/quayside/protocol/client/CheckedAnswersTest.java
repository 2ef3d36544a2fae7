package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.unlock.NewLock;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** Servers whose answers are about something else than what was asked: nothing of that counts as done. */
final class CheckedAnswersTest {
    private static final int LARGE = (int) Limits.EAGER_POST_BYTES + 1;

    @TempDir
    Path folder;

    /** What is untrue of an answer to an upload. */
    enum Lie {
        NAME(post -> entry("other", post.size(), post.lock())),
        SHORTER(post -> entry(post.path().name(), post.size() - 1, post.lock())),
        LONGER(post -> entry(post.path().name(), post.size() + 1, post.lock())),
        FOLDER(post -> ScriptedServer.folder(post.path().name())),
        NO_LOCK(post -> entry(post.path().name(), post.size(), Optional.empty()));

        @SuppressWarnings("ImmutableEnumChecker") // They keep nothing.
        private final Function<Request.Post, Entry> told;

        Lie(Function<Request.Post, Entry> told) {
            this.told = told;
        }
    }

    private static Entry entry(String name, long size, Optional<String> lock) {
        return new Entry(name, Entry.Kind.FILE, size, ScriptedServer.TIME).under(lock);
    }

    private Path file(Path in, int size) throws IOException {
        Path file = Files.write(in.resolve("f"), new byte[size]);
        Files.setLastModifiedTime(file, FileTime.from(ScriptedServer.TIME));
        return file;
    }

    private static Fault faultOf(ThrowingCallable call) {
        return catchThrowableOfType(ProtocolException.class, call).fault();
    }

    private static TransferReport.Summary upload(ScriptedServer server, Path source, OnConflict rule)
            throws IOException {
        try (ShareClient client = server.connect();
                Passcode passcode = Passcode.of("open sesame")) {
            return Transfers.upload(
                    client,
                    source,
                    RemotePath.root(),
                    rule,
                    Optional.of(new NewLock(passcode)),
                    TransferListener.NONE,
                    new Cancellation());
        }
    }

    private static boolean answersBesides(Channel channel, Request request) throws IOException {
        switch (request) {
            case Request.Lock lock -> {
                lock.passcode().close();
                channel.send(new Response.Made("ours"));
            }
            case Request.Unlock unlock -> {
                unlock.passcode().close();
                channel.send(new Response.Done());
            }
            case Request.MakeFolder _ -> channel.send(new Response.Done());
            case Request.ListFolder _ -> channel.send(new Response.Listing(List.of(), false));
            case Request.Stat _ -> channel.send(new Response.Failed(Fault.NOT_FOUND, "There is no such file."));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static ScriptedServer storing(Function<Request.Post, Response> answer) throws IOException {
        return new ScriptedServer((channel, request, _) -> {
            if (!answersBesides(channel, request)) {
                Request.Post post = (Request.Post) request;
                byte[] _ = ScriptedServer.take(channel, post);
                channel.send(answer.apply(post));
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void anUploadIsNotDoneByAnAnswerAboutAnother(Lie lie) throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Path small = file(tree, 10);
        Path large = file(folder, LARGE);
        for (Path source : List.of(small, tree, large)) {
            try (ScriptedServer server = storing(post -> new Response.Stored(lie.told.apply(post)))) {
                assertThat(faultOf(() -> upload(server, source, OnConflict.OVERWRITE)))
                        .as(source.toString())
                        .isEqualTo(Fault.BROKEN_PROTOCOL);
            }
        }
    }

    @Test
    void nothingIsStoredOfWhichNothingWasSent() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            if (!answersBesides(channel, request)) {
                channel.send(ScriptedServer.stored((Request.Post) request));
            }
        })) {
            assertThat(faultOf(() -> upload(server, file(folder, LARGE), OnConflict.OVERWRITE)))
                    .isEqualTo(Fault.BROKEN_PROTOCOL);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL", "OVERWRITE", "RENAME"})
    void noFileIsSkippedByARuleThatSkipsNone(OnConflict rule) throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Path small = file(tree, 10);
        for (Path source : List.of(small, tree, file(folder, LARGE))) {
            try (ScriptedServer server =
                    storing(post -> new Response.Skipped(entry(post.path().name(), post.size(), post.lock())))) {
                assertThat(faultOf(() -> upload(server, source, rule)))
                        .as(source.toString())
                        .isEqualTo(Fault.BROKEN_PROTOCOL);
            }
        }
    }

    @Test
    void whatIsSkippedHasTheNameThatWasAsked() throws IOException {
        try (ScriptedServer server = storing(post -> new Response.Skipped(entry("other", post.size(), post.lock())))) {
            assertThat(faultOf(() -> upload(server, file(folder, 10), OnConflict.SKIP)))
                    .isEqualTo(Fault.BROKEN_PROTOCOL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "f (2)", "f (1000)"})
    void aFileThatIsRenamedHasANumberedName(String name) throws IOException {
        try (ScriptedServer server = storing(post -> new Response.Stored(entry(name, post.size(), post.lock())))) {
            assertThat(upload(server, file(folder, 10), OnConflict.RENAME).stored())
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"g", "f (1)", "f (2).txt", "f (1001)", "f (02)"})
    void aFileThatIsRenamedHasNoOther(String name) throws IOException {
        try (ScriptedServer server = storing(post -> new Response.Stored(entry(name, post.size(), post.lock())))) {
            assertThat(faultOf(() -> upload(server, file(folder, 10), OnConflict.RENAME)))
                    .isEqualTo(Fault.BROKEN_PROTOCOL);
        }
    }

    @Test
    void anEntryIsThatWhichWasAskedFor() throws IOException {
        try (ScriptedServer server = new ScriptedServer(
                        (channel, _, _) -> channel.send(new Response.Described(ScriptedServer.file("", 1))));
                ShareClient client = server.connect()) {
            assertThat(faultOf(() -> client.stat(RemotePath.parse("docs/f")))).isEqualTo(Fault.BROKEN_PROTOCOL);
            assertThat(faultOf(() -> client.stat(RemotePath.root()))).isEqualTo(Fault.BROKEN_PROTOCOL);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDigestIsThatOfTheFileThatWasAskedFor(Entry.Kind kind) throws IOException {
        Entry other = kind == Entry.Kind.FILE ? ScriptedServer.file("g", 1) : ScriptedServer.folder("f");
        try (ScriptedServer server = new ScriptedServer(
                        (channel, _, _) -> channel.send(new Response.Digest(other, "0123456789abcdef".repeat(4))));
                ShareClient client = server.connect()) {
            assertThat(faultOf(() -> client.digest(RemotePath.parse("f"), new Cancellation())))
                    .isEqualTo(Fault.BROKEN_PROTOCOL);
        }
    }

    @Test
    void aFolderThatWasThereIsTheOneThatWasToBeMade() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            if (request instanceof Request.MakeFolder) {
                channel.send(new Response.Skipped(ScriptedServer.folder("other")));
            } else {
                answersBesides(channel, request);
            }
        })) {
            assertThat(faultOf(() -> upload(server, tree, OnConflict.FAIL))).isEqualTo(Fault.BROKEN_PROTOCOL);
        }
    }

    @Test
    void aNameThatIsListedTwiceCountsOnce() throws IOException {
        byte[] content = {1, 2, 3};
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    switch (request) {
                        case Request.Stat _ -> channel.send(new Response.Described(ScriptedServer.folder("t")));
                        case Request.ListFolder _ -> {
                            channel.send(new Response.Listing(
                                    List.of(ScriptedServer.file("f", 3), ScriptedServer.folder("f")), true));
                            channel.send(new Response.Listing(List.of(ScriptedServer.file("f", 3)), false));
                        }
                        case Request.Get get -> ScriptedServer.content(channel, get, "v1", content);
                        default -> throw new IOException("unexpected");
                    }
                });
                ShareClient client = server.connect()) {
            assertThat(client.list(RemotePath.root())).hasSize(1);
            TransferReport.Summary summary = Transfers.download(
                    client,
                    RemotePath.parse("t"),
                    folder,
                    OnConflict.RENAME,
                    TransferListener.NONE,
                    new Cancellation());
            assertThat(summary.stored()).isEqualTo(1);
            assertThat(summary.failedCount()).isZero();
            assertThat(server.requests(Request.Get.class)).hasSize(1);
        }
    }

    @Test
    void aServerThatSaysWithoutPauseThatItIsBusyIsGivenUp() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, _, _) -> {
                    // A bound on the test, not on the client.
                    for (int i = 0; i < 1_000_000; i++) {
                        channel.send(new Response.Processing());
                    }
                });
                ShareClient client = server.connect()) {
            ProtocolException fault =
                    catchThrowableOfType(ProtocolException.class, () -> client.stat(RemotePath.parse("f")));
            assertThat(fault.fault()).isEqualTo(Fault.BROKEN_PROTOCOL);
            assertThat(fault).hasMessageContaining("keeps reporting");
        }
    }
}
