package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ClientHandshake;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.Deadlines;
import quayside.server.guard.GuessLimiter;
import quayside.server.guard.HandshakeLimiter;
import quayside.server.guard.Source;
import quayside.server.text.ServerPhrase;
import quayside.server.text.ServerReason;

/** Tests a session until its guest is admitted, on a socket that is a fake in most tests. */
@Timeout(30)
final class SessionTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicLong nanos = new AtomicLong(7);
    private final Deadlines deadlines = new Deadlines();
    private final GuessLimiter guesses = new GuessLimiter(nanos::get, ServerReason.TOO_MANY_WRONG_KEYS);
    private final ServerIdentity identity = ServerIdentity.generate();
    private final AccessKey key = AccessKey.of("correct horse battery");
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile InputStream said = InputStream.nullInputStream();
    private volatile boolean isWoken;
    private volatile boolean isClosedGently;

    private class FakeSocket extends Socket {
        @Override
        public InetAddress getInetAddress() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public void setTcpNoDelay(boolean on) throws SocketException {}

        @Override
        public InputStream getInputStream() {
            return said;
        }

        @Override
        public OutputStream getOutputStream() {
            return heard;
        }

        @Override
        public void shutdownInput() {
            isWoken = true;
        }

        @Override
        public void shutdownOutput() {
            isClosedGently = true;
        }

        @Override
        public void close() throws IOException {
            closed.countDown();
            super.close();
        }
    }

    private final class Reports implements Session.Listener {
        @Override
        public void refused(Sentence reason) {
            reports.add("refused: " + reason);
        }

        @Override
        public void guessedWrong(Sentence reason) {
            reports.add("guessed: " + reason);
        }

        @Override
        public void joined(Session session) {
            throw new AssertionError("nobody joins");
        }

        @Override
        public void left(Session session, boolean goodbye) {}

        @Override
        public void introduced(Optional<String> computer, Optional<String> installation) {}

        @Override
        public void downloaded(String path, long bytes) {}

        @Override
        public void uploaded(String path, long bytes, boolean isProtected) {}

        @Override
        public void changed(Sentence what) {}

        @Override
        public void transferFailed(String path, Fault why, String words) {}

        @Override
        public void wrongPasscode(String path) {}
    }

    @AfterEach
    void stop() {
        deadlines.close();
        key.close();
    }

    private Session session(Socket socket, Duration handshake) {
        SessionContext context = new SessionContext(
                null,
                key,
                Invitations.none(),
                identity,
                new SecureRandom(),
                () -> null,
                new SessionTimes(handshake, LONG, LONG, LONG),
                guesses,
                guesses,
                new HandshakeLimiter(nanos::get, guesses::knows, 1),
                null,
                null,
                new ActiveUploads(),
                deadlines,
                InstantSource.system(),
                nanos::get);
        return new Session(context, socket, new Traffic(), new Reports());
    }

    private Session fake() {
        return session(new FakeSocket(), LONG);
    }

    @Test
    void aSessionIsIdleFromItsBeginning() {
        Session session = fake();
        nanos.set(10);
        assertThat(session.idleSince()).hasValue(7);
    }

    @Test
    void aSessionThatIsIdleMakesRoomWithoutBeingCut() {
        fake().makeRoom();
        assertThat(isWoken).isTrue();
        assertThat(closed.getCount()).isEqualTo(1);
    }

    @Test
    void aStrangerWhoTalksOtherwiseIsClosedGentlyAndReported() {
        said = new ByteArrayInputStream(HexFormat.of().parseHex("ffffffff0001020304"));
        Session session = fake();
        session.run();
        assertThat(reports).singleElement().asString().startsWith("refused: ");
        assertThat(heard.size()).isZero();
        assertThat(isClosedGently).isTrue();
        assertThat(closed.getCount()).isZero();
        assertThat(session.bytes()).isEqualTo(9);
        assertThat(session.movedLately()).isEqualTo(9);
    }

    @Test
    void aStrangerWhoHasToWaitIsToldSo() throws Exception {
        for (int i = 0; i < 5; i++) {
            guesses.begin(Source.of(InetAddress.getLoopbackAddress()), LONG).failed();
        }
        fake().run();
        assertThat(reports).singleElement().asString().startsWith("refused: Too many wrong keys");
        assertThat(heard.size()).isPositive();
    }

    @Test
    void aStrangerIsToldThatTheServerStops() {
        guesses.close();
        fake().run();
        assertThat(reports).containsExactly("refused: The host is about to stop sharing.");
        assertThat(heard.size()).isPositive();
    }

    @Test
    void aConnectionThatIsGoneAtItsBeginningIsReported() {
        Socket gone = new FakeSocket() {
            @Override
            public void setTcpNoDelay(boolean on) throws SocketException {
                throw new SocketException("It is closed.");
            }
        };
        session(gone, LONG).run();
        assertThat(reports).containsExactly("refused: The connection ended too soon.");
    }

    @Test
    void aStrangerWhoseConnectionTheHostEndsIsNotReported() {
        Session session = fake();
        session.end(ServerPhrase.HOST_STOPPED);
        session.run();
        assertThat(reports).isEmpty();
    }

    @Test
    void aStrangerWhoSaysNothingIsCutAtTheDeadline() {
        said = new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                throw new SocketException("It is closed.");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                return read();
            }
        };
        session(new FakeSocket(), Duration.ofMillis(50)).run();
        assertThat(reports).hasSize(1);
    }

    @Test
    void aWrongKeyIsAGuess() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket guest = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                AccessKey wrong = AccessKey.of("incorrect horse")) {
            Thread running = Thread.ofVirtual().start(session(server.accept(), LONG));
            assertThatThrownBy(() -> ClientHandshake.run(
                            guest.getInputStream(),
                            guest.getOutputStream(),
                            wrong,
                            identity.fingerprint(),
                            new SecureRandom()))
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.WRONG_KEY));
            guest.shutdownOutput();
            running.join();
        }
        assertThat(reports).singleElement().asString().startsWith("guessed: ");
    }
}
