package quayside.protocol.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.HostileNames;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

final class ShareLinkTest {
    private static final String ID = ServerIdentity.generate().fingerprint().toString();
    private static final String INVITATION = "AAECAwQFBgcICQoLDA0ODw";

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
    void theLinkOfAnInvitationCarriesItsIdAndItsKey() {
        String text = "quayside://host:4870/?id=" + ID + "." + INVITATION + "#K7PM-2XQA";
        ShareLink link = ShareLink.parse(text);
        AccessKey key = link.key().orElseThrow();

        assertThat(key.invitation()).contains(InvitationId.parse(INVITATION));
        assertThat(key).isEqualTo(AccessKey.of("k7pm2xqa").through(InvitationId.parse(INVITATION)));
        assertThat(key).isNotEqualTo(AccessKey.of("k7pm2xqa"));
        assertThat(link.withKey(key)).isEqualTo(text);
        assertThat(link.id()).hasValueSatisfying(id -> assertThat(id).hasToString(ID));
        assertThat(link.toString()).doesNotContain(INVITATION);
    }

    @Test
    void aKeyThatIsTypedForAnInvitationIsThatOfTheInvitation() {
        ShareLink link = ShareLink.parse("quayside://host:4870/?id=" + ID + "." + INVITATION);

        assertThat(link.key()).isEmpty();
        assertThat(link.keyOf("K7PM-2XQA").invitation()).contains(InvitationId.parse(INVITATION));
        assertThat(ShareLink.parse("host").keyOf("K7PM-2XQA").invitation()).isEmpty();
    }

    @Test
    void byAnotherInvitationItIsAnotherShareOfTheSameServer() {
        ShareLink own = ShareLink.parse("quayside://host:1/?id=wgvzbfqzj7wsycv42lt7gkk36be2vgpx#K7PM-2XQA");
        ShareLink invited =
                ShareLink.parse("quayside://host:1/a?id=wgvzbfqzj7wsycv42lt7gkk36be2vgpx." + INVITATION + "#K7PM-2XQA");

        assertThat(invited.isSameServer(own)).isTrue();
        assertThat(invited.isSameShare(own)).isFalse();
        assertThat(own.invitationTag()).isEmpty();
        assertThat(own.by(invited.invitationTag()).isSameShare(invited)).isTrue();
        assertThat(own.openedWith(invited.key().orElseThrow()).isSameShare(invited))
                .isTrue();
        assertThat(invited.openedWith(own.key().orElseThrow()).isSameShare(own)).isTrue();
    }

    @Test
    void whatIsKeptOfAnInvitationLeadsToItAndDoesNotHaveItsId() {
        ShareLink invited =
                ShareLink.parse("quayside://host:1/a?id=wgvzbfqzj7wsycv42lt7gkk36be2vgpx." + INVITATION + "#K7PM-2XQA");

        assertThat(invited.kept()).doesNotContain(INVITATION).doesNotContainIgnoringCase("K7PM");
        assertThat(ShareLink.parse(invited.kept())).isEqualTo(invited);
        assertThat(invited.toString()).doesNotContain(invited.invitationTag());
        assertThat(ShareLink.parse("quayside://host:1/?invited=../x").invitationTag())
                .isEmpty();
        assertThat(ShareLink.parse("host:1").kept())
                .isEqualTo(ShareLink.parse("host:1").toString());
    }

    @Test
    void aLinkForOthersHasTheInvitationToWhichItsPathBelongsAndNoKey() {
        ShareLink invited =
                ShareLink.parse("quayside://host:1/a?id=wgvzbfqzj7wsycv42lt7gkk36be2vgpx." + INVITATION + "#K7PM-2XQA");

        String copied = invited.openedWith(invited.key().orElseThrow()).withoutKey();

        assertThat(copied).isEqualTo("quayside://host:1/a?id=wgvzbfqzj7wsycv42lt7gkk36be2vgpx." + INVITATION);
        assertThat(ShareLink.parse(copied).keyOf("k7pm2xqa"))
                .isEqualTo(invited.key().orElseThrow());
    }

