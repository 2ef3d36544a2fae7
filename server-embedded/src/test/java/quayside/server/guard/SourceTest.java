package quayside.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTest {
    private static Source of(String address) {
        return Source.of(InetAddress.ofLiteral(address));
    }

    /**
     * Returns a source as a socket of an IPv6 system may give it; {@code InetAddress} would convert a mapped address to
     * IPv4.
     */
    private static Source ofIpv6(String hex, int zone) throws UnknownHostException {
        return Source.of(Inet6Address.getByAddress(null, HexFormat.of().parseHex(hex), zone));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:0:1::1, 2001:db8:0:1::/64",
        "2001:db8:0:1:ffff:ffff:ffff:ffff, 2001:db8:0:1::/64",
        "2001:db8:0:2::1, 2001:db8:0:2::/64",
        "::1, 0:0:0:0::/64",
        "::ffff:192.0.2.1, 192.0.2.1"
    })
    void anIpv4AddressIsASourceAndAnIpv6AddressIsItsNetwork(String address, String network) {
        assertThat(of(address).network()).isEqualTo(network);
    }

    @Test
    void mappedIpv4AddressesAreNotOneNetwork() throws UnknownHostException {
        Source one = ofIpv6("00000000000000000000ffffc0000201", 0);
        Source two = ofIpv6("00000000000000000000ffffc0000202", 3);
        assertThat(one).isEqualTo(of("192.0.2.1"));
        assertThat(two).isEqualTo(of("192.0.2.2"));
    }

    @Test
    void theZoneOfALinkLocalAddressMakesNoOtherSourceOfIt() throws UnknownHostException {
        Source one = ofIpv6("fe800000000000000000000000000001", 1);
        assertThat(ofIpv6("fe800000000000000000000000000001", 2)).isEqualTo(one);
        assertThat(ofIpv6("fe80000000000000abcdabcdabcdabcd", 1)).isEqualTo(one);
    }
}
