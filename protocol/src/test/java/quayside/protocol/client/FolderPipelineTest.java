package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.files.RecordingDisk;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** Folders, whose small files go without waiting for each other. */
final class FolderPipelineTest {
    private static final int FILES = 60;

    @TempDir
    Path folder;

    private final Map<String, String> taken = new ConcurrentHashMap<>();

    private Path tree() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        for (int i = 0; i < FILES; i++) {
            Path file = Files.writeString(tree.resolve("f" + i), "content " + i);
            Files.setLastModifiedTime(file, FileTime.from(ScriptedServer.TIME));
        }
        return tree;
    }

    private TransferReport.Summary upload(ScriptedServer server, Path tree) throws IOException {
        try (ShareClient client = server.connect()) {
            return Transfers.upload(
                    client, tree, RemotePath.root(), OnConflict.FAIL, TransferListener.NONE, new Cancellation());
        }
    }

    private TransferReport.Summary download(ScriptedServer server, RecordingDisk disk) throws IOException {
        return download(server, disk, folder);
    }

    private static TransferReport.Summary download(ScriptedServer server, RecordingDisk disk, Path into)
            throws IOException {
        TransferListener listener = new TransferListener() {
            @Override
            public void fileFinished(String path, TransferResult result) {
                disk.note("finished");
            }
        };
        try (ShareClient client = server.connect(disk)) {
            return Transfers.download(
                    client, RemotePath.parse("tree"), into, OnConflict.FAIL, listener, new Cancellation());
        }
    }

    /** The folders of the tree and their listings; everything else is the test's. */
    private static boolean answersFolders(Channel channel, Request request) throws IOException {
        switch (request) {
            case Request.MakeFolder _ -> channel.send(new Response.Done());
            case Request.Stat _ -> channel.send(new Response.Described(ScriptedServer.folder("tree")));
            case Request.ListFolder list ->
                channel.send(new Response.Listing(
                        IntStream.range(0, FILES)
                                .mapToObj(i -> ScriptedServer.file("f" + i, ("content " + i).length()))
                                .toList(),
                        false));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean answersNewFolders(Channel channel, Request request) throws IOException {
        if (request instanceof Request.ListFolder) {
            channel.send(new Response.Listing(List.of(), false));
            return true;
        }
        return answersFolders(channel, request);
    }

    private Response take(Channel channel, Request.Post post) throws IOException {
        taken.put(post.path().name(), new String(ScriptedServer.take(channel, post), StandardCharsets.UTF_8));
        return ScriptedServer.stored(post);
    }

    private static void give(Channel channel, Request.Get get) throws IOException {
        String text = "content " + get.path().name().substring(1);
        ScriptedServer.content(channel, get, "v1", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A server that answers nothing before it has all of them: who waited for an answer would wait for ever. */
    @Test
    void filesGoUpWithoutWaitingForEachOther() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            if (!answersNewFolders(channel, request)) {
                List<Response> answers = new ArrayList<>();
                answers.add(take(channel, (Request.Post) request));
                while (answers.size() < FILES) {
                    answers.add(take(channel, (Request.Post) next(channel)));
                }
                for (Response answer : answers) {
                    channel.send(answer);
                }
            }
        })) {
            assertThat(upload(server, tree()).stored()).isEqualTo(FILES);
        }
        assertThat(taken).hasSize(FILES).containsEntry("f17", "content 17");
    }

    @Test
    void whatIsQuaysidesOwnIsLeftHereAndSaidToBe() throws IOException {
        Path tree = tree();
        Files.writeString(tree.resolve(".quayside-0123456789abcdef.part"), "half of a file");
        Files.writeString(Files.createDirectory(tree.resolve(".QUAYSIDE")).resolve("protected.json"), "{}");
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            if (!answersNewFolders(channel, request)) {
                channel.send(take(channel, (Request.Post) request));
            }
        })) {
            TransferReport.Summary summary = upload(server, tree);

            assertThat(summary.stored()).isEqualTo(FILES);
            assertThat(summary.failures())
                    .extracting(TransferReport.Failure::path)
                    .contains("tree/.quayside-0123456789abcdef.part", "tree/.QUAYSIDE");
            assertThat(summary.failures())
                    .filteredOn(failure -> !failure.path().endsWith("protected.json"))
                    .allSatisfy(
                            failure -> assertThat(failure.sentence().toString()).contains("reserves the name"));
            assertThat(server.requests(Request.MakeFolder.class)).hasSize(1);
        }
        assertThat(taken).hasSize(FILES);
    }

    private static Request next(Channel channel) throws IOException {
        return (Request) channel.receive();
    }

    @Test
    void filesComeDownWithoutWaitingForEachOther() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            if (!answersFolders(channel, request)) {
                List<Request> gets = new ArrayList<>(List.of(request));
                while (gets.size() < FILES) {
                    gets.add(next(channel));
                }
                for (Request get : gets) {
                    give(channel, (Request.Get) get);
                }
            }
        })) {
            assertThat(download(server, new RecordingDisk()).stored()).isEqualTo(FILES);
        }
        assertThat(folder.resolve("tree/f17")).hasContent("content 17");
    }

    @Test
    void noFileIsReportedBeforeItsFolderIsSynced() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            if (!answersFolders(channel, request)) {
                give(channel, (Request.Get) request);
            }
        })) {
            download(server, disk);
        }
        int published = 0;
        int synced = 0;
        int finished = 0;
        for (String operation : disk.operations()) {
            switch (operation) {
                case "publish" -> published++;
                case "sync folder" -> synced = published;
                case "finished" -> assertThat(++finished).isLessThanOrEqualTo(synced);
                default -> {}
            }
        }
        assertThat(finished).isEqualTo(FILES);
    }

    /** It was small when it was listed. A failure of this disk is the file's own, and the other one comes over the same connection. */
    @Test
    void aFileThatGrewAndCannotBeStoredCostsOnlyItself() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            switch (request) {
                case Request.ListFolder _ ->
                    channel.send(new Response.Listing(
                            List.of(ScriptedServer.file("f0", 9), ScriptedServer.file("f1", 9)), false));
                case Request.Get get
                when get.path().name().equals("f0") ->
                    ScriptedServer.content(channel, get, "v1", new byte[(int) Limits.EAGER_POST_BYTES + 1]);
                case Request.Get get -> give(channel, get);
                default -> answersFolders(channel, request);
            }
        })) {
            RecordingDisk whole = new RecordingDisk();
            assertThat(download(server, whole, folder).stored()).isEqualTo(2);
            int first = whole.operations().indexOf("open file part");
            assertThat(first).isPositive();
            // The folder's own time is set after them, and counts by itself.
            for (int failing = first; failing <= whole.operations().lastIndexOf("finished"); failing++) {
                RecordingDisk disk = new RecordingDisk().failing(failing, () -> new IOException("Input/output error"));
                int before = server.connections();
                Path into = Files.createDirectory(folder.resolve("failing-" + failing));
                TransferReport.Summary summary = download(server, disk, into);
                assertThat(summary.stored() + summary.failedCount()).isEqualTo(2);
                assertThat(server.connections()).isLessThanOrEqualTo(before + 2);
            }
        }
    }

    @Test
    void whatWasNotAnsweredIsSentAgainAndComesOnce() throws IOException {
        Map<String, Optional<String>> ids = new ConcurrentHashMap<>();
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
            if (answersNewFolders(channel, request)) {
                return;
            }
            Request.Post post = (Request.Post) request;
            boolean there = taken.containsKey(post.path().name());
            ids.putIfAbsent(post.path().name(), post.id());
            Response answer = take(channel, post);
            if (connection == 0 && taken.size() > 20) {
                throw new IOException("cut");
            }
            if (there) {
                assertThat(post.unlessSame()).isTrue();
                assertThat(post.id()).isPresent().isEqualTo(ids.get(post.path().name()));
                answer = new Response.Skipped(((Response.Stored) answer).entry());
            }
            channel.send(answer);
        })) {
            TransferReport.Summary summary = upload(server, tree());
            assertThat(summary.stored()).isEqualTo(FILES);
            assertThat(summary.failures()).isEmpty();
        }
        assertThat(taken).hasSize(FILES);
    }

    @Test
    void aLostConnectionCostsADownloadNothingThatArrived() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
            if (!answersFolders(channel, request)) {
                if (connection == 1 && taken.put("cut", "cut") != null) {
                    throw new IOException("cut");
                }
                give(channel, (Request.Get) request);
            }
        })) {
            assertThat(download(server, new RecordingDisk()).stored()).isEqualTo(FILES);
        }
    }

    @Test
    void aTreeThatDoesNotFitIsRefusedBeforeItsFirstByteWithBothNumbers() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer((channel, request, _) -> answersNewFolders(channel, request)).free(500)) {
            Path tree = tree();
            ProtocolException full = catchThrowableOfType(ProtocolException.class, () -> upload(server, tree));
            assertThat(full.fault()).isEqualTo(Fault.DISK_FULL);
            assertThat(full.sentence().toString()).contains("590 B are to be sent, and 500 B are free");
            assertThat(server.requests(Request.Post.class)).isEmpty();
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsListedOnceForAllThatItHolds() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            switch (request) {
                case Request.MakeFolder _ -> channel.send(new Response.Failed(Fault.REFUSED, "Not here."));
                default -> channel.send(new Response.Failed(Fault.NOT_FOUND, "There is no such folder."));
            }
        })) {
            Path tree = tree();
            Files.createDirectories(tree.resolve("deeper/still"));
            Files.writeString(tree.resolve("deeper/still/file"), "x");
            TransferReport.Summary summary = upload(server, tree);
            assertThat(summary.failures())
                    .containsExactly(new TransferReport.Failure("tree", Fault.REFUSED, Sentence.said("Not here.")));
            assertThat(summary.failedCount()).isEqualTo(1 + FILES + 1);
            assertThat(server.requests(Request.Post.class)).isEmpty();
        }
    }

    @Test
    void whatIsThereAlreadyIsLeftWhateverTheRule() throws IOException {
        Path tree = tree();
        Files.writeString(tree.resolve("f0"), "another length");
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            if (request instanceof Request.MakeFolder) {
                channel.send(new Response.Skipped(ScriptedServer.folder("tree")));
            } else if (!answersFolders(channel, request)) {
                channel.send(take(channel, (Request.Post) request));
            }
        })) {
            TransferReport.Summary summary = upload(server, tree);
            assertThat(summary.skipped()).isEqualTo(FILES - 1);
            assertThat(summary.failures())
                    .extracting(TransferReport.Failure::path)
                    .containsExactly("tree/f0");
            assertThat(summary.failures())
                    .extracting(TransferReport.Failure::fault)
                    .containsExactly(Fault.EXISTS);
            assertThat(server.requests(Request.Post.class)).isEmpty();
        }
    }
}