    @Test
    void aLinkOfAnInvitationSaysWhomToExpect() {
        AccessKey key = AccessKey.of("key").through(InvitationId.parse(INVITATION));

        assertThatIllegalStateException()
                .isThrownBy(() -> ShareLink.parse("host").withKey(key));
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
                "host/folder",
                "host:4870/folder/file",
                "quayside://host/folder/",
                "quayside://host//folder",
                "quayside://host/a//b",
                "quayside://host/..",
                "quayside://host/a/../b",
                "quayside://host/%2e%2e",
                "quayside://host/a%2Fb",
                "quayside://host/a%00b",
                "quayside://host/a%0Ab",
                "quayside://host/%E9",
                "quayside://host/%ED%A0%80",
                "quayside://host/%C0%AF",
                "quayside://host/%zz",
                "quayside://me@host/",
                "ho st",
                "quayside://host/?id=short",
                "quayside://host/?id=.AAECAwQFBgcICQoLDA0ODw#key",
                "quayside://host/?id=wgvzbfqzj7wsycv42lt7gkk36be2vgpx.#key",
                "quayside://host/?id=wgvzbfqzj7wsycv42lt7gkk36be2vgpx.AAECAwQFBgcICQoLDA0OD#key",
                "quayside://host/?id=wgvzbfqzj7wsycv42lt7gkk36be2vgpx.AAECAwQFBgcICQoLDA0ODx#key",
                "quayside://host/?id=wgvzbfqzj7wsycv42lt7gkk36be2vgpx#invitation:AAECAwQFBgcICQoLDA0ODw:key",
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
            strings = {
                "http://host/#TOPSECRET",
                "host/folder#TOPSECRET",
                "quayside://host/a//b#TOPSECRET",
                "quayside://host/?id=x#TOPSECRET"
            })
    void noErrorRepeatsTheKey(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ShareLink.parse(text))
                .satisfies(e -> {
                    assertThat(e.getMessage()).doesNotContain("TOPSECRET");
                    assertThat(String.valueOf(e.getCause())).doesNotContain("TOPSECRET");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "quayside://host/Summer/IMG%201.jpg,Summer/IMG 1.jpg",
        "quayside://host/a+b/100%25,a+b/100%",
        "quayside://host/caf%C3%A9,caf\u00e9",
        "quayside://host/caf\u00e9,caf\u00e9",
        "quayside://host/%3F%23%26,?#&",
        "quayside://host/C:%5Cx,C:\\x",
        "quayside://host/,''",
        "quayside://host,''"
    })
    void aLinkMayHaveThePathOfAFileOrFolder(String text, String path) {
        assertThat(ShareLink.parse(text).path()).hasToString(path);
        assertThat(ShareLink.parse(text + "?id=" + ID + "#SECRETKEY1").path()).hasToString(path);
    }

    @Test
    void everyHostileNameIsRefusedOrSurvivesInALink() throws ProtocolException {
        ShareLink share = ShareLink.parse("quayside://host:81/?id=" + ID);
        int kept = 0;
        for (String name : HostileNames.all("/outside")) {
            RemotePath path;
            try {
                path = RemotePath.root().child("folder").child(name);
            } catch (ProtocolException e) {
                String raw = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
                if (!name.isEmpty()
                        && new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(name)) {
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> ShareLink.parse("quayside://host/folder/" + raw));
                }
                continue;
            }
            kept++;
            ShareLink link = share.withPath(path);
            assertThat(link.toString())
                    .matches("[\\x21-\\x7e]+")
                    .doesNotContain("#")
                    .doesNotContain("//folder");
            ShareLink again = ShareLink.parse(link.withKey(AccessKey.of("SECRETKEY1")));
            assertThat(again).isEqualTo(link);
            assertThat(again.path()).isEqualTo(path);
            assertThat(again.host()).isEqualTo("host");
            assertThat(again.id()).isEqualTo(share.id());
            assertThat(again.withPath(RemotePath.root())).isEqualTo(share);
        }
        assertThat(kept).isPositive();
    }

    @Test
    void theLongestPathFitsALink() throws ProtocolException {
        RemotePath longest = RemotePath.parse(String.join("/", Collections.nCopies(16, "\u00e9".repeat(127) + "x")));
        ShareLink link = ShareLink.parse("quayside://host/?id=" + ID).withPath(longest);
        assertThat(ShareLink.parse(link.withKey(AccessKey.of("\u00e9".repeat(200))))
                        .path())
                .isEqualTo(longest);
    }
}
