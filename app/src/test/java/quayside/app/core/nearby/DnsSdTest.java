package quayside.app.core.nearby;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.app.core.Patience.await;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import quayside.protocol.crypto.Fingerprint;

class DnsSdTest {
    private static final String ID = "abcdefghijklmnopqrstuvwxyz234567";
    private static final InetAddress HOME = FakeNetwork.address("192.168.1.5");
    private static final InetAddress OFFICE = FakeNetwork.address("10.0.0.5");

    private final FakeNetwork network = new FakeNetwork();
    private volatile Instant now = Instant.EPOCH;
    private final DnsSd nearby = new DnsSd(network, () -> now, Duration.ofDays(1));

    @AfterEach
    void close() {
        nearby.close();
        await().until(network.open::isEmpty);
    }

    private static Announcement share(String name) {
        return new Announcement(Fingerprint.parse(ID), name, "Kitchen laptop", 4870, Optional.empty());
    }

    private List<InetAddress> open() {
        return network.open.stream().map(station -> station.address).toList();
    }

    @Test
    void whatOthersAnnounceIsFoundAndGoesWithItsGoodbye() throws InterruptedException {
        network.present = List.of(HOME);
        nearby.look(true);
        nearby.roundNow();
        assertThat(nearby.state()).isEqualTo(new Nearby.State(true, false, List.of()));
        network.say(FakeNetwork.share("a", ID, "Photos", "Attic", "192.168.1.9"));
        await().until(() -> nearby.state().shares().size() == 1);
        network.say(new Network.Heard.Gone("a"));
        await().until(() -> nearby.state().shares().isEmpty());
    }

    @Test
    void whoIsGoneWithoutAGoodbyeIsAskedForTwiceAndThenRemoved() throws InterruptedException {
        network.present = List.of(HOME);
        nearby.look(true);
        nearby.roundNow();
        network.say(FakeNetwork.share("a", ID, "Photos", "Attic", "192.168.1.9"));
        await().until(() -> nearby.state().shares().size() == 1);
        FakeNetwork.FakeStation station = network.open.getFirst();
        int before = station.asked.get();
        for (int i = 0; i < 2; i++) {
            now = now.plus(DnsSd.ASK_EVERY);
            nearby.roundNow();
        }
        assertThat(station.asked.get()).isEqualTo(before + 2);
        assertThat(nearby.state().shares()).hasSize(1);
        now = now.plusSeconds(30);
        nearby.roundNow();
        assertThat(nearby.state().shares()).isEmpty();
    }

    @Test
    void addressesThatComeAndGoAreFollowed() throws InterruptedException {
        network.present = List.of(HOME);
        nearby.announce(Optional.of(share("Photos")));
        nearby.roundNow();
        assertThat(open()).containsExactly(HOME);
        network.present = List.of(HOME, OFFICE);
        nearby.roundNow();
        assertThat(open()).containsExactly(HOME, OFFICE);
        network.present = List.of(OFFICE);
        nearby.roundNow();
        await().until(() -> open().equals(List.of(OFFICE)));
        assertThat(network.announced).hasSize(2);
    }

    @Test
    void aStationThatTheSystemCutOffIsReplaced() throws InterruptedException {
        network.present = List.of(HOME);
        nearby.look(true);
        nearby.roundNow();
        FakeNetwork.FakeStation cut = network.open.getFirst();
        cut.alive = false;
        nearby.roundNow();
        await().until(network.open::isEmpty);
        now = now.plus(DnsSd.REST);
        nearby.roundNow();
        assertThat(open()).containsExactly(HOME);
    }

    @Test
    void withoutANetworkThatPassesMulticastItIsSaid() throws InterruptedException {
        nearby.look(true);
        nearby.roundNow();
        assertThat(nearby.state().isBlocked()).isTrue();
        network.present = List.of(HOME);
        network.refuses = true;
        nearby.roundNow();
        assertThat(nearby.state().isBlocked()).isTrue();
        network.refuses = false;
        now = now.plus(DnsSd.REST);
        nearby.roundNow();
        assertThat(nearby.state().isBlocked()).isFalse();
    }

