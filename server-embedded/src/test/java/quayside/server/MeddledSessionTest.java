package quayside.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.MeddlingWire.Meddling;

/**
 * Tests a small session of the real client with the real server in which a man in the middle changes or cuts off a
 * byte, or which is replayed as a whole.
 */
@Timeout(1800)
class MeddledSessionTest {
    /** A build tries some bytes of each direction; all is every byte, each flipped and each cut off, at a handshake each. */
    private static final boolean ALL = Boolean.getBoolean("quayside.tampering.all");

    private static final int PLACES = 12;
    private static final byte[] DOWN = "down".repeat(20).getBytes(US_ASCII);
    private static final byte[] UP = "upward".repeat(9_000).getBytes(US_ASCII);

    @TempDir
    Path share;

    @TempDir
    Path local;

    private TestHost host;
    private Path source;
    private Path downloads;
    private boolean came;
    private boolean went;

    @BeforeEach
    void start() throws IOException {
        Files.write(share.resolve("down.txt"), DOWN);
        source = Files.write(local.resolve("up.txt"), UP);
        downloads = Files.createDirectory(local.resolve("downloads"));
        host = new TestHost(share);
        host.start();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private ShareClient connect(int port) throws IOException {
        return ShareClient.connect(
                ShareLink.of("127.0.0.1", port, host.identity.fingerprint()),
                host.key,
                new ConnectOptions(Optional.empty(), Duration.ofSeconds(5)),
                new Cancellation());
    }

    /** Lists, downloads and uploads as far as that goes; what was said to be done is in {@link #came} and {@link #went}. */
    private MeddlingWire session(Meddling meddling) throws IOException {
        Files.deleteIfExists(downloads.resolve("down.txt"));
        Files.deleteIfExists(share.resolve("up.txt"));
        came = false;
        went = false;
        MeddlingWire wire = new MeddlingWire(host.server().port(), meddling);
        try (wire) {
            try (ShareClient client = connect(wire.port())) {
                assertThat(client.list(path(""))).extracting("name").containsExactly("down.txt");
                client.get(path("down.txt"), downloads, OnConflict.FAIL, ProgressListener.NONE, new Cancellation());
                came = true;
                client.post(source, path("up.txt"), OnConflict.FAIL, ProgressListener.NONE, new Cancellation());
                went = true;
            }
        } catch (ProtocolException e) {
            assertThat(e.sentence().toString()).endsWith(".");
            assertThat(meddling).isNotEqualTo(Meddling.NONE);
        }
        return wire;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whateverByteIsFlippedOrCutOffNothingFalseIsDoneOrSaidToBeDone(boolean clientsBytes) throws IOException {
        int length = session(Meddling.NONE).sent(clientsBytes).length;
        assertThat(came && went).isTrue();
        for (int at = 0; at < length; at += ALL ? 1 : length / PLACES) {
            for (boolean cut : new boolean[] {false, true}) {
                String place = (cut ? "cut at " : "flipped at ") + at;
                session(new Meddling(clientsBytes, at, cut));
                assertWhole(downloads.resolve("down.txt"), came, DOWN, place);
                assertWhole(share.resolve("up.txt"), went, UP, place);
                // A flipped bit that is read is never gone on with; only what comes after the last answer may be lost
                // unnoticed.
                assertThat(came || Files.notExists(downloads.resolve("down.txt")))
                        .as(place)
                        .isTrue();
                try (Stream<Path> files = Files.list(downloads)) {
                    assertThat(files).as(place).hasSizeLessThanOrEqualTo(1);
                }
            }
        }
        host.assertStillServes();
    }

    private static void assertWhole(Path file, boolean done, byte[] content, String place) throws IOException {
        if (done || Files.exists(file)) {
            assertThat(Arrays.equals(Files.readAllBytes(file), content))
                    .as(place)
                    .isTrue();
        }
    }

    @Test
    void aWholeSessionThatIsPlayedAgainGetsNobodyIn() throws IOException {
        byte[] played = session(Meddling.NONE).sent(true);
        Files.delete(share.resolve("up.txt"));
        int joined = host.events(ShareEvent.GuestJoined.class).size();
        try (Socket socket = host.connect()) {
            try {
                socket.getOutputStream().write(played);
                socket.getInputStream().readAllBytes();
            } catch (SocketException e) {
                // The server does not read to the end of what it does not believe.
            }
        }
        assertThat(share.resolve("up.txt")).doesNotExist();
        assertThat(host.events(ShareEvent.GuestJoined.class)).hasSize(joined);
        host.assertStillServes();
    }

    @Test
    void aServersWholeSessionThatIsPlayedAgainIsNotBelieved() throws IOException {
        byte[] played = session(Meddling.NONE).sent(false);
        Files.delete(downloads.resolve("down.txt"));
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> play(listening, played));
            ProtocolException refused =
                    catchThrowableOfType(ProtocolException.class, () -> connect(listening.getLocalPort()));
            assertThat(refused.fault()).isEqualTo(Fault.BROKEN_PROTOCOL);
        }
        assertThat(downloads.resolve("down.txt")).doesNotExist();
    }

    private static void play(ServerSocket listening, byte[] played) {
        try (Socket socket = listening.accept()) {
            socket.getOutputStream().write(played);
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The client has gone.
        }
    }

    /** What the client says in its own session is nothing that a server would have said. */
    @Test
    void aClientsOwnWordsAreNotBelieved() throws IOException {
        byte[] played = session(Meddling.NONE).sent(true);
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> play(listening, played));
            ProtocolException refused =
                    catchThrowableOfType(ProtocolException.class, () -> connect(listening.getLocalPort()));
            assertThat(refused.fault()).isIn(List.of(Fault.BROKEN_PROTOCOL, Fault.NOT_QUAYSIDE));
        }
    }
}
