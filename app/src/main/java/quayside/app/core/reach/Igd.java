package quayside.app.core.reach;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks a router by UPnP (Internet Gateway Device 1 and 2). An answer to the search counts only if it comes from the gateway
 * and names a description at the gateway, and each further question goes to the gateway's address only.
 */
final class Igd implements Router {
    /** Where routers are searched: at the address for all devices, and at the gateway itself. */
    static final int SEARCH_PORT = 1900;

    private static final String ALL_DEVICES = "239.255.255.250";
    private static final List<String> SOUGHT = List.of(
            "urn:schemas-upnp-org:device:InternetGatewayDevice:1",
            "urn:schemas-upnp-org:device:InternetGatewayDevice:2");
    private static final Set<String> SERVICES = Set.of(
            "urn:schemas-upnp-org:service:WANIPConnection:1",
            "urn:schemas-upnp-org:service:WANIPConnection:2",
            "urn:schemas-upnp-org:service:WANPPPConnection:1");
    private static final int MAX_MESSAGE = 2048;
    private static final int MAX_STRAYS = 64;
    private static final int MAX_DESCRIPTIONS = 4;
    private static final int TRIES = 4;
    private static final int FIRST_FREE_PORT = 49_152;
    private static final int PORTS = 65_536;
    private static final int NOT_AUTHORIZED = 606;
    private static final int CONFLICT = 718;
    private static final int SAME_PORT_ONLY = 724;
    private static final int ENDLESS_ONLY = 725;
    private static final int OTHER_CONFLICT = 729;
    private static final int NOTHING_THERE = 714;

    private final Inet4Address here;
    private final Inet4Address gateway;
    private final List<InetSocketAddress> search;
    private final Duration time;
    private final RandomGenerator random;

    private @Nullable Service service;
    private int asked;
    private int askedFor;

    /** A service of the gateway that opens ports. */
    private record Service(String type, InetSocketAddress at, String path) {}

    /** The router's own refusal, with its number: that of UPnP, or else that of HTTP. */
    private static final class Fault extends RefusedException {
        private static final long serialVersionUID = 1;
        private final int number;

        Fault(int number) {
            super("The router answered " + number, number == NOT_AUTHORIZED);
            this.number = number;
        }
    }

    /**
     * @param search where to search
     * @param time how long to wait for answers to the search, and for each answer by HTTP
     */
    Igd(
            Inet4Address here,
            Inet4Address gateway,
            List<InetSocketAddress> search,
            Duration time,
            RandomGenerator random) {
        this.here = here;
        this.gateway = gateway;
        this.search = search;
        this.time = time;
        this.random = random;
    }

    static List<InetSocketAddress> searched(Inet4Address gateway) {
        return List.of(
                new InetSocketAddress(RouterLine.literal(ALL_DEVICES).orElseThrow(), SEARCH_PORT),
                new InetSocketAddress(gateway, SEARCH_PORT));
    }

    @Override
    public Lease open(int port, int wanted, Duration lease) throws IOException {
        if (service == null) {
            service = find();
        }
        Inet4Address outside = RouterLine.literal(
                        call("GetExternalIPAddress", Map.of()).getOrDefault("NewExternalIPAddress", ""))
                .orElseThrow(() -> new RefusedException("The router names no address"));
        int before = asked;
        int beforeFor = askedFor;
        int at = wanted;
        Duration promised = lease;
        for (int i = 0; ; i++) {
            try {
                requireFree(at, port);
                asked = at;
                askedFor = port;
                add(at, port, promised);
                return new Lease(outside, at, promised, Reach.Way.UPNP);
            } catch (Fault e) {
                asked = before;
                askedFor = beforeFor;
                if (i == TRIES) {
                    throw e;
                }
                switch (e.number) {
                    case CONFLICT, OTHER_CONFLICT -> at = random.nextInt(FIRST_FREE_PORT, PORTS);
                    case SAME_PORT_ONLY -> at = port;
                    case ENDLESS_ONLY -> promised = Duration.ZERO;
                    default -> throw e;
                }
            }
        }
    }

