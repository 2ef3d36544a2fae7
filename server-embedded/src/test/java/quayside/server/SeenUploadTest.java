package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.Message;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.SeenFile;
import quayside.protocol.wire.Fault;

/** Uploads that may replace one certain file: the rule {@code seen} of PROTOCOL.md section 5.3. */
@Timeout(60)
class SeenUploadTest {
    private static final Instant OLD = Instant.parse("2026-01-02T03:04:05.123456789Z");
    private static final String CONTENT = "the old file";
    private static final SeenFile SEEN = new SeenFile(CONTENT.length(), OLD);
    private static final int LARGE = 3 * 1024 * 1024;

    @TempDir
    Path folder;

    private TestHost host;
    private RawGuest guest;
    private Path file;

    @BeforeEach
    void startHost() throws IOException {
        file = write("file", CONTENT, OLD);
        host = new TestHost(folder);
        host.start();
        guest = host.guest();
    }

    @AfterEach
    void stopHost() throws IOException {
        guest.close();
        host.close();
    }

    private Path write(String name, String content, Instant modified) throws IOException {
        Path written = Files.writeString(folder.resolve(name), content);
        return Files.setLastModifiedTime(written, FileTime.from(modified));
    }

    private static byte[] filled(int size, int with) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private static Request.Post post(String name, long size, boolean await, SeenFile seen) {
        return post(name, size, await, "source", seen);
    }

    private static Request.Post post(String name, long size, boolean await, String source, SeenFile seen) {
        return new Request.Post(
                        path(name),
                        size,
                        Instant.EPOCH,
                        OnConflict.OVERWRITE,
                        await,
                        Optional.empty(),
                        false,
                        await ? Optional.of(source) : Optional.empty())
                .replacing(Optional.of(seen));
    }

    private static Message upload(RawGuest guest, Request.Post post, byte[] content) throws IOException {
        guest.send(post);
        int from = 0;
        if (post.await()) {
            Message answer = guest.receiveAnswer();
            if (!(answer instanceof Response.Proceed proceed)) {
                return answer;
            }
            from = (int) proceed.offset();
        }
        guest.sendBody(content, from, 0);
        return guest.receiveAnswer();
    }

    private Message upload(String name, boolean await, SeenFile seen) throws IOException {
        byte[] content = filled(await ? LARGE : 9, 1);
        return upload(guest, post(name, content.length, await, seen), content);
    }

    private SeenFile described(String name) throws IOException {
        return SeenFile.of(((Response.Described) guest.ask(new Request.Stat(path(name)))).entry());
    }

