package quayside.server.guard;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The unit to which limits apply: an IPv4 address, or the /64 network of an IPv6 address, within which one machine can
 * take any number of addresses. An IPv4 address mapped into IPv6 ({@code ::ffff:192.0.2.1}) counts as the IPv4 address.
 * The zone of a link-local address ({@code fe80::1%eth0}) is ignored, because it names only the local network
 * interface. So all neighbours that have only a link-local address are one source.
 *
 * @param network the text for people: {@code 192.0.2.1}, {@code 2001:db8:0:1::/64}
 */
public record Source(String network) {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int IPV6_NETWORK_BYTES = 8;

    /** The bytes before an IPv4 address that is mapped into IPv6 (RFC 4291 section 2.5.5.2). */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    public static Source of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (!(address instanceof Inet6Address)) {
            return new Source(address.getHostAddress());
        }
        if (Arrays.equals(MAPPED, Arrays.copyOf(bytes, MAPPED.length))) {
            return new Source(text(Arrays.copyOfRange(bytes, IPV6_BYTES - IPV4_BYTES, IPV6_BYTES)));
        }
        byte[] network = Arrays.copyOf(bytes, IPV6_NETWORK_BYTES);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < IPV6_NETWORK_BYTES; i += 2) {
            text.append(Integer.toHexString(((network[i] & 0xFF) << 8) | (network[i + 1] & 0xFF)))
                    .append(':');
        }
        return new Source(text + ":/64");
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has 4 or 16 bytes", e);
        }
    }
}
