package quayside.app.core.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalAddressesTest {
    @Test
    void theHomeNetworkComesBeforeBridgesAndIpv6() {
        List<LocalAddresses.Candidate> candidates = new ArrayList<>(List.of(
                at("docker0", "172.17.0.1"),
                at("eth0", "2001:db8::5"),
                at("eth0", "fe80::1"),
                at("wg0", "100.64.0.9"),
                at("eth0", "169.254.3.3"),
                at("wlan0", "192.168.1.20"),
                at("lo", "127.0.0.1")));
        List<String> expected =
                List.of("192.168.1.20", "100.64.0.9", "2001:db8:0:0:0:0:0:5", "169.254.3.3", "172.17.0.1");
        assertThat(reaching("0.0.0.0", candidates)).isEqualTo(expected);
        Collections.reverse(candidates);
        assertThat(reaching("0.0.0.0", candidates)).isEqualTo(expected);
    }

    @Test
    void whereThereIsNothingElseLoopbackIsUsed() {
        assertThat(reaching("0.0.0.0", List.of(at("lo", "127.0.0.1")))).containsExactly("127.0.0.1");
    }

    @Test
    void aServerBoundToOneAddressIsReachedThereAlone() {
        assertThat(reaching("127.0.0.1", List.of(at("eth0", "192.168.1.20")))).containsExactly("127.0.0.1");
        assertThat(LocalAddresses.reaching(InetAddress.getLoopbackAddress())).containsExactly("127.0.0.1");
    }

    @Test
    void theNameThatANetworkHasHereIsOfNoUseToGuests() throws UnknownHostException {
        byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
        InetAddress bind = Inet6Address.getByAddress(null, linkLocal, 1);
        assertThat(bind.getHostAddress()).contains("%");
        assertThat(LocalAddresses.reaching(bind)).containsExactly("fe80:0:0:0:0:0:0:1");
        assertThat(LocalAddresses.needsZone(bind)).isTrue();
        assertThat(LocalAddresses.needsZone(InetAddress.getByName("fd00::2"))).isFalse();
    }

    @Test
    void thisComputerHasAnAddress() {
        assertThat(LocalAddresses.reaching(InetAddress.ofLiteral("0.0.0.0"))).isNotEmpty();
    }

    private static List<String> reaching(String bind, List<LocalAddresses.Candidate> candidates) {
        return LocalAddresses.reaching(InetAddress.ofLiteral(bind), candidates);
    }

    private static LocalAddresses.Candidate at(String network, String address) {
        return new LocalAddresses.Candidate(network, InetAddress.ofLiteral(address));
    }
}
