package quayside.app.core.reach;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A router on 127.0.0.1: PCP, NAT-PMP and UPnP. */
final class FakeRouter implements AutoCloseable {
    static final Inet4Address LOCAL = RouterLine.literal("127.0.0.1").orElseThrow();

    private static final byte UNSUPPORTED_VERSION = 1;
    private static final byte NOT_AUTHORIZED = 2;
    private static final Pattern ARGUMENT = Pattern.compile("<(New\\w+)>([^<]*)</");

    private final DatagramSocket control = socket();
    private final DatagramSocket search = socket();
    private final ServerSocket web;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /** What is open: the port there, and the one here. */
    final Map<Integer, Integer> mappings = new ConcurrentHashMap<>();

    /** With which word a port of this computer was opened by PCP. */
    private final Map<Integer, ByteBuffer> words = new ConcurrentHashMap<>();

    /** Asked with each request by PCP for a port: whether it reaches the router. */
    volatile BooleanSupplier hearsPcp = () -> true;

    /** Every answered request to open or close, such as "PCP 4870 3600". */
    final List<String> requests = new CopyOnWriteArrayList<>();

    volatile boolean isSilent;
    volatile boolean knowsPcp = true;
    volatile boolean knowsNatPmp = true;
    volatile boolean knowsUpnp = true;
    volatile int result;
    volatile String outside = "203.0.113.9";
    final AtomicInteger epoch = new AtomicInteger(1000);
    volatile int lease = Integer.MAX_VALUE;

    /** Ports that others have. */
    final List<Integer> taken = new CopyOnWriteArrayList<>();

    /** The error of AddPortMapping; 0 for none. */
    volatile int fault;

    /** The error of GetExternalIPAddress; 0 for none. */
    volatile int addressFault;

    /** What an error of UPnP says after its status, instead of its number. */
    volatile @Nullable String faultBody;

    volatile boolean endlessOnly;
    volatile boolean spoilsNonce;

    /** Answers the search and HTTP instead of the router, if there is something. */
    volatile @Nullable String location;

    volatile @Nullable Function<String, byte[]> answer;

    FakeRouter() throws IOException {
        web = new ServerSocket(0, 50, LOCAL);
        Thread.ofVirtual().start(() -> serve(control, this::control));
        Thread.ofVirtual().start(() -> serve(search, this::searched));
        Thread.ofVirtual().start(this::web);
    }

