package quayside.app.core.nearby;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The networks of this computer, by JmDNS. */
final class JmdnsNetwork implements Network {
    /** A word for each run, by which computers that announce nothing can be told apart. */
    private final String word;

    private final Predicate<NetworkInterface> used;

    /** @param used whether an interface that is up is used */
    JmdnsNetwork(String word, Predicate<NetworkInterface> used) {
        this.word = word;
        this.used = used;
    }

    /**
     * Uses all interfaces that pass multicast, except loopback and those with one other end, such as a VPN's, where
     * everybody would be a stranger.
     */
    static JmdnsNetwork ofSystem() {
        return new JmdnsNetwork(Long.toString(ProcessHandle.current().pid(), 36), each -> {
            try {
                return each.supportsMulticast() && !each.isLoopback() && !each.isPointToPoint();
            } catch (SocketException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public List<InetAddress> addresses() throws IOException {
        List<InetAddress> found = new ArrayList<>();
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (each.isUp() && used.test(each)) {
                    List<InetAddress> own = Collections.list(each.getInetAddresses());
                    own.stream()
                            .filter(Inet4Address.class::isInstance)
                            .findFirst()
                            .ifPresent(found::add);
                    // One that is valid everywhere serves guests better than one that needs the network's name.
                    own.stream()
                            .filter(Inet6Address.class::isInstance)
                            .min(Comparator.comparing(InetAddress::isLinkLocalAddress))
                            .ifPresent(found::add);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return found;
    }

    @Override
    public Station open(InetAddress address, Optional<Announcement> share, Consumer<Heard> heard) throws IOException {
        String label =
                Announcement.label(share.map(each -> each.id().toString()).orElse(word), address);
        return JmdnsStation.open(address, label, share, heard);
    }
}
