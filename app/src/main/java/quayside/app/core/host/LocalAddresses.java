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

/** The addresses of this computer by which others reach a share of it. */
public final class LocalAddresses {
    private static final List<String> BRIDGES =
            List.of("docker", "br-", "virbr", "veth", "vmnet", "vboxnet", "vethernet", "lxc", "lxd", "podman", "cni");

    /** An address and the network interface that has it, which is up. */
    record Candidate(String networkInterface, InetAddress address) {}

    private LocalAddresses() {}

    /**
     * The addresses on which a server bound to {@code bind} is reached, the likeliest first, never empty: {@code bind}
     * itself, without the name that its network has here, where it is one address; where it is the wildcard, those of every network that is up, addresses of a home
     * or office network before others, without loopback unless there is nothing else. Asks the system.
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

    /** Whether guests may have to say by which of their networks {@code bind} is reached. */
    public static boolean needsZone(InetAddress bind) {
        return bind instanceof Inet6Address && bind.isLinkLocalAddress();
    }

    private static boolean isReachable(InetAddress address) {
        // A link-local IPv6 address means nothing without the guest's own name of the network.
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
            return candidates; // What was found so far; the caller falls back on loopback.
        }
        return candidates;
    }

    /** Java adds the interface's name to an IPv6 address; in a link it is of no use to others. */
    private static InetAddress unscoped(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has 4 or 16 bytes", e);
        }
    }
}
