package quayside.app.core.host;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the addresses at which other computers reach a share of this computer. */
public final class LocalAddresses {
    private static final List<String> BRIDGES =
            List.of("docker", "br-", "virbr", "veth", "vmnet", "vboxnet", "vethernet", "lxc", "lxd", "podman", "cni");

    /** An address, and its network interface, which is up. */
    record Candidate(String networkInterface, InetAddress address) {}

    private LocalAddresses() {}

    /**
     * Returns the addresses at which a server bound to {@code bind} is reached, the likeliest first; never empty. For a
     * single address it returns {@code bind} itself, without the name of the local network interface. For the wildcard
     * it returns the addresses of every network that is up, those of a home or office network first, and loopback only
     * if there is no other address. Asks the system.
     */
    public static List<String> reaching(InetAddress bind) {
        return reaching(bind, bind.isAnyLocalAddress() ? candidates() : List.of());
    }

    static List<String> reaching(InetAddress bind, List<Candidate> candidates) {
        if (!bind.isAnyLocalAddress()) {
            return List.of(unscoped(bind).getHostAddress());
        }
        List<String> found = candidates.stream()
                .filter(candidate -> isReachable(candidate.address()))
                .sorted(Comparator.comparingInt(LocalAddresses::rank))
                .map(candidate -> candidate.address().getHostAddress())
                .distinct()
                .toList();
        return found.isEmpty() ? List.of("127.0.0.1") : found;
    }

    /** Returns whether guests may have to name the network through which they reach {@code bind}. */
    public static boolean needsZone(InetAddress bind) {
        return bind instanceof Inet6Address && bind.isLinkLocalAddress();
    }

    private static boolean isReachable(InetAddress address) {
        // A link-local IPv6 address is of no use without the guest's own name for the network.
        return !address.isLoopbackAddress()
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress()
                && !needsZone(address);
    }

    private static int rank(Candidate candidate) {
        InetAddress address = candidate.address();
        String name = candidate.networkInterface().toLowerCase(Locale.ROOT);
        int bridge = BRIDGES.stream().anyMatch(name::startsWith) ? 10 : 0;
        if (address instanceof Inet4Address) {
            return bridge + (address.isSiteLocalAddress() ? 0 : address.isLinkLocalAddress() ? 4 : 1);
        }
        return bridge + 2;
    }

    private static List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (each.isUp() && !each.isLoopback()) {
                    each.getInetAddresses()
                            .asIterator()
                            .forEachRemaining(
                                    address -> candidates.add(new Candidate(each.getName(), unscoped(address))));
                }
            }
        } catch (SocketException e) {
            return candidates; // The caller falls back on loopback if there are none.
        }
        return candidates;
    }

    /** Drops the name of the interface, which Java adds to an IPv6 address and which other computers cannot use. */
    private static InetAddress unscoped(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has 4 or 16 bytes", e);
        }
    }
}
