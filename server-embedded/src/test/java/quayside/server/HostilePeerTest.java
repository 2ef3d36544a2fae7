package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.ShareClient;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.session.SessionTimes;

/** What a hostile or broken peer sends, and that the next guest is served all the same. */
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

    private static void readToEnd(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            // Reset is an end too.
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "474554202f20485454502f312e310d0a0d0a", // GET / HTTP/1.1
                "16030100c8010000c40303", // TLS
                "00000000", // an empty frame
                "80000000", // 2 GiB
                "ffffffff",
                "7fffffff",
                "00002001", // 8 KiB and a byte
                "0000000400000000"
            })
    void garbageInsteadOfAHandshakeEndsOnlyItsConnection(String hex) throws IOException {
        host.start();
        try (Socket socket = host.connect()) {
            socket.getOutputStream().write(HexFormat.of().parseHex(hex));
            readToEnd(socket);
        }
        host.assertStillServes();
        await().untilAsserted(
                        () -> assertThat(host.events(ShareEvent.Refused.class)).hasSize(1));
        assertThat(host.events(ShareEvent.GuestJoined.class)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000", "00000500", "0000050051554159"})
    void halfAHeaderAndThenSilenceIsEndedByTheDeadline(String hex) throws IOException {
        host.times = new SessionTimes(SHORT, LONG, LONG);
        host.start();
        try (Socket socket = host.connect()) {
            socket.getOutputStream().write(HexFormat.of().parseHex(hex));
            readToEnd(socket);
        }
        host.assertStillServes();
    }

    @Test
    void aByteNowAndThenDoesNotMoveTheDeadline() throws IOException {
        host.times = new SessionTimes(Duration.ofMillis(500), LONG, LONG);
        host.start();
        AtomicInteger sent = new AtomicInteger();
        try (Socket socket = host.connect()) {
            socket.getOutputStream().write(HexFormat.of().parseHex("00000500"));
            await().atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        try {
                            socket.getOutputStream().write('Q');
                            return sent.incrementAndGet() > 1200;
                        } catch (IOException e) {
                            return true;
                        }
                    });
        }
        assertThat(sent).hasValueLessThan(200);
        host.assertStillServes();
    }

    @Test
    void silentConnectionsTakeNoGuestsPlace() throws IOException {
        host.start();
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                silent.add(host.connect());
            }
            host.assertStillServes();
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void whoComesWhenTheServerIsFullIsToldSo() throws IOException {
        host.connectionsPerSource = 2;
        host.start();
        try (RawGuest one = host.guest();
                RawGuest two = host.guest()) {
            assertThatThrownBy(host::client)
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.SERVER_FULL));
            one.assertServed();
            two.assertServed();
        }
        await().untilAsserted(() -> assertThat(host.server().guests()).isEmpty());
        host.assertStillServes();
    }

    @Test
    void theSixthWrongKeyHasToWait() throws IOException {
        host.start();
        try (RawGuest running = host.guest();
                AccessKey wrong = AccessKey.of("incorrect horse")) {
            for (int i = 0; i < 5; i++) {
                assertFault(Fault.WRONG_KEY, wrong);
            }
            assertFault(Fault.TOO_MANY_TRIES, wrong);
            assertFault(Fault.TOO_MANY_TRIES, host.key);
            running.assertServed();

            host.later.addAndGet(Duration.ofSeconds(1).toNanos());
            assertFault(Fault.WRONG_KEY, wrong);
            host.later.addAndGet(Duration.ofSeconds(1).toNanos());
            assertFault(Fault.TOO_MANY_TRIES, wrong);
            host.later.addAndGet(Duration.ofSeconds(1).toNanos());
            host.assertStillServes();
        }
    }

    private void assertFault(Fault fault, AccessKey key) {
        assertThatThrownBy(() -> host.client(key))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        e -> assertThat(e.fault()).as(e.sentence()).isEqualTo(fault));
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
                "{\"verb\":\"LIST\"",
                "null",
                "{}",
                "{\"verb\":\"LIST\"}",
                "{\"verb\":\"LIST\",\"path\":7}",
                "{\"verb\":\"GET\",\"path\":\"../etc/passwd\"}",
                "{\"verb\":\"GET\",\"path\":\"/etc/passwd\"}",
                "{\"verb\":\"GET\",\"path\":\"a//b\"}",
                "{\"verb\":\"GET\",\"path\":\"a\\u0000b\"}",
                "{\"verb\":\"GET\",\"path\":\"a\",\"path\":\"b\"}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":-1,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"fail\",\"await\":true}",
                "{\"verb\":\"POST\",\"path\":\"a\",\"size\":1e99,\"modified\":\"2026-01-01T00:00:00Z\",\"conflict\":\"fail\",\"await\":true}",
                "{\"crc32c\":1}",
                "{\"status\":100}",
                "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]"
            })
    void whatIsNoRequestIsAnsweredAndTheConnectionGoesOn(String json) throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.sendJson(json);
            guest.assertFailed(guest.receive(), Fault.MALFORMED);
            guest.assertServed();
        }
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
        host.times = new SessionTimes(LONG, LONG, SHORT);
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
        host.times = new SessionTimes(LONG, LONG, SHORT);
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
    void aGuestWhoAsksForNothingIsSentAway() throws IOException {
        host.times = new SessionTimes(LONG, SHORT, LONG);
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
            guest.send(RawGuest.post("up", 64 * 1024 + 1, OnConflict.FAIL, false));
            guest.assertFailed(guest.receive(), Fault.TOO_LARGE);
            guest.assertClosed();
        }
        host.assertStillServes();
    }

    @Test
    void acceptingGoesOnAfterTheSystemHasRefused() throws IOException {
        AtomicInteger refusals = new AtomicInteger(4);
        host.listener = () -> new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                if (refusals.getAndDecrement() > 0) {
                    throw new SocketException("Too many open files");
                }
                return super.accept();
            }
        };
        host.start();
        host.assertStillServes();
        assertThat(refusals).hasNegativeValue();
    }

    @Test
    void threeHundredStrangersAtOnceLeaveAGuestInside() throws IOException {
        host.connections = 400;
        host.connectionsPerSource = 400;
        host.times = new SessionTimes(Duration.ofSeconds(2), LONG, LONG);
        host.start();
        List<Socket> strangers = new ArrayList<>();
        try (ShareClient client = host.client()) {
            for (int i = 0; i < 300; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), host.server().port());
                socket.getOutputStream().write(i);
                strangers.add(socket);
            }
            assertThat(client.ping().name()).isEqualTo("Pictures");
            host.assertStillServes();
        } finally {
            for (Socket socket : strangers) {
                socket.close();
            }
        }
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
