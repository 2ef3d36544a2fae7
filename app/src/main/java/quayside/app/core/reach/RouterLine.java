package quayside.app.core.reach;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/**
 * The way from this computer to its router.
 *
 * @param here this computer's address in the router's network
 * @param gateway the router's address in that network
 */
record RouterLine(Inet4Address here, Inet4Address gateway) {
    private static final Path LINUX_ROUTES = Path.of("/proc/net/route");
    private static final int MAX_OUTPUT = 1 << 18;
    private static final Duration MAX_TIME = Duration.ofSeconds(5);
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final int UP_AND_GATEWAY = 3;
    private static final Path LINUX_SIXES = Path.of("/proc/net/if_inet6");
    private static final int TEMPORARY = 1;

    /** Another computer has the address, it is not used for new connections, or it is still being tried. */
    private static final int UNUSED = 0x08 | 0x20 | 0x40;

    /** Returns the present one; empty if there is no router, or the system does not name it. Asks the system. */
    static Optional<RouterLine> ofSystem() {
        try {
            String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
            Optional<Inet4Address> gateway = system.startsWith("linux")
                    ? ofLinux(Files.readAllLines(LINUX_ROUTES))
                    : system.startsWith("windows")
                            ? ofWindows(output(windowsRoute(), "print", "-4", "0.0.0.0"))
                            : ofMac(output("/sbin/route", "-n", "get", "default"));
            return gateway.flatMap(RouterLine::to);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the addresses of IPv6 at which the whole internet may reach this computer, and that it keeps as far as the
     * system tells.
     */
    static List<String> sixes() {
        List<InetAddress> found = new ArrayList<>();
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (each.isUp() && !each.isLoopback() && !each.isPointToPoint()) {
                    for (InetAddress address : Collections.list(each.getInetAddresses())) {
                        if (address instanceof Inet6Address && isOfInternet(address)) {
                            found.add(InetAddress.getByAddress(address.getAddress()));
                        }
                    }
                }
            }
            List<String> table = Files.isReadable(LINUX_SIXES) ? Files.readAllLines(LINUX_SIXES) : List.of();
            return lasting(found, table).stream()
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * Leaves out the addresses that the table of Linux calls invalid or no longer used, and the temporary ones (RFC 8981),
     * which change every day, if there is another. The order stays.
     */
    static List<InetAddress> lasting(List<InetAddress> addresses, List<String> table) {
        Map<String, Long> flags = new HashMap<>();
        table.stream()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(parts -> parts.length >= 6)
                .forEach(parts -> flags.put(parts[0], number(parts[4], 16)));
        ToLongFunction<InetAddress> flagsOf =
                address -> flags.getOrDefault(HexFormat.of().formatHex(address.getAddress()), 0L);
        List<InetAddress> used = addresses.stream()
                .filter(address -> (flagsOf.applyAsLong(address) & UNUSED) == 0)
                .toList();
        List<InetAddress> kept = used.stream()
                .filter(address -> (flagsOf.applyAsLong(address) & TEMPORARY) == 0)
                .toList();
        return kept.isEmpty() ? used : kept;
    }

    /**
     * Returns whether the address is one of the internet: not private (RFC 1918, RFC 4193), of a provider's own network
     * (RFC 6598), of one link, for several computers, or reserved.
     */
    static boolean isOfInternet(InetAddress address) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address instanceof Inet6Address) {
            boolean isForDocuments = first == 0x20 && second == 0x01 && bytes[2] == 0x0d && bytes[3] == (byte) 0xb8;
            return (first & 0xe0) == 0x20 && !isForDocuments;
        }
        return switch (first) {
            case 0, 10, 127 -> false;
            case 100 -> (second & 0xc0) != 64;
            case 169 -> second != 254;
            case 172 -> (second & 0xf0) != 16;
            case 192 -> second != 168 && !(second == 0 && bytes[2] == 0);
            case 198 -> (second & 0xfe) != 18;
            default -> first < 224;
        };
    }

