package quayside.server.guard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Whom limits count as one: an IPv4 address, or the /64 network of an IPv6 address, within which one machine takes as many
 * addresses as it likes.
 */
public record Source(String network) {
    private static final int IPV6_NETWORK_BYTES = 8;

    public static Source of(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] counted = address instanceof Inet6Address ? Arrays.copyOf(bytes, IPV6_NETWORK_BYTES) : bytes;
        return new Source(HexFormat.of().formatHex(counted));
    }
}
