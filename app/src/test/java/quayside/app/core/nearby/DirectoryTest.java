package quayside.app.core.nearby;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.connection.ShareLink;

class DirectoryTest {
    private static final String ID = "abcdefghijklmnopqrstuvwxyz234567";

    private final Directory directory = new Directory();
    private Instant now = Instant.EPOCH;

    private void hear(Network.Heard... records) {
        Arrays.stream(records).forEach(record -> directory.hear(record, now));
    }

    /** Returns a fingerprint of its own for each number. */
    private static String id(int number) {
        StringBuilder id = new StringBuilder(ID);
        for (int i = 0, left = number; i < 4; i++, left /= 26) {
            id.setCharAt(i, (char) ('a' + left % 26));
        }
        return id.toString();
    }

    @Test
    void aShareIsListedOnceItsPlaceItsTextAndItsAddressAreKnown() {
        Network.Heard[] records = FakeNetwork.share("a", ID, "Photos", "Kitchen laptop", "192.168.1.7");
        hear(records[0], records[1]);
        assertThat(directory.list(now)).isEmpty();
        hear(records[2]);
        assertThat(directory.list(now)).singleElement().satisfies(share -> {
            assertThat(share.share()).isEqualTo("Photos");
            assertThat(share.computer()).isEqualTo("Kitchen laptop");
            assertThat(share.links()).containsExactly(ShareLink.parse("quayside://192.168.1.7:4870/?id=" + ID));
            assertThat(share.address()).isEqualTo(ShareLink.parse("192.168.1.7:4870"));
        });
    }

    @Test
    void theAddressesOfOneShareAreJoinedTheLikeliestFirst() {
        hear(FakeNetwork.share("a", ID, "Photos", "K", "fe80::1%eth0"));
        hear(FakeNetwork.share("b", ID, "Photos", "K", "2001:db8::1"));
        hear(FakeNetwork.share("c", ID, "Photos", "K", "100.64.0.9"));
        hear(FakeNetwork.share("d", ID, "Photos", "K", "10.0.0.9"));
        hear(FakeNetwork.share("e", ID, "Photos", "K", "192.168.1.9"));
        assertThat(directory.list(now))
                .singleElement()
                .satisfies(share -> assertThat(share.links())
                        .extracting(ShareLink::host)
                        .containsExactly("10.0.0.9", "192.168.1.9", "100.64.0.9", "2001:db8::1"));
    }

    @Test
    void aGoodbyeRemovesAShareAtOnce() {
        hear(FakeNetwork.share("a", ID, "Photos", "K", "10.0.0.9"));
        hear(new Network.Heard.Gone("A"));
        assertThat(directory.list(now)).isEmpty();
        hear(FakeNetwork.share("a", ID, "Photos", "K", "10.0.0.9"));
        hear(new Network.Heard.Service("a", "a.host", 4870, 0));
        assertThat(directory.list(now)).isEmpty();
    }

    @Test
    void whoIsNotHeardOfAnyMoreIsRemovedWhateverTimeItClaimed() {
        hear(FakeNetwork.share("a", ID, "Photos", "K", "10.0.0.9"));
        now = now.plusSeconds(149);
        assertThat(directory.list(now)).hasSize(1);
        hear(FakeNetwork.share("a", ID, "Photos", "K", "10.0.0.9"));
        now = now.plusSeconds(149);
        assertThat(directory.list(now)).hasSize(1);
        now = now.plusSeconds(2);
        assertThat(directory.list(now)).isEmpty();
    }

    @Test
    void aFloodOfAnnouncementsLeavesABoundedListOfTheNewest() {
        for (int i = 0; i < 20_000; i++) {
            hear(FakeNetwork.share("i" + i, id(i), "Share " + i, "K", "10.0.0.9"));
            for (int j = 0; j < 10; j++) {
                hear(new Network.Heard.Address("i" + i + ".host", "10.0.1." + j, 3600));
                hear(new Network.Heard.Address("printer" + i + "-" + j, "10.0.2." + j, 3600));
            }
        }
        assertThat(directory.list(now)).hasSize(Directory.MAX_SHARES);
        assertThat(directory.list(now)).anyMatch(share -> share.share().equals("Share 19999"));
        assertThat(directory.list(now)).noneMatch(share -> share.share().equals("Share 19900"));
        assertThat(directory.size()).isLessThanOrEqualTo(Directory.MAX_INSTANCES * (1 + 1 + Directory.MAX_ADDRESSES));
    }

    @Test
    void aNameIsCutAndNoCharacterIsDivided() {
        hear(FakeNetwork.share("a", ID, "x" + "😀".repeat(100), "ü".repeat(500), "10.0.0.9"));
        assertThat(directory.list(now)).singleElement().satisfies(share -> {
            assertThat(share.share()).isEqualTo("x" + "😀".repeat(49));
            assertThat(share.computer()).isEqualTo("ü".repeat(100));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "ABCDEFGHIJKLMNOPQRSTUVWXYZ23456!", "abcdefghijklmnopqrstuvwxyz2345678"})
    void withoutAnIdentityNothingIsListed(String id) {
        hear(FakeNetwork.share("a", id, "Photos", "K", "10.0.0.9"));
        assertThat(directory.list(now)).isEmpty();
    }

    @Test
    void whatAnotherVersionAnnouncesOrHasNoNameOrPortIsNotListed() {
        Network.Heard[] records = FakeNetwork.share("a", ID, "Photos", "K", "10.0.0.9");
        hear(records);
        hear(new Network.Heard.Text("a", Map.of("v", "2", "id", ID, "share", "Photos"), 3600));
        assertThat(directory.list(now)).isEmpty();
        hear(new Network.Heard.Text("a", Map.of("v", "1", "id", ID), 3600));
        assertThat(directory.list(now)).isEmpty();
        hear(records[1], new Network.Heard.Service("a", "a.host", 0, 3600));
        assertThat(directory.list(now)).isEmpty();
        hear(records);
        assertThat(directory.list(now)).hasSize(1);
    }
}
