package quayside.protocol.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.ScriptedServer;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.files.FileTimes;
import quayside.protocol.files.NativeFile;
import quayside.protocol.files.Settling;
import quayside.protocol.message.From;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Single uploads, to a server that answers rightly and wrongly. */
final class UploadTest {
    private static final int SIZE = 3_000_000;

    @TempDir
    Path folder;

    private final byte[] content = new byte[SIZE];
    private final List<String> told = new ArrayList<>();
    private final AtomicReference<byte[]> taken = new AtomicReference<>();
    private Path file;

    UploadTest() {
        new Random(19).nextBytes(content);
    }

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.write(folder.resolve("big"), content);
        Files.setLastModifiedTime(file, FileTime.from(ScriptedServer.TIME));
    }

    private TransferReport.Summary post(ScriptedServer server, OnConflict rule) throws IOException {
        TransferListener listener = new TransferListener() {
            @Override
            public void noted(String path, Sentence sentence) {
                told.add(path + ": " + sentence);
            }

            @Override
            public void waiting(Sentence sentence, Duration pause) {
                told.add(sentence.toString());
            }

            @Override
            public void resumed() {
                told.add("goes on");
            }
        };
        try (ShareClient client = server.holdingNothing().connect()) {
            return Transfers.upload(client, file, RemotePath.root(), rule, listener, new Cancellation());
        }
    }

    private void append() {
        try {
            Files.write(file, new byte[1], StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void itGoesOnWhereTheServerSays() throws IOException {
        await().until(() -> {
            Instant now = Instant.now();
            FileTime changed = FileTimes.change(file).orElseThrow().time();
            return FileTimes.isSettled(changed.toInstant(), now);
        });
        List<Long> progress = new ArrayList<>();
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    Request.Post post = (Request.Post) request;
                    taken.set(ScriptedServer.take(channel, post, Arrays.copyOf(content, 2_000_000)));
                    channel.send(ScriptedServer.stored(post));
                });
                ShareClient client = server.connect()) {
            TransferResult result = client.post(
                    file,
                    RemotePath.parse("big"),
                    OnConflict.FAIL,
                    (done, _) -> progress.add(done),
                    new Cancellation());
            assertThat(result).isEqualTo(new TransferResult.Stored("big", SIZE));
            Request.Post post = server.requests(Request.Post.class).getFirst();
            assertThat(post.source().orElseThrow()).matches("[A-Za-z0-9_-]{22}");
            assertThat(post.unlessSame()).isFalse();
        }
        assertThat(taken.get()).isEqualTo(content);
        assertThat(progress).isSorted().startsWith(2_000_000L).endsWith((long) SIZE);
    }

    private static int checksum(byte[] bytes, int count) {
        Checksum checksum = new Checksum();
        checksum.update(bytes, 0, count);
        return checksum.value();
    }

    @Test
    void whatCameOfThisReadingIsGoneOnWithUncompared() throws IOException {
        int there = 1_048_520;
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
            Request.Post post = (Request.Post) request;
            channel.send(new Response.Proceed(connection == 0 ? 0 : there, Optional.empty()));
            channel.flush();
            assertThat(channel.receive()).isEqualTo(new From(connection == 0 ? 0 : there));
            if (connection == 0) {
                channel.receiveBody(
                        SIZE,
                        (_, _) -> {
                            throw new IOException("cut");
                        },
                        _ -> {});
            }
            ByteArrayOutputStream rest = new ByteArrayOutputStream();
            Checksum whole = new Checksum(checksum(content, there));
            channel.receiveBody(SIZE - there, whole, (buffer, count) -> rest.write(buffer, 0, count), _ -> {});
            taken.set(rest.toByteArray());
            channel.send(ScriptedServer.stored(post));
        })) {
            assertThat(post(server, OnConflict.FAIL).stored()).isEqualTo(1);
            List<Request.Post> posts = server.requests(Request.Post.class);
            assertThat(posts).hasSize(2);
            assertThat(posts.getFirst().reading())
                    .isPresent()
                    .isEqualTo(posts.getLast().reading());
        }
        assertThat(taken.get()).isEqualTo(Arrays.copyOfRange(content, there, SIZE));
    }

    @Test
    void aServerThatProvesNothingOfAReadingItDoesNotKnowIsNotTrusted() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    channel.send(new Response.Proceed(1_000_000, Optional.empty()));
                    channel.flush();
                    channel.receive();
                });
                ShareClient client = server.connect()) {
            ProtocolException broken = catchThrowableOfType(
                    ProtocolException.class,
                    () -> client.post(
                            file, RemotePath.parse("big"), OnConflict.FAIL, ProgressListener.NONE, new Cancellation()));
            assertThat(broken.fault()).isEqualTo(Fault.BROKEN_PROTOCOL);
        }
    }

    /** As a database or a torrent client does it: once a page was written, no time tells what is written to it next. */
    @Test
    void aSourceThatIsWrittenThroughAMappingIsNoMixture() throws IOException {
        MappedByteBuffer map;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            map = channel.map(MapMode.READ_WRITE, 0, content.length);
        }
        map.put(0, content);
        LocalFile.at(file).settle(Settling.OF_SYSTEM);
        LocalFile found = LocalFile.at(file);
        assumeThat(NativeFile.writers(file, found.fileKey())).isEqualTo(NativeFile.Writers.SOME);
        try (UploadSource source = new UploadSource(file, found)) {
            assertThat(source.isSteady()).isFalse();
            source.readAgain(0, new Checksum(), () -> {});
            assertThat(source.readAllBytes()).isEqualTo(content);

            source.readAgain(0, new Checksum(), () -> {});
            assertThat(source.readNBytes(content.length / 2)).hasSize(content.length / 2);
            map.put(content.length - 1, (byte) (content[content.length - 1] ^ 1));
            assertThat(LocalFile.at(file)).as("what its times tell").isEqualTo(found);
            assertThat(catchThrowableOfType(ProtocolException.class, source::readAllBytes)
                            .fault())
                    .isEqualTo(Fault.CHANGED);
        }
    }

    /** It knows the reading, and nothing of it was sent. */
    @Test
    void aServerThatClaimsMoreThanWasSentIsNotTrusted() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
            if (connection == 0) {
                throw new IOException("cut");
            }
            channel.send(new Response.Proceed(1_000_000, Optional.empty()));
            channel.flush();
            assertThat(channel.receive()).isEqualTo(new From(1_000_000));
            Checksum whole = new Checksum(checksum(content, 1_000_000));
            channel.receiveBody(SIZE - 1_000_000, whole, (_, _) -> {}, _ -> {});
            channel.send(ScriptedServer.stored((Request.Post) request));
        })) {
            ProtocolException broken =
                    catchThrowableOfType(ProtocolException.class, () -> post(server, OnConflict.FAIL));
            assertThat(broken).isNotNull();
            assertThat(broken.fault()).isEqualTo(Fault.BROKEN_PROTOCOL);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void ofWhatWasReadLittleIsReadAgain() throws IOException {
        try (UploadSource source = new UploadSource(file, LocalFile.at(file))) {
            Checksum whole = new Checksum();
            byte[] buffer = new byte[200_000];
            for (int read = 0; read < 2_600_000; read += buffer.length) {
                assertThat(source.read(buffer, 0, buffer.length)).isEqualTo(buffer.length);
                whole.update(buffer, 0, buffer.length);
                source.trail().passed(read + buffer.length, whole);
            }
            AtomicInteger rounds = new AtomicInteger();
            Checksum again = source.follow(2_500_000, rounds::incrementAndGet);
            assertThat(again.value()).isEqualTo(checksum(content, 2_500_000));
            assertThat(source.read()).isEqualTo(content[2_500_000] & 0xFF);
            assertThat(rounds.get()).as("of 256 KiB each").isLessThanOrEqualTo(5);
        }
    }

    /** Of another guest, say, or of another file that had this size and time. */
    @Test
    void whatTheServerHasAndThisFileDoesNotBeginWithIsNotGoneOnWith() throws IOException {
        byte[] other = Arrays.copyOf(content, 2_000_000);
        other[1_234_567] ^= 1;
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            Request.Post post = (Request.Post) request;
            taken.set(ScriptedServer.take(channel, post, other));
            channel.send(ScriptedServer.stored(post));
        })) {
            assertThat(post(server, OnConflict.FAIL).stored()).isEqualTo(1);
            assertThat(server.requests(Request.Post.class)).hasSize(1);
        }
        assertThat(taken.get()).isEqualTo(content);
        assertThat(told).containsExactly("big: It has changed since, so it starts again from the beginning.");
    }

    @Test
    void allThatTheServerHasIsComparedToo() throws IOException {
        byte[] other = content.clone();
        other[SIZE - 1] ^= 1;
        for (byte[] there : List.of(content, other)) {
            try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                Request.Post post = (Request.Post) request;
                taken.set(ScriptedServer.take(channel, post, there));
                channel.send(ScriptedServer.stored(post));
            })) {
                assertThat(post(server, OnConflict.FAIL).stored()).isEqualTo(1);
            }
            assertThat(taken.get()).isEqualTo(content);
        }
    }

    /** Its size and its modified time are what they were. */
    @Test
    void aFileThatIsRewrittenWithItsOldTimeIsWithdrawn() throws IOException {
        byte[] other = new byte[SIZE];
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
            Request.Post post = (Request.Post) request;
            boolean first = taken.get() == null;
            try {
                taken.set(new byte[0]);
                if (first) {
                    Files.write(file, other);
                    Files.setLastModifiedTime(file, FileTime.from(ScriptedServer.TIME));
                }
                taken.set(ScriptedServer.take(channel, post, Arrays.copyOf(content, 2_000_000)));
                channel.send(ScriptedServer.stored(post));
            } catch (ProtocolException e) {
                channel.send(new Response.Failed(e.fault(), e.sentence().toString()));
            }
        })) {
            assertThat(post(server, OnConflict.FAIL).stored()).isEqualTo(1);
        }
        assertThat(taken.get()).isEqualTo(other);
    }

    @Test
    void aFileThatCannotBeReadCostsNoConnection() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
                    Request.Post post = (Request.Post) request;
                    ScriptedServer.take(channel, post);
                    channel.send(ScriptedServer.stored(post));
                });
                ShareClient client = server.connect()) {
            Path missing = folder.resolve("missing");
            assertThat(catchThrowableOfType(
                                    ProtocolException.class,
                                    () -> client.post(
                                            missing,
                                            RemotePath.parse("missing"),
                                            OnConflict.FAIL,
                                            ProgressListener.NONE,
                                            new Cancellation()))
                            .fault())
                    .isEqualTo(Fault.LOCAL_STORAGE);
            client.post(file, RemotePath.parse("big"), OnConflict.FAIL, ProgressListener.NONE, new Cancellation());
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void theVersionOfTheSourceChangesWithItAndTellsNothingOfItsPlace() throws IOException {
        Instant much = ScriptedServer.TIME.plusSeconds(1_000_000_000);
        LocalFile before = LocalFile.at(file);
        Optional<String> version = before.version(ScriptedServer.SECRET, file, much);
        assertThat(version).isPresent().isEqualTo(LocalFile.at(file).version(ScriptedServer.SECRET, file, much));
        assertThat(version).isNotEqualTo(before.version(ScriptedServer.SECRET, folder.resolve("other"), much));
        append();
        assertThat(LocalFile.at(file).version(ScriptedServer.SECRET, file, much))
                .isNotEqualTo(version);
    }

    /** Whatever the server had of it might be of another content with the same time. */
    @Test
    void aFileThatWasWrittenJustNowHasNoVersion() throws IOException {
        LocalFile found = LocalFile.at(file);
        assertThat(found.version(ScriptedServer.SECRET, file, ScriptedServer.TIME))
                .isEmpty();
        assertThat(found.version(ScriptedServer.SECRET, file, ScriptedServer.TIME.plusMillis(99)))
                .isEmpty();
        assertThat(found.version(ScriptedServer.SECRET, file, ScriptedServer.TIME.plusMillis(100)))
                .isPresent();
        assertThat(found.version(ScriptedServer.SECRET, file, ScriptedServer.TIME.minus(Duration.ofHours(23))))
                .isEmpty();
        assertThat(found.version(ScriptedServer.SECRET, file, ScriptedServer.TIME.minus(Duration.ofHours(25))))
                .isPresent();

        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(3600)));
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            Request.Post post = (Request.Post) request;
            ScriptedServer.take(channel, post);
            channel.send(ScriptedServer.stored(post));
        })) {
            assertThat(post(server, OnConflict.FAIL).stored()).isEqualTo(1);
            assertThat(server.requests(Request.Post.class))
                    .singleElement()
                    .satisfies(post -> assertThat(post.source()).isEmpty());
        }
    }

    @Test
    void aPlaceBeyondTheFilesEndIsAFaultOfTheServers() throws IOException {
        try (ScriptedServer server =
                new ScriptedServer((channel, request, _) -> channel.send(ScriptedServer.proceed(new byte[SIZE + 1])))) {
            assertThat(catchThrowableOfType(ProtocolException.class, () -> post(server, OnConflict.FAIL))
                            .fault())
                    .isEqualTo(Fault.BROKEN_PROTOCOL);
        }
    }

    /** The server has stored it, and the word of it is lost: it must neither come twice nor be a conflict. */
    @Test
    void aLostAnswerMakesNoSecondFile() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
            Request.Post post = (Request.Post) request;
            if (connection == 0) {
                ScriptedServer.take(channel, post);
                throw new IOException("cut");
            }
            channel.send(
                    post.unlessSame()
                            ? new Response.Skipped(
                                    ScriptedServer.stored(post) instanceof Response.Stored stored
                                            ? stored.entry()
                                            : ScriptedServer.file("", 0))
                            : new Response.Failed(Fault.EXISTS, "It is there."));
        })) {
            TransferReport.Summary summary = post(server, OnConflict.FAIL);
            assertThat(summary.stored()).isEqualTo(1);
            assertThat(summary.failures()).isEmpty();
            assertThat(server.requests(Request.Post.class))
                    .extracting(Request.Post::unlessSame)
                    .containsExactly(false, true);
            assertThat(server.requests(Request.Post.class))
                    .extracting(Request.Post::id)
                    .doesNotContain(Optional.empty())
                    .containsOnly(server.requests(Request.Post.class).getFirst().id());
        }
        assertThat(told.getFirst()).endsWith("It resumes when the share answers again.");
        assertThat(told.getLast()).isEqualTo("goes on");
    }

    /** The answer that got lost was that of another content. */
    @Test
    void whatIsChangedAfterALostAnswerIsAnotherUpload() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
            Request.Post post = (Request.Post) request;
            ScriptedServer.take(channel, post);
            if (connection == 0) {
                append();
                throw new IOException("cut");
            }
            channel.send(ScriptedServer.stored(post));
        })) {
            assertThat(post(server, OnConflict.FAIL).stored()).isEqualTo(1);
            List<Request.Post> posts = server.requests(Request.Post.class);
            assertThat(posts).extracting(Request.Post::unlessSame).containsExactly(false, false);
            assertThat(posts.getLast().id()).isNotEqualTo(posts.getFirst().id());
        }
    }

    @Test
    void aFileThatChangesWhileItIsSentIsWithdrawnAndSentAgainOverTheSameConnection() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            Request.Post post = (Request.Post) request;
            try {
                if (post.size() == SIZE) {
                    append();
                }
                taken.set(ScriptedServer.take(channel, post));
                channel.send(ScriptedServer.stored(post));
            } catch (ProtocolException e) {
                channel.send(new Response.Failed(e.fault(), e.sentence().toString()));
            }
        })) {
            assertThat(post(server, OnConflict.FAIL).stored()).isEqualTo(1);
            assertThat(server.connections()).isEqualTo(1);
        }
        assertThat(taken.get()).isEqualTo(Arrays.copyOf(content, SIZE + 1));
        assertThat(told).containsExactly("big: It has changed since, so it starts again from the beginning.");
    }

    @Test
    void aFileThatNeverComesToRestFailsAfterThreeMoreTries() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            append();
            ProtocolException withdrawn = catchThrowableOfType(
                    ProtocolException.class, () -> ScriptedServer.take(channel, (Request.Post) request));
            channel.send(
                    new Response.Failed(withdrawn.fault(), withdrawn.sentence().toString()));
        })) {
            assertThat(post(server, OnConflict.FAIL).failures())
                    .extracting(TransferReport.Failure::fault)
                    .containsExactly(Fault.CHANGED);
            assertThat(server.requests()).hasSize(4);
        }
    }

    @Test
    void aServerThatStillHoldsTheEarlierTryIsWaitedFor() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            Request.Post post = (Request.Post) request;
            if (told.size() < 2) {
                channel.send(new Response.Failed(Fault.EXISTS, 409, "It is being sent.", 2));
            } else {
                ScriptedServer.take(channel, post);
                channel.send(ScriptedServer.stored(post));
            }
        })) {
            assertThat(post(server, OnConflict.FAIL).stored()).isEqualTo(1);
        }
        assertThat(told)
                .containsExactly(
                        "It is being sent. It resumes in a moment.",
                        "It is being sent. It resumes in a moment.",
                        "goes on");
    }

    @Test
    void aFullDiskIsToldInTheMiddleAndTheRestIsNotSent() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, _, _) -> {
            channel.send(new Response.Proceed());
            channel.send(new Response.Failed(Fault.DISK_FULL, "The host's disk is full."));
            channel.flush();
            while (channel.awaitInput()) {
                channel.receiveBody(1_000_000_000L, (_, _) -> {}, _ -> {});
            }
        })) {
            assertThat(catchThrowableOfType(ProtocolException.class, () -> post(server, OnConflict.FAIL))
                            .fault())
                    .isEqualTo(Fault.DISK_FULL);
        }
    }

    /** Else a fake server would have one guess after the other. */
    @Test
    void aServerThatDoesNotProveItselfIsNotTriedAgain() throws IOException {
        try (ScriptedServer server = new ScriptedServer((channel, request, _) -> {
            throw new IOException("cut");
        })) {
            server.provesNothingFrom(1);
            assertThat(catchThrowableOfType(ProtocolException.class, () -> post(server, OnConflict.FAIL))
                            .fault())
                    .isEqualTo(Fault.HANDSHAKE_LOST);
            assertThat(server.connections()).isEqualTo(2);
        }
    }
}
