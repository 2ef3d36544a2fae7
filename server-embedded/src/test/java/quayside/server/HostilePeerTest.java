package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.server.session.SessionTimes;

/** Tests the input of a hostile or broken peer, and that the next guest is still served. */
@Timeout(60)
class HostilePeerTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private TestHost host;

    @BeforeEach
    void makeHost() {
        host = new TestHost(folder);
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    @Test
    void anUnknownVerbIsAnsweredAndTheConnectionGoesOn() throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.sendJson("{\"verb\":\"DANCE\",\"tempo\":120}");
            guest.assertFailed(guest.receive(), Fault.MALFORMED);
            guest.assertServed();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"verb\":\"LIST\"}",
                "{\"verb\":\"LIST\",\"path\":7}",
                "{\"verb\":\"GET\",\"path\":\"../etc/passwd\"}",
                "{\"verb\":\"GET\",\"path\":\"/etc/passwd\"}",
                "{\"verb\":\"GET\",\"path\":\"a//b\"}",
                "{\"verb\":\"GET\",\"path\":\"a\\u0000b\"}",
                "{\"verb\":\"GET\",\"path\":\"a\",\"offset\":1}",
                "{\"crc32c\":1}",
                "{\"from\":0}",
                "{\"status\":100}"
            })
    void whatIsNoRequestIsAnsweredAndTheConnectionGoesOn(String json) throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.sendJson(json);
            guest.assertFailed(guest.receive(), Fault.MALFORMED);
            guest.assertServed();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"verb\":\"LIST\"",
                "null",
                "{}",
                "{\"path\":\"a\",\"size\":3,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"fail\",\"await\":false}",
                "{\"verb\":\"GET\",\"path\":\"a\",\"path\":\"b\"}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":-1,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"fail\",\"await\":true}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":1e99,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"fail\",\"await\":true}",
                "{\"verb\":\"POST\",\"path\":\"../a\",\"size\":3,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"fail\",\"await\":false}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":3,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"??\",\"await\":false}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":262145,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"fail\",\"await\":false}",
                "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]"
            })
    void whatABodyMayFollowIsAnsweredAndTheBodyIsNeverTakenForARequest(String json) throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.together(() -> {
                guest.sendJson(json);
                // Four characters of white space in the place of a checksum, and a request.
                guest.sendJson("    {\"verb\":\"MKDIR\",\"path\":\"made\"}");
                guest.sendJson("    {\"verb\":\"PING\"}");
            });
            assertThat(guest.receive()).isInstanceOf(Response.Failed.class);
            guest.assertClosed();
        }
        assertThat(folder.resolve("made")).doesNotExist();
        host.assertStillServes();
    }

    @Test
    void aFlippedBitEndsTheConnection() throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.assertServed();
            byte[] sealed = guest.frames.seal("{\"verb\":\"PING\"}".getBytes(UTF_8));
            sealed[sealed.length / 2] ^= 1;
            guest.sendSealed(sealed);
            guest.assertClosed();
        }
        host.assertStillServes();
        await().untilAsserted(() ->
                assertThat(host.events(ShareEvent.GuestLost.class)).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "80000000", "00010001", "ffffffff"})
    void aFrameOfAForbiddenLengthEndsTheConnection(String length) throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.out.write(HexFormat.of().parseHex(length));
            guest.out.flush();
            guest.assertClosed();
        }
        host.assertStillServes();
    }

    @Test
    void aReplayedFrameEndsTheConnection() throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            byte[] sealed = guest.frames.seal("{\"verb\":\"PING\"}".getBytes(UTF_8));
            guest.sendSealed(sealed);
            assertThat(guest.receive()).isInstanceOf(Response.Pong.class);
            guest.sendSealed(sealed);
            guest.assertClosed();
        }
        host.assertStillServes();
    }

    @Test
    void aGuestWhoStopsReadingIsDropped() throws IOException {
        host.times = new SessionTimes(LONG, LONG, SHORT, Duration.ofSeconds(5));
        host.start();
        try (RandomAccessFile big = new RandomAccessFile(folder.resolve("big").toFile(), "rw")) {
            big.setLength(1L << 28);
        }
        try (RawGuest guest = host.guest()) {
            guest.send(new Request.Get(path("big")));
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(host.server().guests()).isEmpty());
            assertThat(guest.socket.isClosed()).isFalse();
        }
        await().untilAsserted(() ->
                assertThat(host.events(ShareEvent.TransferFailed.class)).hasSize(1));
        host.assertStillServes();
    }

    @Test
    void aGuestWhoStopsSendingIsDroppedAndWhatItSentIsGone() throws IOException {
        host.times = new SessionTimes(LONG, LONG, SHORT, Duration.ofSeconds(5));
        host.start();
        try (RawGuest guest = host.guest()) {
            assertThat(guest.ask(RawGuest.post("up", 10_000_000, OnConflict.FAIL, true)))
                    .isInstanceOf(Response.Proceed.class);
            assertThat(staged()).hasSize(1);
            guest.assertClosed();
        }
        await().untilAsserted(() -> assertThat(staged()).isEmpty());
        assertThat(folder.resolve("up")).doesNotExist();
        host.assertStillServes();
    }

    @Test
    void aRequestThatArrivesByteByByteIsWaitedForNoLonger() throws IOException {
        host.times = new SessionTimes(LONG, SHORT, SHORT, Duration.ofSeconds(5));
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.out.write(ByteBuffer.allocate(4).putInt(60_000).array());
            guest.socket.setSoTimeout(50);
            // Each byte comes long before a read gives up.
            boolean isTold = false;
            for (int i = 0; i < 400 && !isTold; i++) {
                guest.out.write('x');
                guest.out.flush();
                isTold = hears(guest);
            }
            assertThat(isTold).isTrue();
            guest.socket.setSoTimeout((int) LONG.toMillis());
            assertThat(guest.receive()).isInstanceOf(Goodbye.class);
        }
        host.assertStillServes();
    }

    /** Whether the server says something within the socket's timeout. */
    private static boolean hears(RawGuest guest) throws IOException {
        guest.in.mark(1);
        try {
            return guest.in.read() >= 0;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            guest.in.reset();
        }
    }

    @Test
    void aGuestWhoAsksForNothingIsSentAway() throws IOException {
        host.times = new SessionTimes(LONG, SHORT, LONG, Duration.ofSeconds(5));
        host.start();
        try (RawGuest guest = host.guest()) {
            assertThat(guest.receive()).isInstanceOf(Goodbye.class);
            guest.assertClosed();
        }
        host.assertStillServes();
    }

    @Test
    void aBodyThatIsTooLargeToComeUnaskedEndsTheConnectionWithAReason() throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.send(RawGuest.post("up", Limits.EAGER_POST_BYTES + 1, OnConflict.FAIL, false));
            guest.assertFailed(guest.receive(), Fault.TOO_LARGE);
            guest.assertClosed();
        }
        host.assertStillServes();
    }

    private List<Path> staged() throws IOException {
        Path area = folder.resolve(".quayside/staging");
        if (!Files.exists(area)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(area)) {
            return files.toList();
        }
    }
}