    private static DatagramSocket socket() {
        try {
            return new DatagramSocket(new InetSocketAddress(LOCAL, 0));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    InetSocketAddress controlAddress() {
        return (InetSocketAddress) control.getLocalSocketAddress();
    }

    InetSocketAddress searchAddress() {
        return (InetSocketAddress) search.getLocalSocketAddress();
    }

    int webPort() {
        return web.getLocalPort();
    }

    /** Forgets everything, as after a power cut. */
    void restart() {
        mappings.clear();
        epoch.set(0);
    }

    private void serve(DatagramSocket socket, Function<ByteBuffer, byte @Nullable []> answers) {
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            try {
                socket.receive(packet);
                byte[] said = isSilent ? null : answers.apply(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
                if (said != null) {
                    socket.send(new DatagramPacket(said, said.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private byte @Nullable [] control(ByteBuffer request) {
        if (request.get(0) == 2) {
            if (knowsPcp) {
                return pcp(request);
            }
            return knowsNatPmp
                    ? ByteBuffer.allocate(8)
                            .put(0, (byte) 0)
                            .put(1, (byte) 0x80)
                            .put(3, UNSUPPORTED_VERSION)
                            .array()
                    : null;
        }
        return knowsNatPmp ? natPmp(request) : null;
    }

    private byte @Nullable [] pcp(ByteBuffer request) {
        byte[] said = new byte[request.limit()];
        request.get(0, said);
        ByteBuffer answer = ByteBuffer.wrap(said);
        answer.put(1, (byte) (request.get(1) | 0x80)).put(3, (byte) result).putInt(8, epoch.get());
        if (request.limit() < 60) {
            return said;
        }
        int port = request.getShort(40) & 0xffff;
        if (!hearsPcp.getAsBoolean()) {
            return null;
        }
        int seconds = request.getInt(4);
        ByteBuffer word = request.slice(24, 12);
        if (mappings.containsValue(port) && !words.getOrDefault(port, word).equals(word)) {
            answer.put(3, NOT_AUTHORIZED);
            return said;
        }
        words.put(port, word);
        int at = map("PCP", port, request.getShort(42) & 0xffff, seconds);
        answer.putInt(4, Math.min(seconds, lease)).putShort(42, (short) at);
        answer.put(44, new byte[10]).putShort(54, (short) 0xffff).put(56, address());
        if (spoilsNonce) {
            answer.put(30, (byte) ~answer.get(30));
        }
        return said;
    }

    private byte[] natPmp(ByteBuffer request) {
        if (request.get(1) == 0) {
            return ByteBuffer.allocate(12)
                    .put(1, (byte) 0x80)
                    .putShort(2, (short) result)
                    .putInt(4, epoch.get())
                    .put(8, address())
                    .array();
        }
        int port = request.getShort(4) & 0xffff;
        int seconds = request.getInt(8);
        int at = map("NAT-PMP", port, request.getShort(6) & 0xffff, seconds);
        return ByteBuffer.allocate(16)
                .put(1, (byte) 0x82)
                .putShort(2, (short) result)
                .putInt(4, epoch.get())
                .putShort(8, (short) port)
                .putShort(10, (short) at)
                .putInt(12, Math.min(seconds, lease))
                .array();
    }

    private byte[] address() {
        return RouterLine.literal(outside).orElseThrow().getAddress();
    }

    private int map(String way, int port, int wanted, int seconds) {
        requests.add(way + " " + port + " " + seconds);
        if (seconds == 0) {
            mappings.values().remove(port);
            return 0;
        }
        if (result != 0) {
            return 0;
        }
        mappings.values().remove(port);
        int at = taken.contains(wanted) ? wanted + 1 : wanted;
        mappings.put(at, port);
        return at;
    }

    private byte @Nullable [] searched(ByteBuffer question) {
        String there = location;
        if (!knowsUpnp && there == null) {
            return null;
        }
        String url = there != null ? there : "http://127.0.0.1:" + webPort() + "/root.xml";
        return ("HTTP/1.1 200 OK\r\nST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\nLOCATION: " + url
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private void web() {
        while (!web.isClosed()) {
            try {
                Socket socket = web.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String first = Optional.ofNullable(in.readLine()).orElse("");
            int length = 0;
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(line.substring("Content-Length: ".length()));
                }
            }
            char[] body = new char[length];
            for (int at = 0; at < length; ) {
                at += Math.max(1, in.read(body, at, length - at));
            }
            Function<String, byte[]> other = answer;
            socket.getOutputStream()
                    .write(
                            other != null
                                    ? other.apply(first)
                                    : first.startsWith("GET") ? ok(description("/ctl")) : soap(new String(body)));
        } catch (IOException e) {
            // The client has gone.
        } finally {
            open.remove(socket);
        }
    }

    static byte[] ok(String body) {
        return http("200 OK", body);
    }

    static byte[] http(String status, String body) {
        return ("HTTP/1.1 " + status + "\r\nContent-Type: text/xml\r\nContent-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    static String description(String control) {
        return "<?xml version=\"1.0\"?><root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device><serviceList><service>"
                + "<serviceType>urn:schemas-upnp-org:service:Layer3Forwarding:1</serviceType><controlURL>/no</controlURL>"
                + "</service><service><serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType>"
                + "<controlURL>" + control + "</controlURL></service></serviceList></device></root>";
    }

    private byte[] soap(String body) {
        Map<String, String> arguments = new HashMap<>();
        Matcher matcher = ARGUMENT.matcher(body);
        while (matcher.find()) {
            arguments.put(matcher.group(1), matcher.group(2));
        }
        int at = Integer.parseInt(arguments.getOrDefault("NewExternalPort", "0"));
        if (body.contains("u:GetExternalIPAddress") && addressFault != 0) {
            return soapFault(addressFault);
        }
        if (body.contains("u:GetExternalIPAddress")) {
            return ok("<e><NewExternalIPAddress>" + outside + "</NewExternalIPAddress></e>");
        }
        if (body.contains("u:GetSpecificPortMappingEntry")) {
            if (taken.contains(at)) {
                return ok(
                        "<e><NewInternalClient>10.9.9.9</NewInternalClient><NewInternalPort>80</NewInternalPort></e>");
            }
            Integer port = mappings.get(at);
            return port == null
                    ? soapFault(714)
                    : ok("<e><NewInternalClient>127.0.0.1</NewInternalClient><NewInternalPort>" + port
                            + "</NewInternalPort></e>");
        }
        if (body.contains("u:DeletePortMapping")) {
            requests.add("UPnP delete " + at);
            mappings.remove(at);
            return ok("<e/>");
        }
        String seconds = arguments.getOrDefault("NewLeaseDuration", "");
        requests.add("UPnP " + at + " " + seconds);
        if (fault != 0) {
            return soapFault(fault);
        }
        if (endlessOnly && !seconds.equals("0")) {
            return soapFault(725);
        }
        mappings.put(at, Integer.parseInt(arguments.getOrDefault("NewInternalPort", "0")));
        return ok("<e/>");
    }

    private byte[] soapFault(int number) {
        String other = faultBody;
        return http(
                "500 Internal Server Error",
                other != null ? other : "<e><UPnPError><errorCode>" + number + "</errorCode></UPnPError></e>");
    }

    @Override
    public void close() throws IOException {
        control.close();
        search.close();
        web.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    static InetAddress literal(String text) {
        return RouterLine.literal(text).orElseThrow();
    }
}
