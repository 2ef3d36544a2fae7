package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.Message;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.Spoiled;
import quayside.protocol.wire.Fault;
import quayside.server.session.SessionTimes;

/** Tests transfers that resume after an earlier connection was cut (PROTOCOL.md sections 5.2, 5.3, 8.4). */
@Timeout(60)
class ResumeRequestsTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path folder;

    private final byte[] content = new byte[5 * MIB + 77];
    private TestHost host;

    @BeforeEach
    void startHost() throws IOException {
        new Random(1).nextBytes(content);
        host = new TestHost(folder);
        host.start();
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    private Request.Post post(String source) throws IOException {
        return new Request.Post(
                path("new"),
                content.length,
                Instant.EPOCH,
                OnConflict.FAIL,
                true,
                Optional.empty(),
                false,
                Optional.of(source));
    }

    private List<Path> staged() throws IOException {
        Path area = folder.resolve(".quayside/staging");
        if (!Files.exists(area)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(area)) {
            return all.sorted().toList();
        }
    }

    /** Sends somewhat more than {@code count} bytes of the body, and cuts the connection once the server has stored most of them. */
    private void cutAfter(int count) throws IOException {
        try (RawGuest guest = host.guest()) {
            assertThat(guest.ask(post("v1"))).isEqualTo(new Response.Proceed());
            guest.sayFrom(0);
            OutputStream sealing = guest.bodies.encrypt(guest.out, content.length, guest.frames.lastSealed());
            sealing.write(content, 0, count);
            guest.out.flush();
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.size(staged().getFirst()) > count - MIB - MIB / 2);
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.readString(staged().getLast())
                        .contains("+ %016x ".formatted(Files.size(staged().getFirst()))));
        // The record is written before the name of the part file is free again.
        await().atMost(Duration.ofSeconds(30))
                .until(() -> host.server().guests().isEmpty());
    }

    private void assertGoesOn(RawGuest guest, long least) throws IOException {
        Message answer = guest.ask(post("v1"));
        assertThat(answer).isInstanceOf(Response.Proceed.class);
        int offset = (int) ((Response.Proceed) answer).offset();
        assertThat(((Response.Proceed) answer).prefix()).contains(RawGuest.prefix(content, offset));
        assertThat(offset).isGreaterThanOrEqualTo((int) least);
        guest.sendBody(content, offset, 0);
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        assertThat(folder.resolve("new")).hasBinaryContent(content);
        assertThat(staged()).isEmpty();
    }

    @Test
    void anUploadThatWasCutGoesOnOverAnotherConnection() throws IOException {
        cutAfter(4 * MIB);
        try (RawGuest guest = host.guest()) {
            assertGoesOn(guest, 2 * MIB);
        }
    }

    @Test
    void anUploadThatWasCutGoesOnWithTheServersNextStart() throws IOException {
        cutAfter(4 * MIB);
        host.server().stop();
        assertThat(staged()).hasSize(2);
        try (TestHost next = new TestHost(folder)) {
            next.start();
            try (RawGuest guest = next.guest()) {
                assertGoesOn(guest, 2 * MIB);
            }
        }
    }

    @Test
    void aSecondConnectionWithTheSameSourceIsToldToWaitInsteadOfTheHundred() throws IOException {
        try (RawGuest first = host.guest();
                RawGuest second = host.guest()) {
            assertThat(first.ask(post("v1"))).isInstanceOf(Response.Proceed.class);
            assertThat(second.ask(post("v1"))).isInstanceOfSatisfying(Response.Failed.class, failed -> {
                assertThat(failed.fault()).isEqualTo(Fault.EXISTS);
                assertThat(failed.retryAfterSeconds()).isBetween(1L, 10L);
            });
            // Another version is another upload.
            assertThat(second.ask(post("v2"))).isEqualTo(new Response.Proceed());
            first.sendBody(content, 0);
            assertThat(first.receiveAnswer()).isInstanceOf(Response.Stored.class);
        }
    }

    @Test
    void whoSendsItsUploadAgainEndsTheEarlierSendingAndGoesOnWithWhatThatBrought() throws IOException {
        // The server has not noticed that the first connection is lost, and does not within the test.
        host.close();
        host = new TestHost(folder);
        Duration never = Duration.ofHours(1);
        host.times = new SessionTimes(Duration.ofSeconds(10), never, never, Duration.ofSeconds(5));
        host.start();
        Request.Post upload = post("v1").as("one");
        try (RawGuest lost = host.guest();
                RawGuest again = host.guest()) {
            assertThat(lost.ask(upload)).isInstanceOf(Response.Proceed.class);
            lost.sayFrom(0);
            OutputStream sealing = lost.bodies.encrypt(lost.out, content.length, lost.frames.lastSealed());
            sealing.write(content, 0, 4 * MIB);
            sealing.flush();
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.size(staged().getFirst()) >= 2 * MIB);
            again.send(upload);
            assertThat(again.receiveAnswer())
                    .isInstanceOfSatisfying(
                            Response.Proceed.class,
                            proceed -> assertThat(proceed.offset()).isGreaterThanOrEqualTo(2 * MIB));
            lost.assertClosed();
        }
    }

    @Test
    void aDamagedBodyTakesWhatCameBeforeWithIt() throws IOException {
        cutAfter(4 * MIB);
        try (RawGuest guest = host.guest()) {
            Response.Proceed proceed = (Response.Proceed) guest.ask(post("v1"));
            guest.sendBody(content, (int) proceed.offset(), 1);
            guest.assertFailed(guest.receiveAnswer(), Fault.CORRUPTED);
            assertThat(staged()).isEmpty();
            assertThat(guest.ask(post("v1"))).isEqualTo(new Response.Proceed());
        }
    }

    @Test
    void aSpoiledUploadTakesWhatCameBeforeWithItAndTheConnectionGoesOn() throws IOException {
        cutAfter(4 * MIB);
        try (RawGuest guest = host.guest()) {
            Response.Proceed proceed = (Response.Proceed) guest.ask(post("v1"));
            guest.sayFrom(proceed.offset());
            guest.sendSpoiledBody(
                    content.length - proceed.offset(),
                    new byte[99],
                    new Spoiled(Fault.CHANGED, "It changed meanwhile."));
            guest.assertFailed(guest.receiveAnswer(), Fault.CHANGED);
            guest.assertServed();
            assertThat(staged()).isEmpty();
            assertThat(folder.resolve("new")).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 32 * 1024, 32 * 1024 + 1, 200_000})
    void aSpoiledSmallUploadIsNotKept(int size) throws IOException {
        try (RawGuest guest = host.guest()) {
            guest.send(RawGuest.post("small", size, OnConflict.FAIL, false));
            guest.sendSpoiledBody(
                    size,
                    new byte[size / 2],
                    new Spoiled(Fault.SERVER_ERROR, "The disk failed.\" stopped\u202e" + "!".repeat(900)));
            Response.Failed failed = (Response.Failed) guest.receiveAnswer();
            assertThat(failed.fault()).isEqualTo(Fault.SERVER_ERROR);
            // The host reads it, and must not take it for the program's own words.
            assertThat(failed.sentence())
                    .startsWith("The guest stopped sending it. Its reason: “The disk failed.' stopped\\u{202e}!!!")
                    .endsWith("!…”")
                    .hasSizeLessThan(250);
            guest.assertServed();
        }
        assertThat(folder.resolve("small")).doesNotExist();
        assertThat(staged()).isEmpty();
    }

    @Test
    void aGuestWhoStallsLeavesWhatItBrought() throws IOException {
        host.close();
        host = new TestHost(folder);
        host.times = new SessionTimes(
                Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(500), Duration.ofSeconds(5));
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.ask(post("v1"));
            guest.sayFrom(0);
            OutputStream sealing = guest.bodies.encrypt(guest.out, content.length, guest.frames.lastSealed());
            sealing.write(content, 0, 4 * MIB);
            guest.out.flush();
            guest.assertClosed();
        }
        try (RawGuest guest = host.guest()) {
            assertGoesOn(guest, 2 * MIB);
        }
    }

    @Test
    void whatNobodyCameBackForIsSweptWhileTheServerRuns() throws IOException {
        host.close();
        host = new TestHost(folder);
        host.sweeping = Duration.ofMillis(50);
        host.clock = () -> Instant.now().plus(Duration.ofHours(25));
        host.start();
        Path area = Files.createDirectories(folder.resolve(".quayside/staging"));
        Path old = Files.writeString(area.resolve("0123456789abcdef0123456789abcdef.part"), "old");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(old).doesNotExist());
    }

    @Test
    void aDownloadGoesOnWithTheSameVersionOnly() throws IOException {
        Path file = Files.write(folder.resolve("file"), content);
        Files.setLastModifiedTime(file, FileTime.fromMillis(2_000_000));
        TestHost.settled(file);
        try (RawGuest guest = host.guest()) {
            Response.Content whole = (Response.Content) guest.ask(new Request.Get(path("file")));
            assertThat(whole.offset()).isZero();
            assertThat(guest.receiveAnyBody(content.length).bytes()).isEqualTo(content);

            Response.Content rest = (Response.Content) guest.ask(get(3 * MIB, whole.version()));
            assertThat(rest.offset()).isEqualTo(3 * MIB);
            assertThat(rest.version()).isEqualTo(whole.version());
            assertThat(rest.entry()).isEqualTo(whole.entry());
            assertThat(guest.receiveAnyBody(content.length - 3 * MIB).bytes())
                    .isEqualTo(Arrays.copyOfRange(content, 3 * MIB, content.length));

            Response.Content nothing = (Response.Content) guest.ask(get(content.length, whole.version()));
            assertThat(nothing.offset()).isEqualTo(content.length);
            assertThat(guest.receiveAnyBody(0)).isNotNull();

            guest.assertFailed(guest.ask(get(content.length + 1L, whole.version())), Fault.MALFORMED);
            guest.assertFailed(guest.ask(get(1, "another")), Fault.CHANGED);

            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
            TestHost.settled(file);
            guest.assertFailed(guest.ask(get(3 * MIB, whole.version())), Fault.CHANGED);
            guest.assertServed();
        }
    }

    /** Two contents may have one version: a file system gives the number of a file that is gone to another one. */
    @Test
    void aDownloadGoesOnWithTheSameBeginningOnly() throws IOException {
        Path file = Files.write(folder.resolve("file"), content);
        Files.setLastModifiedTime(file, FileTime.fromMillis(2_000_000));
        TestHost.settled(file);
        byte[] other = content.clone();
        try (RawGuest guest = host.guest()) {
            String version = version(guest);
            for (int offset : new int[] {1, MIB, 3 * MIB + 7, content.length}) {
                other[offset - 1] ^= 1;
                guest.assertFailed(
                        guest.ask(new Request.Get(path("file"), RawGuest.resume(other, offset, version))),
                        Fault.CHANGED);
                other[offset - 1] ^= 1;
                assertThat(guest.ask(get(offset, version)))
                        .isInstanceOfSatisfying(
                                Response.Content.class,
                                rest -> assertThat(rest.offset()).isEqualTo(offset));
                RawGuest.Body body = guest.receiveAnyBody(content.length - offset);
                assertThat(body.bytes()).isEqualTo(Arrays.copyOfRange(content, offset, content.length));
                assertThat(body.checksum()).as("of the whole file").isEqualTo(RawGuest.checksum(content));
            }
        }
    }

    /** Part files are found by a word that a guest says; what another has left under it is not its file. */
    @Test
    void halfAFileOfAnotherGuestIsDroppedWhereTheSourceBeginsOtherwise() throws IOException {
        cutAfter(4 * MIB);
        byte[] own = new byte[content.length];
        Arrays.fill(own, (byte) 5);
        try (RawGuest guest = host.guest()) {
            Response.Proceed proceed = (Response.Proceed) guest.ask(post("v1"));
            assertThat(proceed.offset()).isPositive();
            assertThat(proceed.prefix()).isNotEqualTo(Optional.of(RawGuest.prefix(own, proceed.offset())));
            guest.sendBody(own, 0, 0);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        }
        assertThat(folder.resolve("new")).hasBinaryContent(own);
        assertThat(staged()).isEmpty();
    }

    /** The checksum is of the whole file, so that two halves that do not belong together are no file either way. */
    @Test
    void whoGoesOnWithSomethingElseThanItsFileIsCorrupted() throws IOException {
        cutAfter(4 * MIB);
        byte[] own = new byte[content.length];
        try (RawGuest guest = host.guest()) {
            Response.Proceed proceed = (Response.Proceed) guest.ask(post("v1"));
            guest.sendBody(own, (int) proceed.offset(), 0);
            guest.assertFailed(guest.receiveAnswer(), Fault.CORRUPTED);
            guest.assertServed();
        }
        assertThat(folder.resolve("new")).doesNotExist();
        assertThat(staged()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"from\":1}", "{\"verb\":\"PING\"}", "{\"crc32c\":1}", "{}", "{\"goodbye\":\"\"}"})
    void whatIsNoAnswerToTheHundredEndsTheConnectionAndKeepsWhatIsThere(String json) throws IOException {
        cutAfter(4 * MIB);
        try (RawGuest guest = host.guest()) {
            assertThat(guest.ask(post("v1"))).isInstanceOf(Response.Proceed.class);
            guest.sendJson(json);
            guest.assertClosed();
        }
        try (RawGuest guest = host.guest()) {
            assertGoesOn(guest, 2 * MIB);
        }
    }

    @Test
    void whoComparesForLongSaysSo() throws IOException {
        cutAfter(4 * MIB);
        try (RawGuest guest = host.guest()) {
            Response.Proceed proceed = (Response.Proceed) guest.ask(post("v1"));
            for (int i = 0; i < 3; i++) {
                guest.send(new Response.Processing());
            }
            guest.sendBody(content, (int) proceed.offset(), 0);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        }
    }

    /** The guest's disk failed: what it had read before is of its file. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUploadWhoseSourceCannotBeReadKeepsWhatWasRead(boolean atOnce) throws IOException {
        Spoiled why = new Spoiled(Fault.SERVER_ERROR, "The disk failed.");
        try (RawGuest guest = host.guest()) {
            assertThat(guest.ask(post("v1"))).isEqualTo(new Response.Proceed());
            guest.sayFrom(0);
            guest.sendSpoiledBody(content.length, Arrays.copyOf(content, 3 * MIB + 5), why);
            guest.assertFailed(guest.receiveAnswer(), Fault.SERVER_ERROR);
            if (atOnce) {
                assertThat(guest.ask(post("v1"))).isInstanceOf(Response.Proceed.class);
                guest.send(why);
                guest.assertFailed(guest.receiveAnswer(), Fault.SERVER_ERROR);
            }
            guest.assertServed();
            assertGoesOn(guest, 2 * MIB);
        }
    }

    /** A second write within the clock's tick would leave the same time. */
    @Test
    void aDownloadOfWhatWasWrittenJustNowBeginsAnew() throws IOException {
        Path file = Files.write(folder.resolve("file"), content);
        try (RawGuest guest = host.guest()) {
            FileTime ahead = FileTime.from(Instant.now().plusSeconds(3600));
            Files.setLastModifiedTime(file, ahead);
            Response.Content whole = (Response.Content) guest.ask(new Request.Get(path("file")));
            assertThat(guest.receiveAnyBody(content.length)).isNotNull();
            guest.assertFailed(guest.ask(get(3 * MIB, whole.version())), Fault.CHANGED);
            assertThat(version(guest)).isNotEqualTo(whole.version());
            guest.assertServed();
        }
    }

    private Request.Get get(long offset, String version) {
        return new Request.Get(path("file"), RawGuest.resume(content, offset, version));
    }

    @Test
    void aVersionIsAnotherOneOnceSizeTimeOrFileAreOthers() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[10]);
        FileTime time = FileTime.from(Instant.ofEpochSecond(1_700_000_000, 123_456_789));
        try (RawGuest guest = host.guest()) {
            Files.setLastModifiedTime(file, time);
            TestHost.settled(file);
            String version = version(guest);
            assertThat(version(guest)).isEqualTo(version);

            Files.setLastModifiedTime(file, FileTime.from(time.toInstant().plusNanos(1)));
            assertThat(version(guest)).isNotEqualTo(version);

            Files.write(file, new byte[11]);
            Files.setLastModifiedTime(file, time);
            assertThat(version(guest)).isNotEqualTo(version);

            Path other = Files.write(folder.resolve("other"), new byte[10]);
            Files.setLastModifiedTime(other, time);
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            assertThat(version(guest)).isNotEqualTo(version);
        }
    }

    private static String version(RawGuest guest) throws IOException {
        Response.Content content = (Response.Content) guest.ask(new Request.Get(path("file")));
        guest.receiveAnyBody((int) content.entry().size());
        return content.version();
    }
}
