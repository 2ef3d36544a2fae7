package quayside.app.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.app.core.doctor.FakeComputer.address;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    @TempDir
    private Path root;

    private FakeComputer computer;

    @BeforeEach
    void begin() {
        computer = new FakeComputer(root);
    }

    @Test
    void anAddressIsNearIfItSharesThePrefixOfANetwork() {
        computer.places.add(new Computer.Place("eth1", address("10.1.130.9"), 17));
        computer.places.add(new Computer.Place("eth1", address("2001:db8:1::9"), 64));
        Places places = Places.of(computer);
        assertThat(places.isNear(address("192.168.7.250"))).isTrue();
        assertThat(places.isNear(address("192.168.8.2"))).isFalse();
        assertThat(places.isNear(address("10.1.255.1"))).isTrue();
        assertThat(places.isNear(address("10.1.127.1"))).isFalse();
        assertThat(places.isNear(address("2001:db8:1::1"))).isTrue();
        assertThat(places.isNear(address("2001:db8:2::1"))).isFalse();
        assertThat(places.has(address(FakeComputer.OWN))).isTrue();
        assertThat(places.has(address("192.168.7.3"))).isFalse();
        assertThat(places.words()).isEqualTo("192.168.7.0/24, 10.1.128.0/17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "169.254.0.1", "fd00::1", "fe80::1"})
    void anAddressOfANetworkOfOnesOwnIsPrivate(String text) {
        assertThat(Places.isPrivate(address(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2001:db8::1"})
    void anAddressOnTheInternetIsNot(String text) {
        assertThat(Places.isPrivate(address(text))).isFalse();
    }

    @Test
    void networksOfContainersLeadToNobody() {
        computer.places.clear();
        assertThat(Places.of(computer).isEmpty()).isTrue();
        computer.places.add(new Computer.Place("docker0", address("172.17.0.1"), 16));
        assertThat(Places.of(computer).isEmpty()).isTrue();
        assertThat(Places.of(computer).reachable()).isEmpty();
        computer.places.add(new Computer.Place("wg0", address("10.9.0.2"), 24));
        assertThat(Places.of(computer).isEmpty()).isFalse();
        assertThat(Places.of(computer).tunnels()).containsExactly("wg0");
    }
}
