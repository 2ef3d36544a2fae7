package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.channel.Channel;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.files.RecordingDisk;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** Single downloads, from a server that answers rightly and wrongly. */
final class DownloadTest {
    private static final int SIZE = 3_000_000;

    @TempDir
    Path folder;

    private final byte[] content = new byte[SIZE];
    private final List<String> noted = new ArrayList<>();
    private Cancellation cancellation = new Cancellation();

    DownloadTest() {
        new Random(17).nextBytes(content);
    }

    private TransferResult get(ScriptedServer server, ProgressListener progress) throws IOException {
        try (ShareClient client = server.connect()) {
            return client.get(RemotePath.parse("big"), folder, OnConflict.FAIL, progress, cancellation);
        }
    }

    private TransferReport.Summary getPersistently(ScriptedServer server) throws IOException {
        TransferListener listener = new TransferListener() {
            @Override
            public void noted(String path, Sentence sentence) {
                noted.add(path + ": " + sentence);
            }
        };
        try (ShareClient client = server.connect()) {
            return Transfers.download(client, RemotePath.parse("big"), folder, OnConflict.FAIL, listener, cancellation);
        }
    }

    private Fault faultOf(ScriptedServer server) {
        return catchThrowableOfType(ProtocolException.class, () -> get(server, ProgressListener.NONE))
                .fault();
    }