    @Test
    void withoutAnyNetworkNothingIsListed() throws InterruptedException {
        network.present = List.of(HOME);
        nearby.look(true);
        nearby.roundNow();
        network.say(FakeNetwork.share("a", ID, "Photos", "Attic", "192.168.1.9"));
        await().until(() -> nearby.state().shares().size() == 1);
        network.present = List.of();
        nearby.roundNow();
        assertThat(nearby.state()).isEqualTo(new Nearby.State(true, true, List.of()));
    }

    @Test
    void anAddressThatRefusesIsLeftAloneForAWhile() throws InterruptedException {
        network.present = List.of(HOME);
        network.refuses = true;
        nearby.look(true);
        for (int i = 0; i < 5; i++) {
            nearby.roundNow();
        }
        assertThat(network.tries.get()).isEqualTo(1);
    }

    @Test
    void aComputerWithHundredsOfNetworksSpeaksOnAFew() throws InterruptedException {
        network.present = IntStream.range(1, 200)
                .mapToObj(i -> FakeNetwork.address("10.0.0." + i))
                .toList();
        nearby.look(true);
        nearby.roundNow();
        assertThat(network.open).hasSize(DnsSd.MAX_STATIONS);
    }

    @Test
    void aShareAtOneAddressIsAnnouncedOnlyThere() throws InterruptedException {
        network.present = List.of(HOME, OFFICE);
        nearby.announce(Optional.of(new Announcement(Fingerprint.parse(ID), "Photos", "", 4870, Optional.of(OFFICE))));
        nearby.roundNow();
        assertThat(open()).containsExactly(OFFICE);
        nearby.look(true);
        nearby.roundNow();
        assertThat(open()).containsExactlyInAnyOrder(HOME, OFFICE);
        assertThat(network.announced).hasSize(1);
    }

    @Test
    void theSameAnnouncementIsNotMadeTwiceAndAnotherReplacesIt() throws InterruptedException {
        network.present = List.of(HOME);
        nearby.announce(Optional.of(share("Photos")));
        nearby.announce(Optional.of(share("Photos")));
        nearby.announce(Optional.of(share("Music")));
        nearby.roundNow();
        assertThat(network.announced).containsExactly(share("Photos"), share("Music"));
        await().until(() -> network.open.size() == 1);
        assertThat(network.open.getFirst().share).contains(share("Music"));
    }

    @Test
    void aFloodIsPublishedAFewTimesOnly() throws InterruptedException {
        network.present = List.of(HOME);
        nearby.look(true);
        nearby.roundNow();
        List<Nearby.State> published = new CopyOnWriteArrayList<>();
        nearby.onState(published::add);
        long began = System.nanoTime();
        for (int i = 0; i < 5_000; i++) {
            network.say(FakeNetwork.share("i" + i % 300, ID, "Share " + i, "Attic", "192.168.1.9"));
        }
        await().until(() ->
                nearby.state().shares().stream().anyMatch(share -> share.share().equals("Share 4999")));
        long fifths = (System.nanoTime() - began) / 200_000_000;
        assertThat(published).hasSizeLessThanOrEqualTo((int) fifths + 2);
    }

    @Test
    void switchedOffItHasNoStationAndHearsNothing() throws InterruptedException {
        network.present = List.of(HOME);
        nearby.look(true);
        nearby.roundNow();
        FakeNetwork.FakeStation station = network.open.getFirst();
        nearby.look(false);
        nearby.roundNow();
        await().until(network.open::isEmpty);
        List.of(FakeNetwork.share("a", ID, "Photos", "Attic", "192.168.1.9")).forEach(station.heard);
        nearby.roundNow();
        assertThat(nearby.state()).isEqualTo(Nearby.State.OFF);
    }

    @Test
    void theTextHasNoOtherEntriesThanTheseAndTheyAreShort() {
        assertThat(share("ü".repeat(300)).text())
                .containsOnlyKeys("v", "id", "share", "computer")
                .containsEntry("id", ID)
                .containsEntry("share", "ü".repeat(100));
    }

    @Test
    void afterTheEndNothingHappens() throws InterruptedException {
        nearby.close();
        network.present = List.of(HOME);
        nearby.look(true);
        nearby.announce(Optional.of(share("Photos")));
        nearby.close();
        assertThat(network.tries.get()).isZero();
    }
}
