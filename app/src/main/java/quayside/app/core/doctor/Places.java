package quayside.app.core.doctor;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** In which networks this computer is, and whether an address is in one of them. Immutable. */
final class Places {
    private static final List<String> TUNNELS = List.of("tun", "tap", "wg", "ppp", "utun", "ipsec", "tailscale", "zt");
    private static final List<String> CONTAINERS =
            List.of("docker", "br-", "virbr", "veth", "vmnet", "vboxnet", "vethernet", "lxc", "lxd", "podman", "cni");

    private final List<Computer.Place> all;

    private Places(List<Computer.Place> all) {
        this.all = all;
    }

    /** Asks the system; one that does not tell counts as one without a network. */
    static Places of(Computer computer) {
        try {
            return new Places(List.copyOf(computer.places()));
        } catch (IOException e) {
            return new Places(List.of());
        }
    }

    /** Returns whether this computer is in no network that leads to others. */
    boolean isEmpty() {
        return all.stream().allMatch(place -> isContainer(place) || isLinkLocal(place.address()));
    }

    boolean has(InetAddress address) {
        return address.isLoopbackAddress()
                || all.stream().anyMatch(place -> isSame(place.address(), address, 8 * length(address)));
    }

    /** Returns whether the address is in one of the networks. */
    boolean isNear(InetAddress address) {
        return address.isLoopbackAddress()
                || isLinkLocal(address)
                || all.stream().anyMatch(place -> isSame(place.address(), address, place.prefix()));
    }

    /** Returns the networks that lead to others, such as "192.168.1.0/24, 10.0.0.0/8", without those of IPv6. */
    String words() {
        List<Computer.Place> told = all.stream()
                .filter(place -> !isContainer(place))
                .filter(place -> place.address() instanceof Inet4Address)
                .toList();
        return (told.isEmpty() ? all : told)
                .stream()
                        .map(place -> network(place) + "/" + place.prefix())
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    /** Returns the addresses at which others may reach this computer. */
    List<InetAddress> reachable() {
        return all.stream()
                .filter(place -> !isContainer(place) && !isLinkLocal(place.address()))
                .map(Computer.Place::address)
                .map(Places::unscoped)
                .distinct()
                .toList();
    }

    List<String> tunnels() {
        return cards(TUNNELS);
    }

    List<String> containers() {
        return cards(CONTAINERS);
    }

    private List<String> cards(List<String> kinds) {
        return all.stream()
                .map(Computer.Place::card)
                .filter(card -> isOf(card, kinds))
                .distinct()
                .toList();
    }

    /** Returns whether the address is one that routers on the internet do not know. */
    static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean carrier = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
        boolean unique = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
        return address.isSiteLocalAddress() || isLinkLocal(address) || carrier || unique;
    }

    /** Returns whether an address is valid on one network only, such as one that the computer gave itself. */
    private static boolean isLinkLocal(InetAddress address) {
        return address.isLinkLocalAddress();
    }

    private static boolean isContainer(Computer.Place place) {
        return isOf(place.card(), CONTAINERS);
    }

    private static boolean isOf(String card, List<String> kinds) {
        String name = card.toLowerCase(Locale.ROOT);
        return kinds.stream().anyMatch(name::startsWith);
    }

    private static int length(InetAddress address) {
        return address.getAddress().length;
    }

    private static boolean isSame(InetAddress one, InetAddress other, int bits) {
        byte[] first = one.getAddress();
        byte[] second = other.getAddress();
        if (first.length != second.length || bits < 0 || bits > 8 * first.length) {
            return false;
        }
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> i % 8;
            if ((first[i / 8] & mask) != (second[i / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    private static String network(Computer.Place place) {
        byte[] bytes = place.address().getAddress();
        for (int i = Math.max(0, place.prefix()); i < 8 * bytes.length; i++) {
            bytes[i / 8] &= (byte) ~(0x80 >> i % 8);
        }
        return text(bytes);
    }

    private static InetAddress unscoped(InetAddress address) {
        try {
            return address instanceof Inet6Address ? InetAddress.getByAddress(address.getAddress()) : address;
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has 4 or 16 bytes", e);
        }
    }

    private static String text(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has 4 or 16 bytes", e);
        }
    }
}