    /** Reads the gateway of the default route with the lowest metric from the table of Linux. */
    static Optional<Inet4Address> ofLinux(List<String> table) {
        record Found(int metric, Inet4Address gateway) {}
        return table.stream()
                .skip(1)
                .map(line -> line.strip().split("\\s+", -1))
                .filter(parts -> parts.length >= 8 && parts[1].equals("00000000") && parts[7].equals("00000000"))
                .filter(parts -> (number(parts[3], 16) & UP_AND_GATEWAY) == UP_AND_GATEWAY)
                .map(parts -> new Found((int) number(parts[6], 10), ofHex(parts[2])))
                .min(Comparator.comparingInt(Found::metric))
                .map(Found::gateway);
    }

    private static long number(String text, int radix) {
        try {
            return Long.parseLong(text, radix);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The table has the bytes of an address as one number in the order of the processor. */
    private static Inet4Address ofHex(String text) {
        byte[] bytes = new byte[Integer.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putInt((int) number(text, 16));
        return of(bytes);
    }

    /** Reads what {@code route -n get default} prints on macOS. */
    static Optional<Inet4Address> ofMac(List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.startsWith("gateway:"))
                .flatMap(line -> literal(line.substring("gateway:".length()).strip()).stream())
                .findFirst();
    }

    /** Reads the default route with the lowest metric from what {@code route print} prints on Windows. */
    static Optional<Inet4Address> ofWindows(List<String> lines) {
        return lines.stream()
                .map(line -> line.strip().split("\\s+", -1))
                .filter(parts -> parts.length >= 5 && parts[0].equals("0.0.0.0") && parts[1].equals("0.0.0.0"))
                .filter(parts -> literal(parts[2]).isPresent())
                .min(Comparator.comparingLong(parts -> number(parts[4], 10)))
                .flatMap(parts -> literal(parts[2]));
    }

    /** Reads an address in numbers; never asks for a name. */
    static Optional<Inet4Address> literal(String text) {
        if (!IPV4.matcher(text).matches()) {
            return Optional.empty();
        }
        int[] numbers =
                Arrays.stream(text.split("\\.", -1)).mapToInt(Integer::parseInt).toArray();
        if (Arrays.stream(numbers).anyMatch(number -> number > 255)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        return Optional.of(of(bytes));
    }

    static Inet4Address of(byte[] fourBytes) {
        try {
            return (Inet4Address) InetAddress.getByAddress(fourBytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("an address of IPv4 has 4 bytes", e);
        }
    }

    /** Returns the line to a gateway, if one of this computer's networks contains it. */
    private static Optional<RouterLine> to(Inet4Address gateway) {
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (each.isUp()) {
                    for (InterfaceAddress own : each.getInterfaceAddresses()) {
                        if (own.getAddress() instanceof Inet4Address here
                                && contains(here, own.getNetworkPrefixLength(), gateway)) {
                            return Optional.of(new RouterLine(here, gateway));
                        }
                    }
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    static boolean contains(Inet4Address network, int prefix, Inet4Address address) {
        int mask = prefix == 0 ? 0 : -1 << (Integer.SIZE - prefix);
        return (bits(network) & mask) == (bits(address) & mask);
    }

    private static int bits(Inet4Address address) {
        return ByteBuffer.wrap(address.getAddress()).getInt();
    }

    private static String windowsRoute() {
        return Optional.ofNullable(System.getenv("SystemRoot")).orElse("C:\\Windows") + "\\System32\\route.exe";
    }

    private static List<String> output(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .start();
        try {
            process.getOutputStream().close();
            var _ = process.onExit()
                    .completeOnTimeout(process, MAX_TIME.toMillis(), TimeUnit.MILLISECONDS)
                    .thenAccept(Process::destroyForcibly);
            byte[] printed = process.getInputStream().readNBytes(MAX_OUTPUT);
            return new String(printed, StandardCharsets.ISO_8859_1).lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