    /** Some routers give the port of one computer to the next one that asks, and say nothing. */
    private void requireFree(int at, int port) throws IOException {
        try {
            if (isOthers(entry(at), port)) {
                throw new Fault(CONFLICT);
            }
        } catch (Fault e) {
            if (e.number == CONFLICT) {
                throw e;
            }
            // Nothing is there, or the router does not tell.
        }
    }

    private Map<String, String> entry(int at) throws IOException {
        return call("GetSpecificPortMappingEntry", key(at));
    }

    /** Returns whether an entry is for another computer or another port. Some routers give a computer's name instead. */
    private boolean isOthers(Map<String, String> entry, int port) {
        return RouterLine.literal(entry.getOrDefault("NewInternalClient", ""))
                        .filter(client -> !client.equals(here))
                        .isPresent()
                || !entry.getOrDefault("NewInternalPort", "").equals(Integer.toString(port));
    }

    private static Map<String, String> key(int at) {
        Map<String, String> key = new LinkedHashMap<>();
        key.put("NewRemoteHost", "");
        key.put("NewExternalPort", Integer.toString(at));
        key.put("NewProtocol", "TCP");
        return key;
    }

    private void add(int at, int port, Duration lease) throws IOException {
        Map<String, String> arguments = key(at);
        arguments.put("NewInternalPort", Integer.toString(port));
        arguments.put("NewInternalClient", here.getHostAddress());
        arguments.put("NewEnabled", "1");
        arguments.put("NewPortMappingDescription", "Quayside");
        arguments.put("NewLeaseDuration", Long.toString(lease.toSeconds()));
        Map<String, String> _ = call("AddPortMapping", arguments);
    }

