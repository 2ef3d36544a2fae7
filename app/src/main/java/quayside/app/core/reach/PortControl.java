package quayside.app.core.reach;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import quayside.protocol.crypto.ClientSecret;

/**
 * Asks a router by PCP (RFC 6887), or by NAT-PMP (RFC 6886) if it does not know PCP. Both use the same port of the router.
 * Its socket is connected, so the system passes on only what comes from the router's address and port.
 */
final class PortControl implements Router {
    /** The port of routers. */
    static final int PORT = 5351;

    private static final int PCP = 2;
    private static final int PCP_HEAD = 24;
    private static final int PCP_MAP = 60;
    private static final int ANNOUNCE = 0;
    private static final int MAP = 1;
    private static final int ANSWER = 0x80;
    private static final int NAT_PMP_ADDRESS = 0;
    private static final int NAT_PMP_TCP = 2;
    private static final int NONCE = 12;
    private static final byte TCP = 6;
    private static final int MAX_MESSAGE = 1100;
    private static final int UNSUPPORTED_VERSION = 1;
    private static final int NOT_AUTHORIZED = 2;

    /** What a router may send that answers no question, before it counts as silent. */
    private static final int MAX_STRAYS = 32;

    /** A router's clock may be slower than this computer's by an eighth and two seconds (RFC 6886 section 3.6). */
    private static final int SLACK_SECONDS = 2;

    private final Inet4Address here;
    private final InetSocketAddress router;
    private final Duration firstWait;
    private final InstantSource clock;
    private final ClientSecret secret;

    private Reach.@Nullable Way way;
    private int asked;
    private long lastEpoch;
    private Instant lastHeard = Instant.MIN;
    private boolean isRestarted;

    /**
     * @param firstWait the time after which a question is repeated; each further wait is twice as long
     * @param secret makes the word by which a PCP router knows who opened a port: only with the same word can it be
     *     renewed or closed (RFC 6887 section 11.3), also after this program was killed
     */
    PortControl(
            Inet4Address here, InetSocketAddress router, Duration firstWait, InstantSource clock, ClientSecret secret) {
        this.here = here;
        this.router = router;
        this.firstWait = firstWait;
        this.clock = clock;
        this.secret = secret;
    }

    @Override
    public Lease open(int port, int wanted, Duration time) throws IOException {
        Lease lease = request(port, wanted, time);
        isRestarted = false;
        return lease;
    }

    private Lease request(int port, int wanted, Duration time) throws IOException {
        if (way == null) {
            way = knowsPcp() ? Reach.Way.PCP : Reach.Way.NAT_PMP;
        }
        return way == Reach.Way.PCP ? byPcp(port, wanted, time) : byNatPmp(port, wanted, time);
    }