    /** Lets a try arrive as far as {@code bytes}, and be cut there. */
    private void leave(int bytes) throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            channel.send(new Response.Content(ScriptedServer.file("big", SIZE), "v1", 0));
            cutAfter(channel, bytes);
        })) {
            assertThat(faultOf(server)).isEqualTo(Fault.CONNECTION_LOST);
        }
    }

    /** A body that ends without an end. */
    private void cutAfter(Channel channel, int bytes) throws IOException {
        channel.sendBody(new ByteArrayInputStream(content), SIZE, new Channel.Progress() {
            private long done;

            @Override
            public void advanced(long more) throws IOException {
                done += more;
                if (done >= bytes) {
                    channel.flush();
                    throw new IOException("cut");
                }
            }
        });
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void right(Channel channel, Request request, byte[] bytes, String version) throws IOException {
        switch (request) {
            case Request.Stat _ -> channel.send(new Response.Described(ScriptedServer.file("big", bytes.length)));
            case Request.Get get -> ScriptedServer.content(channel, get, version, bytes);
            default -> throw new IOException("unexpected");
        }
    }

    @Test
    void aLostConnectionIsReplacedAndTheRestIsAskedFor() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
            if (request instanceof Request.Get && connection == 0) {
                channel.send(new Response.Content(ScriptedServer.file("big", SIZE), "v1", 0));
                cutAfter(channel, 2_000_000);
            }
            right(channel, request, content, "v1");
        })) {
            assertThat(getPersistently(server).stored()).isEqualTo(1);
            List<Request.Get> gets = server.requests(Request.Get.class);
            assertThat(gets).hasSize(2);
            assertThat(gets.getFirst().from()).isEmpty();
            assertThat(gets.getLast().from().orElseThrow().version()).isEqualTo("v1");
            assertThat(gets.getLast().from().orElseThrow().offset()).isBetween(700_000L, 2_200_000L);
            assertThat(gets.getLast().from().orElseThrow().proof())
                    .isEqualTo(new Request.Prefix(
                            sha256(gets.getLast().from().orElseThrow().offset())));
        }
        assertThat(folder.resolve("big")).hasBinaryContent(content);
        assertThat(files()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatThisProgramLeftIsGoneOnWithByTheReadingItCameOf(boolean known) throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
            Optional<Request.Resume> from = request instanceof Request.Get get ? get.from() : Optional.empty();
            if (request instanceof Request.Get && from.isEmpty()) {
                channel.send(new Response.Content(ScriptedServer.file("big", SIZE), "v1", 0, Optional.of("reading")));
                cutAfter(channel, 2_000_000);
            }
            if (!known && from.isPresent() && from.get().proof() instanceof Request.Reading) {
                channel.send(new Response.Failed(Fault.UNPROVEN, "Who are you?"));
                return;
            }
            right(channel, request, content, "v1");
        })) {
            assertThat(getPersistently(server).stored()).isEqualTo(1);
            List<Request.Resume> resumes = server.requests(Request.Get.class).stream()
                    .flatMap(get -> get.from().stream())
                    .toList();
            assertThat(resumes.getFirst().proof()).isEqualTo(new Request.Reading("reading"));
            if (known) {
                assertThat(resumes).hasSize(1);
            } else {
                assertThat(resumes).hasSize(2);
                assertThat(resumes.getLast().proof())
                        .isEqualTo(new Request.Prefix(sha256(resumes.getLast().offset())));
            }
        }
        assertThat(folder.resolve("big")).hasBinaryContent(content);
        assertThat(noted).isEmpty();
    }

    @Test
    void anotherProgramSaysNoReading() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            channel.send(new Response.Content(ScriptedServer.file("big", SIZE), "v1", 0, Optional.of("reading")));
            cutAfter(channel, 2_000_000);
        })) {
            assertThat(faultOf(server)).isEqualTo(Fault.CONNECTION_LOST);
        }
        cancellation = new Cancellation();
        try (ScriptedServer server =
                new ScriptedServer((channel, request, _) -> right(channel, request, content, "v1"))) {
            get(server, ProgressListener.NONE);
            assertThat(server.requests(Request.Get.class)
                            .getFirst()
                            .from()
                            .orElseThrow()
                            .proof())
                    .isInstanceOf(Request.Prefix.class);
        }
    }

    private String sha256(long bytes) {
        return HexFormat.of().formatHex(Sha256.start().digest(Arrays.copyOf(content, (int) bytes)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileWhoseServersDiskFailsGoesOnWithWhatWasRead(boolean cut) throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
            if (request instanceof Request.Get && connection == 0) {
                channel.send(new Response.Content(ScriptedServer.file("big", SIZE), "v1", 0));
                try {
                    channel.sendBody(new FailingInput(content, 2_500_000), SIZE, _ -> {});
                } catch (ProtocolException e) {
                    assertThat(e.fault()).isEqualTo(Fault.SERVER_ERROR);
                }
                if (cut) {
                    throw new IOException("cut");
                }
                return;
            }
            right(channel, request, content, "v1");
        })) {
            if (cut) {
                // The end may come before the word.
                assertThat(faultOf(server)).isIn(Fault.SERVER_ERROR, Fault.CONNECTION_LOST);
            } else {
                assertThat(faultOf(server)).isEqualTo(Fault.SERVER_ERROR);
            }
            assertThat(getPersistently(server).stored()).isEqualTo(1);
            Request.Resume from =
                    server.requests(Request.Get.class).getLast().from().orElseThrow();
            assertThat(from.offset()).isGreaterThan(700_000);
            assertThat(from.proof())
                    .as("nothing but what was read")
                    .isEqualTo(new Request.Prefix(sha256(from.offset())));
        }
        assertThat(folder.resolve("big")).hasBinaryContent(content);
    }

    /** A disk that fails after so many bytes. */
    private static final class FailingInput extends InputStream {
        private final InputStream good;

        FailingInput(byte[] bytes, int good) {
            this.good = new ByteArrayInputStream(bytes, 0, good);
        }

        @Override
        public int read() {
            throw new AssertionError("it is read in pieces");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = good.read(buffer, offset, length);
            if (count < 0) {
                throw new ProtocolException(Fault.SERVER_ERROR, Sentence.said("The disk failed."));
            }
            return count;
        }
    }

    @Test
    void aLaterProgramGoesOnAndItsProgressBeginsThere() throws IOException {
        leave(2_000_000);
        List<Long> progress = new ArrayList<>();
        try (ScriptedServer server =
                new ScriptedServer((channel, request, _) -> right(channel, request, content, "v1"))) {
            get(server, (done, _) -> progress.add(done));
            long offset = server.requests(Request.Get.class)
                    .getFirst()
                    .from()
                    .orElseThrow()
                    .offset();
            assertThat(offset).isGreaterThan(700_000);
            assertThat(progress).isSorted().startsWith(offset).endsWith((long) SIZE);
        }
        assertThat(folder.resolve("big")).hasBinaryContent(content);
        assertThat(files()).hasSize(1);
    }

    @Test
    void aFileThatWasChangedSinceStartsAgainAndTwoVersionsAreNeverJoined() throws IOException {
        byte[] changed = Arrays.copyOf(content, SIZE);
        Arrays.fill(changed, 0, 100, (byte) 7);
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
            if (request instanceof Request.Get && connection == 0) {
                channel.send(new Response.Content(ScriptedServer.file("big", SIZE), "v1", 0));
                cutAfter(channel, 2_000_000);
            }
            if (request instanceof Request.Get get && get.from().isPresent()) {
                channel.send(new Response.Failed(Fault.CHANGED, "It was changed."));
                return;
            }
            right(channel, request, changed, "v2");
        })) {
            assertThat(getPersistently(server).stored()).isEqualTo(1);
        }
        assertThat(folder.resolve("big")).hasBinaryContent(changed);
        assertThat(noted).containsExactly("big: It has changed since, so it starts again from the beginning.");
        assertThat(files()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "offset", "size", "too large", "name", "folder", "beginning", "time"})
    void anAnswerThatDoesNotFitEndsTheConnectionAndTouchesNothing(String wrong) throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
            if (!(request instanceof Request.Get get)) {
                right(channel, request, content, "v1");
            } else if (connection == 0
                    && !List.of("name", "folder", "too large").contains(wrong)) {
                channel.send(new Response.Content(ScriptedServer.file("big", SIZE), "v1", 0, Optional.empty()));
                cutAfter(channel, 2_000_000);
            } else {
                long offset = get.from().map(Request.Resume::offset).orElse(0L);
                channel.send(
                        switch (wrong) {
                            case "version" -> new Response.Content(ScriptedServer.file("big", SIZE), "v2", offset);
                            case "offset" -> new Response.Content(ScriptedServer.file("big", SIZE), "v1", offset - 1);
                            case "size" -> new Response.Content(ScriptedServer.file("big", SIZE + 1), "v1", offset);
                            case "too large" ->
                                new Response.Content(
                                        ScriptedServer.file("big", Limits.MAX_FILE_BYTES + 1), "v1", offset);
                            case "name" -> new Response.Content(ScriptedServer.file("evil", SIZE), "v1", offset);
                            case "time" ->
                                new Response.Content(
                                        new Entry("big", Entry.Kind.FILE, SIZE, ScriptedServer.TIME.plusSeconds(1)),
                                        "v1",
                                        offset);
                            case "folder" -> new Response.Content(ScriptedServer.folder("big"), "v1", offset);
                            default -> new Response.Content(ScriptedServer.file("big", SIZE), "v1", 0);
                        });
                ScriptedServer.body(channel, content, offset, SIZE);
            }
        })) {
            Fault fault = catchThrowableOfType(ProtocolException.class, () -> getPersistently(server))
                    .fault();
            assertThat(fault).isEqualTo(Fault.BROKEN_PROTOCOL);
        }
        assertThat(folder.resolve("big")).doesNotExist();
        assertThat(folder.resolve("evil")).doesNotExist();
    }

    @Test
    void aBodyThatIsWithdrawnIsDeletedAndAfterThreeTriesTheFileFails() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            if (request instanceof Request.Get get) {
                assertThat(get.from()).as("what was withdrawn is gone").isEmpty();
                channel.send(new Response.Content(ScriptedServer.file("big", SIZE), "v1", 0));
                try {
                    ScriptedServer.body(channel, Arrays.copyOf(content, SIZE - 1000), 0, SIZE);
                } catch (ProtocolException e) {
                    assertThat(e.fault()).isEqualTo(Fault.CHANGED);
                }
                return;
            }
            right(channel, request, content, "v1");
        })) {
            TransferReport.Summary summary = getPersistently(server);
            assertThat(summary.failures())
                    .extracting(TransferReport.Failure::fault)
                    .containsExactly(Fault.CHANGED);
            assertThat(server.requests(Request.Get.class)).hasSize(4);
            assertThat(server.connections()).isEqualTo(1);
        }
        assertThat(noted).hasSize(3);
        assertThat(files()).isEmpty();
    }

    @Test
    void anAnswerMayTakeItsTimeAThousandTimesOver() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            for (int i = 0; i < 1_000; i++) {
                channel.send(new Response.Processing());
            }
            right(channel, request, content, "v1");
        })) {
            assertThat(get(server, ProgressListener.NONE)).isEqualTo(new TransferResult.Stored("big", SIZE));
        }
    }

    @Test
    void whatDoesNotFitTheDiskIsNotFetched() throws IOException {
        try (ScriptedServer server =
                        new ScriptedServer((channel, request, _) -> right(channel, request, content, "v1"));
                ShareClient client = server.connect(new RecordingDisk().free(1_500_000))) {
            ProtocolException full = catchThrowableOfType(
                    ProtocolException.class,
                    () -> client.get(
                            RemotePath.parse("big"), folder, OnConflict.FAIL, ProgressListener.NONE, cancellation));
            assertThat(full.fault()).isEqualTo(Fault.LOCAL_STORAGE);
            assertThat(full.sentence().toString()).contains("it needs 3.0 MB, and 1.5 MB are free");
        }
        assertThat(files()).isEmpty();
    }
}
