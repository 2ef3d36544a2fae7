package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ClientHandshake;
import quayside.protocol.wire.Frames;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/** Tests floods of strangers with a stopped clock, so that limits which one of them has used up are not refilled. */
@Timeout(120)
class FloodTest {
    private static final String NEWCOMER = "127.0.4.1";
    private static final int SERVER_HELLO = 2;
    private static final int ALERT = 127;

    /** What one source may begin at once. */
    private static final int BURST = 20;

    @TempDir
    Path folder;

    private final List<Socket> strangers = new ArrayList<>();
    private TestHost host;

    @BeforeEach
    void makeHost() {
        host = new TestHost(folder);
        host.nanos = host.virtualNanos::get;
    }

    @AfterEach
    void stopHost() throws IOException {
        for (Socket each : strangers) {
            each.close();
        }
        host.close();
    }

    /** The first message of somebody who knows no key; it can be said as often as one likes. */
    private static byte[] hello() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (AccessKey key = AccessKey.of("unknown")) {
            ClientHandshake.run(InputStream.nullInputStream(), said, key, null, TestHost.RANDOM);
            throw new AssertionError("nobody answered");
        } catch (ProtocolException e) {
            return said.toByteArray();
        }
    }

    private Socket stranger(String from) throws IOException {
        Socket socket = host.connect(from);
        strangers.add(socket);
        return socket;
    }

    /** Says {@code hello}, and nothing more; returns the type of the answer. */
    private int knock(String from, byte[] hello) throws IOException {
        Socket socket = stranger(from);
        socket.getOutputStream().write(hello);
        return Frames.read(socket.getInputStream(), Limits.MAX_HANDSHAKE_BYTES)[0];
    }

    private RawGuest guest(String from) throws IOException {
        return new RawGuest(host.connect(from), host.key, host.identity.fingerprint());
    }

    @Test
    void ofAHelloThatIsRepeatedOnlySoManyAreComputedFor() throws IOException {
        host.start();
        byte[] hello = hello();
        List<Integer> answers = new ArrayList<>();
        try (RawGuest running = guest("127.0.0.1")) {
            for (int i = 0; i < 10 * BURST; i++) {
                answers.add(knock("127.0.2.1", hello));
                strangers.removeLast().close();
            }
            assertThat(answers).filteredOn(type -> type == SERVER_HELLO).hasSize(BURST);
            assertThat(answers).filteredOn(type -> type == ALERT).hasSize(9 * BURST);
            running.assertServed();
            // Who is a guest comes in again, and who never was here as well.
            guest("127.0.0.1").close();
            guest(NEWCOMER).close();
        }
        host.virtualNanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(knock("127.0.2.1", hello)).isEqualTo(SERVER_HELLO);
        assertThat(knock("127.0.2.1", hello)).isEqualTo(ALERT);
    }

    @Test
    void handshakesThatNeverSayAKeyKeepNoNewcomerOut() throws IOException {
        host.connections = 512;
        host.connectionsPerSource = 128;
        host.start();
        byte[] hello = hello();
        for (int i = 0; i < 100; i++) {
            knock("127.0.2." + (1 + i / 5), hello);
        }
        try (RawGuest newcomer = guest(NEWCOMER)) {
            newcomer.assertServed();
        }
    }

    @Test
    void silentConnectionsFromManyAddressesKeepNeitherGuestsNorNewcomersOut() throws IOException {
        host.connections = 64;
        host.connectionsPerSource = 16;
        host.start();
        guest("127.0.0.1").close();
        for (int i = 0; i < 200; i++) {
            stranger("127.0.2." + (1 + i % 20));
        }
        try (RawGuest known = guest("127.0.0.1");
                RawGuest newcomer = guest(NEWCOMER)) {
            known.assertServed();
            newcomer.assertServed();
        }
        assertThat(host.events(ShareEvent.Refused.class))
                .noneMatch(refused -> refused.reason().toString().contains("full"));
    }

    @Test
    void whoIsInsideIsNeverCutForAStranger() throws IOException {
        host.connections = 32;
        host.connectionsPerSource = 32;
        host.start();
        List<RawGuest> inside = new ArrayList<>();
        try {
            for (int i = 0; i < 28; i++) {
                inside.add(guest("127.0.0.1"));
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> host.server().guests().getFirst().connections() == 28);
            for (int i = 0; i < 100; i++) {
                stranger("127.0.2." + (1 + i % 20));
            }
            // Four places are kept for whom the host knows.
            for (int i = 0; i < 4; i++) {
                inside.add(guest("127.0.0.1"));
            }
            for (RawGuest each : inside) {
                each.assertServed();
            }
        } finally {
            for (RawGuest each : inside) {
                each.close();
            }
        }
    }
}
