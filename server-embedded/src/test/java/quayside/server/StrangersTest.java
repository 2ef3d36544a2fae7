package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.ShareClient;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.session.SessionTimes;

/** Tests what strangers do before they are admitted, and that the next guest is still served. */
@Timeout(60)
class StrangersTest {
    /** Enough for an honest handshake on a busy machine. */
    private static final Duration DEADLINE = Duration.ofSeconds(2);

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

    /** Where limits are so short that a busy machine may need more than one try. */
    private void assertServesInTime() {
        await().atMost(LONG).ignoreExceptions().untilAsserted(host::assertStillServes);
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

    @Test
    void halfAHeaderAndThenSilenceIsEndedByTheDeadline() throws IOException {
        host.times = new SessionTimes(DEADLINE, LONG, LONG, Duration.ofSeconds(5));
        host.start();
        List<Socket> silent = new ArrayList<>();
        try {
            for (String hex : List.of("", "0000", "00000500", "0000050051554159")) {
                Socket socket = host.connect();
                silent.add(socket);
                socket.getOutputStream().write(HexFormat.of().parseHex(hex));
            }
            for (Socket socket : silent) {
                readToEnd(socket);
            }
            assertServesInTime();
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void aByteNowAndThenDoesNotMoveTheDeadline() throws IOException {
        host.times = new SessionTimes(DEADLINE, LONG, LONG, Duration.ofSeconds(5));
        host.start();
        AtomicInteger sent = new AtomicInteger();
        try (Socket socket = host.connect()) {
            socket.getOutputStream().write(HexFormat.of().parseHex("00000500"));
            await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> {
                try {
                    socket.getOutputStream().write('Q');
                    return sent.incrementAndGet() > 1200;
                } catch (IOException e) {
                    return true;
                }
            });
        }
        assertThat(sent).hasValueLessThan(1200);
        assertServesInTime();
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
            // The server gives a guest its place just after the handshake.
            one.assertServed();
            two.assertServed();
            assertThatThrownBy(host::client)
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.SERVER_FULL));
            one.assertServed();
            two.assertServed();
        }
        // A place is free a moment after its guest has left.
        assertServesInTime();
    }

    @Test
    void theSixthWrongKeyHasToWait() throws IOException {
        host.nanos = host.virtualNanos::get;
        host.start();
        try (RawGuest running = host.guest();
                AccessKey wrong = AccessKey.of("incorrect horse")) {
            for (int i = 0; i < 5; i++) {
                assertRefused(Fault.WRONG_KEY, wrong);
            }
            assertRefused(Fault.TOO_MANY_TRIES, wrong);
            assertRefused(Fault.TOO_MANY_TRIES, host.key);
            running.assertServed();

            host.virtualNanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertRefused(Fault.WRONG_KEY, wrong);
            host.virtualNanos.addAndGet(Duration.ofSeconds(2).toNanos());
            assertRefused(Fault.WRONG_KEY, wrong);
            assertRefused(Fault.TOO_MANY_TRIES, wrong);
            host.virtualNanos.addAndGet(Duration.ofSeconds(4).toNanos());
            host.assertStillServes();
        }
    }

    @Test
    void whoHasToWaitIsToldBeforeItSaysAnything() throws IOException {
        host.nanos = host.virtualNanos::get;
        host.start();
        try (AccessKey wrong = AccessKey.of("incorrect horse")) {
            for (int i = 0; i < 5; i++) {
                assertRefused(Fault.WRONG_KEY, wrong);
            }
        }
        try (Socket silent = host.connect()) {
            assertThat(silent.getInputStream().read()).isNotNegative();
        }
    }

    /** Returns when the server has taken note, too: only then may the clock move. */
    private void assertRefused(Fault fault, AccessKey key) {
        int before = host.events(ShareEvent.Refused.class).size();
        assertThatThrownBy(() -> host.client(key))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        e -> assertThat(e.fault()).as(e.sentence().toString()).isEqualTo(fault));
        await().until(() -> host.events(ShareEvent.Refused.class).size() > before);
    }

    @Test
    void manyWrongKeysAtOnceAreNoMoreThanFiveGuesses() throws Exception {
        host.nanos = host.virtualNanos::get;
        host.start();
        List<Future<Fault>> outcomes = new ArrayList<>();
        try (AccessKey wrong = AccessKey.of("incorrect horse");
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                outcomes.add(threads.submit(() -> {
                    try (ShareClient _ = host.client(wrong)) {
                        return Fault.CANCELLED;
                    } catch (ProtocolException e) {
                        return e.fault();
                    }
                }));
            }
        }
        assertThat(outcomes)
                .extracting(Future::resultNow)
                .containsOnly(Fault.WRONG_KEY, Fault.TOO_MANY_TRIES)
                .filteredOn(Fault.WRONG_KEY::equals)
                .hasSize(5);
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
}