    private List<Path> staged() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve(".quayside/staging"))) {
            return all.sorted().toList();
        }
    }

    @Test
    void theServerSaysThatItKnowsTheRule() throws IOException {
        assertThat(guest.ask(new Request.Ping()))
                .isInstanceOfSatisfying(
                        Response.Pong.class,
                        pong -> assertThat(pong.knowsSeen()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFileThatAListingAndAStatDescribeIsReplaced(boolean await) throws IOException {
        Response.Listing listing = (Response.Listing) guest.ask(new Request.ListFolder(path("")));
        assertThat(listing.entries())
                .filteredOn(entry -> entry.name().equals("file"))
                .extracting(SeenFile::of)
                .containsExactly(described("file"));
        assertThat(upload("file", await, described("file"))).isInstanceOf(Response.Stored.class);
        assertThat(file).hasBinaryContent(filled(await ? LARGE : 9, 1));
        // What was stored is another file now.
        guest.assertFailed(upload("file", await, SEEN), Fault.EXISTS);
        assertThat(upload("file", await, described("file"))).isInstanceOf(Response.Stored.class);
    }

    @ParameterizedTest
    @CsvSource({
        "false, 12, 2026-01-02T03:04:05.123456788Z",
        "true, 12, 2026-01-02T03:04:05.123456788Z",
        "false, 12, 2026-01-02T03:04:05Z",
        "true, 13, 2026-01-02T03:04:05.123456789Z",
        "false, 0, 2026-01-02T03:04:05.123456789Z",
        "true, 9223372036854775807, 9999-12-31T23:59:59.999999999Z",
    })
    void anotherFileIsRefusedBeforeABodyIsAskedFor(boolean await, long size, Instant modified) throws IOException {
        Request.Post post = post("file", await ? LARGE : 9, await, new SeenFile(size, modified));
        guest.send(post);
        if (!await) {
            guest.sendBody(filled(9, 1), 0);
        }
        guest.assertFailed(guest.receiveAnswer(), Fault.EXISTS);
        guest.assertServed();
        assertThat(file).hasContent(CONTENT);
        assertThat(host.events(ShareEvent.TransferFailed.class)).isEmpty();
    }

    @Test
    void ofTwoThatArriveTogetherTheSecondFindsTheFirst() throws IOException {
        Path other = write("other", CONTENT, OLD);
        guest.together(() -> {
            for (String name : List.of("file", "file", "other")) {
                guest.send(post(name, 9, false, SEEN));
                guest.sendBody(filled(9, 1), 0);
            }
        });
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        guest.assertFailed(guest.receiveAnswer(), Fault.EXISTS);
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        assertThat(file).hasBinaryContent(filled(9, 1));
        assertThat(other).hasBinaryContent(filled(9, 1));
    }

    /** Announces a large file. */
    private void announce(Request.Post post) throws IOException {
        assertThat(guest.ask(post)).isEqualTo(new Response.Proceed());
    }

    @Test
    void whatAnotherGuestStoresDuringTheUploadIsNotReplaced() throws IOException {
        announce(post("file", LARGE, true, SEEN));
        try (RawGuest other = host.guest()) {
            other.sendEager("file", "by another".getBytes(UTF_8), OnConflict.OVERWRITE);
            assertThat(other.receiveAnswer()).isInstanceOf(Response.Stored.class);
        }
        guest.sendBody(filled(LARGE, 1), 0);
        guest.assertFailed(guest.receiveAnswer(), Fault.EXISTS);
        assertThat(file).hasContent("by another");
    }

    @Test
    void whatAProgramOfTheHostWritesDuringTheUploadIsNotReplacedAndNothingIsSentAgain() throws IOException {
        announce(post("file", LARGE, true, SEEN));
        // As old as before, and older than what is uploaded.
        write("file", "by the host's editor", OLD);
        guest.sendBody(filled(LARGE, 1), 0);
        guest.assertFailed(guest.receiveAnswer(), Fault.EXISTS);
        assertThat(file).hasContent("by the host's editor");
        assertThat(staged()).hasSize(2);

        Request.Post again = post("file", LARGE, true, described("file"));
        assertThat(guest.ask(again))
                .isInstanceOfSatisfying(
                        Response.Proceed.class,
                        proceed -> assertThat(proceed.offset()).isEqualTo(LARGE));
        guest.sendBody(filled(LARGE, 1), LARGE, 0);
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        assertThat(file).hasBinaryContent(filled(LARGE, 1));
    }

    @Test
    void aResumedUploadIsRefusedBeforeItsRestIfTheFileChangedMeanwhile() throws IOException {
        Request.Post post = post("file", LARGE, true, SEEN);
        try (RawGuest cut = host.guest()) {
            assertThat(cut.ask(post)).isEqualTo(new Response.Proceed());
            cut.sayFrom(0);
            OutputStream sealing = cut.bodies.encrypt(cut.out, LARGE, cut.frames.lastSealed());
            sealing.write(filled(LARGE, 1), 0, 2 * LARGE / 3 + 100);
            cut.out.flush();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.size(staged().getFirst()) > 0);
        }
        // The record is written before the name of the part file is free again.
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> host.server().guests().size() == 1);
        write("file", "by others", OLD);
        guest.assertFailed(guest.ask(post), Fault.EXISTS);
        assertThat(staged()).hasSize(2);

        assertThat(guest.ask(post("file", LARGE, true, described("file"))))
                .isInstanceOfSatisfying(
                        Response.Proceed.class,
                        proceed -> assertThat(proceed.offset()).isPositive());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aNameThatIsFreeByNowIsTaken(boolean await) throws IOException {
        if (await) {
            announce(post("file", LARGE, true, SEEN));
            Files.delete(file);
            guest.sendBody(filled(LARGE, 1), 0);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        } else {
            Files.delete(file);
            assertThat(upload("file", false, SEEN)).isInstanceOf(Response.Stored.class);
        }
        assertThat(file).hasBinaryContent(filled(await ? LARGE : 9, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFolderOrALinkInItsPlaceStays(boolean await) throws IOException {
        Path target = Files.move(file, folder.resolve("target"));
        Files.createSymbolicLink(file, target);
        guest.assertFailed(upload("file", await, SEEN), Fault.EXISTS);
        Files.delete(file);
        Files.createDirectory(file);
        Files.setLastModifiedTime(file, FileTime.from(OLD));
        guest.assertFailed(upload("file", await, new SeenFile(0, OLD)), Fault.EXISTS);
        assertThat(file).isEmptyDirectory();
        assertThat(target).hasContent(CONTENT);
    }

    @Test
    void whoMayNotReplaceMayNotReplaceTheSeenFileEither() throws IOException {
        host.server().permissions(new ShareOptions.Permissions(true, true, false));
        guest.assertFailed(upload("file", false, SEEN), Fault.REFUSED);
        guest.assertFailed(upload("file", false, new SeenFile(1, OLD)), Fault.EXISTS);
        assertThat(file).hasContent(CONTENT);
    }

    /** Its first sending has replaced the file, and its answer was lost. */
    @Test
    void anUploadThatIsSentTwiceIsPublishedOnce() throws IOException {
        Request.Post post = post("file", 9, false, SEEN).as("one");
        assertThat(upload(guest, post, filled(9, 1))).isInstanceOf(Response.Stored.class);
        assertThat(upload(guest, post, filled(9, 1))).isInstanceOf(Response.Skipped.class);
        write("file", "by others", OLD);
        assertThat(upload(guest, post, filled(9, 1))).isInstanceOf(Response.Skipped.class);
        assertThat(file).hasContent("by others");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"oldSize\":12",
                ",\"oldModified\":\"2026-01-02T03:04:05Z\"",
                ",\"oldSize\":-1,\"oldModified\":\"2026-01-02T03:04:05Z\"",
                ",\"oldSize\":\"12\",\"oldModified\":\"2026-01-02T03:04:05Z\"",
                ",\"oldSize\":12,\"oldModified\":\"2026-01-02T03:04:05\"",
                ",\"oldSize\":12,\"oldModified\":1767323045"
            })
    void withoutTheFileTheRuleIsMalformed(String fields) throws IOException {
        guest.sendJson("{\"verb\":\"POST\",\"path\":\"file\",\"size\":1,\"modified\":\"2026-01-02T03:04:05Z\","
                + "\"conflict\":\"seen\",\"await\":true" + fields + "}");
        guest.assertFailed(guest.receiveAnswer(), Fault.MALFORMED);
        guest.assertClosed();
        assertThat(file).hasContent(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ofManyGuestsWhoSawTheSameFileOneReplacesIt(boolean await) throws Exception {
        int guests = 4;
        List<RawGuest> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < guests; i++) {
                all.add(host.guest());
            }
            CyclicBarrier start = new CyclicBarrier(guests);
            for (int round = 0; round < 20; round++) {
                Path raced = write("file" + round, CONTENT, OLD);
                List<Future<Message>> sent = new ArrayList<>();
                for (int i = 0; i < guests; i++) {
                    int own = i;
                    byte[] content = filled(await ? 300_000 : 9, own);
                    Request.Post post = post(raced.getFileName().toString(), content.length, await, "s" + own, SEEN);
                    sent.add(threads.submit(() -> {
                        start.await(30, TimeUnit.SECONDS);
                        return upload(all.get(own), post, content);
                    }));
                }
                List<Message> answers = new ArrayList<>();
                for (Future<Message> each : sent) {
                    answers.add(each.get());
                }
                int winner = Files.readAllBytes(raced)[0];
                assertThat(answers.remove(winner)).isInstanceOf(Response.Stored.class);
                answers.forEach(answer -> guest.assertFailed(answer, Fault.EXISTS));
            }
        } finally {
            for (RawGuest each : all) {
                each.close();
            }
        }
    }
}