    @Override
    public boolean knows() throws IOException {
        try {
            return !isOthers(entry(asked), askedFor);
        } catch (Fault e) {
            // Another refusal says nothing about the port.
            return e.number != NOTHING_THERE;
        }
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
            if (isOursStill()) {
                Map<String, String> _ = call("DeletePortMapping", key(asked));
            }
        } catch (Fault e) {
            // The router has nothing there any more, or does not want to: asking again would not help.
        } catch (IOException e) {
            // The lease runs out, if the router knows leases.
            return false;
        }
        asked = 0;
        return true;
    }

    /** Another computer may have got the port meanwhile, or another router the address. */
    private boolean isOursStill() throws IOException {
        try {
            return !isOthers(entry(asked), askedFor);
        } catch (Fault e) {
            // It has nothing there, or does not tell.
            return true;
        }
    }

    /** Searches the gateway, and reads what it says about itself. */
    private Service find() throws IOException {
        IOException failed = new SocketTimeoutException("The router does not answer");
        for (URI description : descriptions()) {
            try {
                InetSocketAddress at = new InetSocketAddress(gateway, port(description));
                RouterHttp.Answer answer = new RouterHttp(here, at, time).get(path(description));
                if (answer.status() != 200) {
                    throw new IOException("The router has no description: " + answer.status());
                }
                for (RouterXml.Service each : RouterXml.services(answer.body())) {
                    Optional<URI> call = own(description, each.path());
                    if (SERVICES.contains(each.type()) && call.isPresent()) {
                        return new Service(
                                each.type(), new InetSocketAddress(gateway, port(call.get())), path(call.get()));
                    }
                }
                throw new IOException("The router offers no service for ports");
            } catch (IOException e) {
                failed = e;
            }
        }
        throw failed;
    }

    /** Returns the places of descriptions that the gateway itself names, at most a few. Others on the network are ignored. */
    private Set<URI> descriptions() throws IOException {
        Set<URI> found = new LinkedHashSet<>();
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(here, 0))) {
            NetworkInterface network = NetworkInterface.getByInetAddress(here);
            if (network != null) {
                socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, network);
            }
            socket.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 2);
            for (InetSocketAddress at : search) {
                for (String device : SOUGHT) {
                    send(socket, at, device);
                }
            }
            long end = System.nanoTime() + time.toNanos();
            int strays = 0;
            for (long left = time.toNanos(); left > 0 && strays < MAX_STRAYS; left = end - System.nanoTime()) {
                // The first answer is enough; further ones arrive together with it.
                socket.setSoTimeout((int) Math.max(
                        1,
                        Duration.ofNanos(found.isEmpty() ? left : Math.min(left, 50_000_000))
                                .toMillis()));
                DatagramPacket packet = new DatagramPacket(new byte[MAX_MESSAGE], MAX_MESSAGE);
                try {
                    socket.receive(packet);
                } catch (SocketTimeoutException e) {
                    break;
                }
                if (packet.getAddress().equals(gateway) && found.size() < MAX_DESCRIPTIONS) {
                    strays++;
                    location(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII))
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static void send(DatagramSocket socket, InetSocketAddress at, String device) {
        byte[] question = ("M-SEARCH * HTTP/1.1\r\nHOST: " + ALL_DEVICES + ":" + SEARCH_PORT
                        + "\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: " + device + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try {
            socket.send(new DatagramPacket(question, question.length, at));
        } catch (IOException e) {
            // One of the two ways is enough: the system may forbid multicast.
        }
    }

    private Optional<URI> location(String answer) {
        return answer.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location:"))
                .findFirst()
                .flatMap(line -> own(null, line.substring("location:".length()).strip()));
    }

    /** Returns an address by HTTP at the gateway; empty for every other one. */
    private Optional<URI> own(@Nullable URI base, String text) {
        try {
            URI uri = base == null ? new URI(text) : base.resolve(new URI(text));
            boolean isOwn = "http".equalsIgnoreCase(uri.getScheme())
                    && gateway.getHostAddress().equals(uri.getHost())
                    && uri.getRawUserInfo() == null
                    && uri.getPort() < PORTS
                    && uri.getPort() != 0;
            return isOwn ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static int port(URI uri) {
        return uri.getPort() < 0 ? 80 : uri.getPort();
    }

    /** Returns what is asked for; a URI has no characters that could end the line of a request. */
    private static String path(URI uri) {
        String path = uri.toASCIIString().replaceFirst("^[^:]+://[^/?#]*", "").replaceFirst("#.*", "");
        return path.startsWith("/") ? path : "/" + path;
    }

    private Map<String, String> call(String action, Map<String, String> arguments) throws IOException {
        Service now = service;
        if (now == null) {
            throw new IllegalStateException("no service was found");
        }
        StringBuilder xml =
                new StringBuilder("<?xml version=\"1.0\"?>\r\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/"
                        + "envelope/\" s:encodingStyle=\"http://schemas.xmlsoap.org/soap/encoding/\"><s:Body><u:"
                        + action
                        + " xmlns:u=\"" + now.type() + "\">");
        arguments.forEach((name, value) -> xml.append('<')
                .append(name)
                .append('>')
                .append(value)
                .append("</")
                .append(name)
                .append('>'));
        xml.append("</u:").append(action).append("></s:Body></s:Envelope>");
        RouterHttp.Answer answer =
                new RouterHttp(here, now.at(), time).post(now.path(), now.type() + "#" + action, xml.toString());
        if (answer.status() == 200) {
            Map<String, String> fields = RouterXml.fields(answer.body());
            if (!fields.containsKey("errorCode")) {
                return fields;
            }
        }
        throw new Fault(fault(answer));
    }

    /** Returns the number of a refusal; that of HTTP if the router explains nothing, or not in XML. */
    private static int fault(RouterHttp.Answer answer) {
        try {
            String code = RouterXml.fields(answer.body()).getOrDefault("errorCode", "");
            return code.matches("\\d{1,5}") ? Integer.parseInt(code) : answer.status();
        } catch (IOException e) {
            return answer.status();
        }
    }
}
