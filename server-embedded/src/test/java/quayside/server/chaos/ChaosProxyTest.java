package quayside.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.client.ShareClient;
import quayside.protocol.crypto.BodyCipher;
import quayside.protocol.crypto.ServerIdentity;
import quayside.server.ServerThreads;
import quayside.server.chaos.WireFault.Kind;

/** The proxy does what a plan says, at the place that it says: otherwise {@link ChaosTest} proves nothing. */
final class ChaosProxyTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int AT = 70_000;
    private static final Leg UP = new Leg(0, Leg.Way.TO_SERVER);

    private final byte[] sent = new byte[200_000];
    private ServerSocket listening;

    @BeforeEach
    void listen() throws IOException {
        new Random(1).nextBytes(sent);
        listening = new ServerSocket(0, 1, LOOPBACK);
        listening.setSoTimeout(30_000);
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
    }

    /** Sends all through a proxy, closes this side's half, and returns what arrives up to the end. */
    private byte[] arrived(Kind kind, int amount) throws IOException {
        WireFault fault = new WireFault(kind, AT, amount);
        try (ChaosProxy proxy = proxy(fault);
                Socket client = new Socket(LOOPBACK, proxy.port());
                Socket server = listening.accept()) {
            server.setSoTimeout(30_000);
            Thread.ofVirtual().start(() -> sendAll(client));
            byte[] arrived = server.getInputStream().readNBytes(2 * sent.length);
            assertThat(proxy.fired()).containsExactly(new ChaosProxy.Fired(UP, fault));
            return arrived;
        }
    }

    private ChaosProxy proxy(WireFault fault) throws IOException {
        return new ChaosProxy(listening.getLocalPort(), leg -> leg.equals(UP) ? List.of(fault) : List.of());
    }

    private void sendAll(Socket client) {
        try {
            client.getOutputStream().write(sent);
            client.shutdownOutput();
        } catch (IOException e) {
            // The connection was cut, which is what the test is about.
        }
    }

    private byte[] joined(int firstEnd, int secondBegin) {
        byte[] first = Arrays.copyOf(sent, firstEnd + sent.length - secondBegin);
        System.arraycopy(sent, secondBegin, first, firstEnd, sent.length - secondBegin);
        return first;
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT", "HALF_CLOSE", "STALL_THEN_CUT"})
    void whatComesBeforeAnEndArrivesAndNothingElse(Kind kind) throws IOException {
        assertThat(arrived(kind, 5)).isEqualTo(Arrays.copyOf(sent, AT));
    }

    @ParameterizedTest
    @EnumSource(names = {"SPLIT", "DELAY", "STALL"})
    void whatIsOnlySlowArrivesAsItWas(Kind kind) throws IOException {
        assertThat(arrived(kind, 50)).isEqualTo(sent);
    }

    @Test
    void aFlipChangesOneBit() throws IOException {
        sent[AT] ^= 1 << 6;
        byte[] expected = sent.clone();
        sent[AT] ^= 1 << 6;
        assertThat(arrived(Kind.FLIP, 6)).isEqualTo(expected);
    }

    @Test
    void aDroppedSpanIsMissing() throws IOException {
        assertThat(arrived(Kind.DROP, 3000)).isEqualTo(joined(AT, AT + 3000));
    }

    @Test
    void aDuplicatedSpanComesTwice() throws IOException {
        assertThat(arrived(Kind.DUPLICATE, 3000)).isEqualTo(joined(AT, AT - 3000));
    }

    @Test
    void aResetIsSeenAsOne() {
        assertThatThrownBy(() -> arrived(Kind.RESET, 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void aStallForGoodEndsWithTheProxy() throws IOException {
        Socket server;
        try (ChaosProxy proxy = proxy(new WireFault(Kind.STALL_FOR_GOOD, 0, 0));
                Socket client = new Socket(LOOPBACK, proxy.port())) {
            server = listening.accept();
            client.getOutputStream().write(1);
            client.shutdownOutput();
            server.setSoTimeout(100);
            assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
        try (server) {
            server.setSoTimeout(30_000);
            assertThatThrownBy(() -> server.getInputStream().read()).isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void edgesAreThoseOfFramesBodiesAndSegments(@TempDir Path root) throws Exception {
        Scenario large = Scenario.all().stream()
                .filter(each -> each.name().startsWith("3145728"))
                .findFirst()
                .orElseThrow();
        WireMap map = new Recordings(root).of(large);
        assertThat(map.connections()).isEqualTo(1);
        WireMap.Stream up = map.like(UP);
        long body = BodyCipher.sealedLength(3 * 1024 * 1024);
        // Three messages of the handshake, whose sizes PROTOCOL.md section 3.1 gives.
        long handshake = 3 * 4 + 1230 + 2417 + 65;
        assertThat(up.edges()).contains(0L, 4L, 1234L, 1238L, handshake, handshake + 4);
        assertThat(up.edges())
                .anySatisfy(at -> assertThat(up.edges())
                        .contains(at + 1024 * 1024, at + 3 * 1024 * 1024, at + body, at + body + 4));
        assertThat(up.length()).isBetween(body + handshake, body + handshake + 1000);
        assertThat(map.streams()).containsOnlyKeys(UP, new Leg(0, Leg.Way.TO_CLIENT));
    }

    @Test
    void aConnectionThatIsOpenWouldBeNoticed(@TempDir Path share) throws Exception {
        long before = Leftovers.sockets();
        try (ChaosHost host = ChaosHost.patient(share, ServerIdentity.generate());
                ShareClient client = host.connect()) {
            client.ping();
            assertThat(ServerThreads.matching(Leftovers.OF_CONNECTIONS)).isNotEmpty();
            if (before > 0) {
                assertThat(Leftovers.sockets()).isGreaterThan(before + 1);
            }
        }
        Leftovers.assertNoThreads();
        Leftovers.assertSockets(before);
    }

    @Test
    void aSeedGivesTheSamePlan(@TempDir Path root) throws Exception {
        Scenario scenario = Scenario.all().getLast();
        WireMap map = new Recordings(root).of(scenario);
        Plan plan = Planner.plan(7, scenario, map);
        assertThat(Planner.plan(7, scenario, map)).isEqualTo(plan).hasToString(plan.toString());
        assertThat(plan.toString()).contains("-Dquayside.chaos.seed=7");
        assertThat(Planner.plan(8, scenario, map)).isNotEqualTo(plan);
    }
}