    /** Returns whether the router speaks PCP; a router of NAT-PMP answers that it does not, or nothing. */
    private boolean knowsPcp() throws IOException {
        try {
            ByteBuffer answer = ask(
                    pcp(ANNOUNCE, PCP_HEAD, Duration.ZERO),
                    message -> message.get(0) != PCP
                            || (message.limit() >= PCP_HEAD && (message.get(1) & 0xff) == ANSWER + ANNOUNCE));
            return answer.get(0) == PCP && answer.get(3) != UNSUPPORTED_VERSION;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private ByteBuffer pcp(int operation, int length, Duration time) {
        ByteBuffer request = ByteBuffer.allocate(length);
        request.put((byte) PCP).put((byte) operation).putShort((short) 0).putInt(seconds(time));
        return request.put(mapped(here));
    }

    private byte[] nonce(int port) {
        return Arrays.copyOf(secret.code("the port " + port + " at the router"), NONCE);
    }

    private Lease byPcp(int port, int wanted, Duration time) throws IOException {
        byte[] nonce = nonce(port);
        ByteBuffer request = pcp(MAP, PCP_MAP, time);
        request.put(nonce).put(TCP).put(new byte[3]).putShort((short) port).putShort((short) wanted);
        request.put(mapped(RouterLine.of(new byte[4])));
        int before = asked;
        asked = port;
        ByteBuffer answer = ask(
                request,
                message -> message.limit() >= PCP_MAP
                        && message.get(0) == PCP
                        && (message.get(1) & 0xff) == ANSWER + MAP
                        && Arrays.equals(bytes(message, PCP_HEAD, NONCE), nonce)
                        && message.get(PCP_HEAD + NONCE) == TCP
                        && message.getShort(40) == (short) port);
        heardEpoch(answer.getInt(8));
        requireDone(answer.get(3) & 0xff, before);
        Inet4Address outside = unmapped(bytes(answer, 44, 16))
                .orElseThrow(() -> new RefusedException("The router has no address of IPv4"));
        return lease(outside, answer.getShort(42), answer.getInt(4), Reach.Way.PCP, time);
    }

    private Lease byNatPmp(int port, int wanted, Duration time) throws IOException {
        ByteBuffer address = address();
        Inet4Address outside = RouterLine.of(bytes(address, 8, 4));
        int before = asked;
        asked = port;
        ByteBuffer answer = ask(
                natPmpTcp(port, wanted, time),
                message -> message.limit() >= 16
                        && message.get(0) == 0
                        && (message.get(1) & 0xff) == ANSWER + NAT_PMP_TCP
                        && message.getShort(8) == (short) port);
        heardEpoch(answer.getInt(4));
        requireDone(answer.getShort(2) & 0xffff, before);
        return lease(outside, answer.getShort(10), answer.getInt(12), Reach.Way.NAT_PMP, time);
    }

    private ByteBuffer address() throws IOException {
        ByteBuffer request = ByteBuffer.allocate(2).put((byte) 0).put((byte) NAT_PMP_ADDRESS);
        ByteBuffer answer = ask(
                request,
                message -> message.limit() >= 12
                        && message.get(0) == 0
                        && (message.get(1) & 0xff) == ANSWER + NAT_PMP_ADDRESS);
        heardEpoch(answer.getInt(4));
        requireDone(answer.getShort(2) & 0xffff, asked);
        return answer;
    }

    private static ByteBuffer natPmpTcp(int port, int wanted, Duration time) {
        return ByteBuffer.allocate(12)
                .put((byte) 0)
                .put((byte) NAT_PMP_TCP)
                .putShort((short) 0)
                .putShort((short) port)
                .putShort((short) wanted)
                .putInt(seconds(time));
    }

    private static Lease lease(InetAddress outside, short port, int seconds, Reach.Way way, Duration most)
            throws IOException {
        Duration time = Duration.ofSeconds(Integer.toUnsignedLong(seconds));
        if (port == 0 || time.isZero()) {
            throw new RefusedException("The router opened nothing");
        }
        return new Lease(outside, port & 0xffff, time.compareTo(most) < 0 ? time : most, way);
    }

    /** @param before what the router had opened before the question, and still may have if it refuses */
    private void requireDone(int result, int before) throws IOException {
        if (result != 0) {
            asked = before;
            throw new RefusedException("The router answered " + result, result == NOT_AUTHORIZED);
        }
    }

    private static int seconds(Duration time) {
        return Math.toIntExact(time.toSeconds());
    }

    /** Takes the seconds since the router's last start; fewer than expected say that it was restarted. */
    private void heardEpoch(int seconds) {
        long epoch = Integer.toUnsignedLong(seconds);
        Instant now = clock.instant();
        if (!lastHeard.equals(Instant.MIN)) {
            long passed = Math.max(0, Duration.between(lastHeard, now).toSeconds());
            isRestarted |= epoch < lastEpoch + passed * 7 / 8 - SLACK_SECONDS;
        }
        lastEpoch = epoch;
        lastHeard = now;
    }

    @Override
    public boolean knows() throws IOException {
        if (way == Reach.Way.PCP) {
            ByteBuffer answer = ask(
                    pcp(ANNOUNCE, PCP_HEAD, Duration.ZERO),
                    message -> message.limit() >= PCP_HEAD
                            && message.get(0) == PCP
                            && (message.get(1) & 0xff) == ANSWER + ANNOUNCE);
            heardEpoch(answer.getInt(8));
        } else {
            ByteBuffer _ = address();
        }
        return !isRestarted;
    }

    @Override
    public boolean mayHold() {
        return asked != 0;
    }

    @Override
    public boolean close() {
        if (!mayHold()) {
            return true;
        }
        try {
            if (way == Reach.Way.PCP) {
                byte[] nonce = nonce(asked);
                ByteBuffer request = pcp(MAP, PCP_MAP, Duration.ZERO);
                request.put(nonce).put(TCP).put(new byte[3]).putShort((short) asked);
                ByteBuffer _ = ask(
                        request,
                        message -> message.limit() >= PCP_MAP
                                && (message.get(1) & 0xff) == ANSWER + MAP
                                && Arrays.equals(bytes(message, PCP_HEAD, NONCE), nonce));
            } else {
                ByteBuffer _ = ask(
                        natPmpTcp(asked, 0, Duration.ZERO),
                        message -> message.limit() >= 4 && (message.get(1) & 0xff) == ANSWER + NAT_PMP_TCP);
            }
        } catch (IOException e) {
            // The lease runs out.
            return false;
        }
        asked = 0;
        return true;
    }

    /** Sends a request up to three times; returns the first message that answers it. */
    private ByteBuffer ask(ByteBuffer request, Predicate<ByteBuffer> answers) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(here, 0))) {
            socket.connect(router);
            byte[] sent = new byte[request.capacity()];
            request.clear().get(sent);
            Duration wait = firstWait;
            int strays = 0;
            for (int i = 0; i < 3; i++, wait = wait.multipliedBy(2)) {
                socket.send(new DatagramPacket(sent, sent.length));
                long end = System.nanoTime() + wait.toNanos();
                for (long left = wait.toNanos(); left > 0 && strays < MAX_STRAYS; left = end - System.nanoTime()) {
                    socket.setSoTimeout((int) Math.max(1, Duration.ofNanos(left).toMillis()));
                    DatagramPacket packet = new DatagramPacket(new byte[MAX_MESSAGE], MAX_MESSAGE);
                    try {
                        socket.receive(packet);
                    } catch (SocketTimeoutException e) {
                        break;
                    }
                    ByteBuffer message = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
                    if (packet.getLength() >= 4 && answers.test(message)) {
                        return message;
                    }
                    strays++;
                }
            }
            throw new SocketTimeoutException("The router does not answer");
        }
    }

    private static byte[] bytes(ByteBuffer message, int at, int length) {
        byte[] copy = new byte[length];
        message.get(at, copy);
        return copy;
    }

    /** Returns an address of IPv4 as PCP sends it, within one of IPv6. */
    private static byte[] mapped(Inet4Address address) {
        byte[] bytes = new byte[16];
        bytes[10] = (byte) 0xff;
        bytes[11] = (byte) 0xff;
        System.arraycopy(address.getAddress(), 0, bytes, 12, 4);
        return bytes;
    }

    private static Optional<Inet4Address> unmapped(byte[] bytes) {
        byte[] four = Arrays.copyOfRange(bytes, 12, 16);
        return Arrays.equals(bytes, mapped(RouterLine.of(four))) ? Optional.of(RouterLine.of(four)) : Optional.empty();
    }
}
