package quayside.protocol.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;

final class ShareLinkTest {
    private static final String ID = ServerIdentity.generate().fingerprint().toString();

    @ParameterizedTest
    @CsvSource({
        "192.168.1.5:4870,192.168.1.5,4870",
        "192.168.1.5,192.168.1.5,4870",
        "  laptop.local:99  ,laptop.local,99",
        "[::1]:80,::1,80",
        "fe80::1,fe80::1,4870",
        "fe80::1%eth0,fe80::1%eth0,4870",
        "fe80::1%2,fe80::1%2,4870",
        "[fe80::1%br-lan]:81,fe80::1%br-lan,81",
        "quayside://[fe80::1%25eth0.5]:81/,fe80::1%eth0.5,81",
        "QUAYSIDE://[fe80::1%eth0],fe80::1%eth0,4870",
        "quayside://[fe80::1%25],fe80::1%25,4870",
        "quayside://host:1/,host,1",
        "QUAYSIDE://host,host,4870"
    })
    void anAddressIsReadAsPeopleTypeIt(String text, String host, int port) {
        ShareLink link = ShareLink.parse(text);
        assertThat(link.host()).isEqualTo(host);
        assertThat(link.port()).isEqualTo(port);
        assertThat(link.id()).isEmpty();
        assertThat(link.key()).isEmpty();
    }

    @Test
    void aWholeLinkSurvivesTheRoundTrip() {
        AccessKey key = AccessKey.of("grün & 100% secret+plus #1");
        ShareLink link = ShareLink.parse("quayside://[::1]:4870/?id=" + ID);
        ShareLink again = ShareLink.parse(link.withKey(key));
        assertThat(again).isEqualTo(link);
        assertThat(again.key()).contains(key);
        assertThat(again.id()).hasValueSatisfying(id -> assertThat(id).hasToString(ID));
        assertThat(again.address()).isEqualTo("[::1]:4870");
    }

    @Test
    void theNameOfANetworkStandsInALinkAsLinksHaveIt() {
        ShareLink typed = ShareLink.parse("[fe80::1%eth0]:81");
        assertThat(typed.address()).isEqualTo("[fe80::1%eth0]:81");
        assertThat(typed).hasToString("quayside://[fe80::1%25eth0]:81/");
        assertThat(ShareLink.parse(typed.toString())).isEqualTo(typed);
        assertThat(typed.zone()).contains("eth0");
        assertThat(typed.lacksZone()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "fe80::1,true",
        "FEBF::1:2,true",
        "fe80::1%2,false",
        "fec0::1,false",
        "fd00::2,false",
        "fe80.example,false"
    })
    void anAddressOfOneNetworkIsKnown(String host, boolean lacks) {
        assertThat(ShareLink.of(host, 81, null).lacksZone()).isEqualTo(lacks);
    }

    @Test
    void theKeyIsNotPartOfWhatIsPrinted() {
        ShareLink link = ShareLink.parse("quayside://host:1/?id=" + ID + "#SECRETKEY1");
        assertThat(link).hasToString("quayside://host:1/?id=" + ID);
        assertThat(link.address()).isEqualTo("host:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "http://host/",
                "quayside://",
                "quayside:///x",
                "host:0",
                "host:65536",
                "host:x",
                "quayside://host/folder",
                "quayside://me@host/",
                "ho st",
                "quayside://host/?id=short",
                "quayside://host/#%zz",
                ":4870"
            })
    void whatIsNoLinkGetsASentence(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShareLink.parse(text))
                .satisfies(e -> assertThat(e.getMessage()).matches("[A-Z].{10,}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://host/#TOPSECRET", "quayside://host/folder#TOPSECRET", "quayside://host/?id=x#TOPSECRET"})
    void noErrorRepeatsTheKey(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShareLink.parse(text))
                .satisfies(e -> {
                    assertThat(e.getMessage()).doesNotContain("TOPSECRET");
                    assertThat(String.valueOf(e.getCause())).doesNotContain("TOPSECRET");
                });
    }
}
