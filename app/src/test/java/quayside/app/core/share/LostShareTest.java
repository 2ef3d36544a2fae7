package quayside.app.core.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quayside.app.core.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.app.core.settings.KnownServers;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.ConnectOptions;

/** Tests how a lost share comes back, and what happens to its client. */
@Timeout(60)
class LostShareTest {
    @TempDir
    private Path home;

    private TestShare share;
    private ShareConnector connector;

    @BeforeEach
    void prepare() throws IOException {
        share = new TestShare(Files.createDirectory(home.resolve("shared"))).withGoodbyes();
        Timings quick = new Timings(Duration.ofMillis(10), Duration.ofMillis(40), Duration.ofMillis(50));
        connector = new ShareConnector(KnownServers.open(home.resolve("config")), ConnectOptions::standard, quick);
    }

    @AfterEach
    void close() {
        connector.close();
        share.close();
    }

    @Test
    void aServerThatStopsIsLostAndComesBackByItself() throws IOException {
        share.start();
        connector.connect(share.link(), share.key());
        awaitConnected();
        share.stop();
        awaitLost(ShareState.Why.STOPPED);
        assertThat(lost().sentence()).isEqualTo("The host stopped sharing.");
        connector.reconnect();
        awaitLost(ShareState.Why.STOPPED);
        share.start();
        awaitConnected();
    }

    @Test
    void aGoodbyeIsNoticedLongBeforeTheNextPing() throws IOException {
        share.start();
        Timings patient = new Timings(Duration.ofMillis(10), Duration.ofMillis(40), Duration.ofHours(1));
        try (ShareConnector other =
                new ShareConnector(KnownServers.open(home.resolve("other")), ConnectOptions::standard, patient)) {
            other.connect(share.link(), share.key());
            await().until(() -> other.state() instanceof ShareState.Connected);
            share.stop();
            await().until(() -> other.state() instanceof ShareState.Lost);
        }
    }

    @Test
    void aHostThatEndsEachConnectionIsNotAskedAgainBeforeTheNextPing() throws IOException {
        Timings patient = new Timings(Duration.ofMillis(10), Duration.ofMillis(40), Duration.ofHours(1));
        KnownServers known = KnownServers.open(home.resolve("other"));
        try (TestShare second = new TestShare(Files.createDirectory(home.resolve("second")))
                        .withGoodbyes()
                        .start();
                ShareConnector one = new ShareConnector(known, ConnectOptions::standard, patient);
                ShareConnector two = new ShareConnector(known, ConnectOptions::standard, patient)) {
            share.start();
            one.connect(share.link(), share.key());
            await().until(() -> one.state() instanceof ShareState.Connected);
            share.stop();
            await().until(() -> one.state() instanceof ShareState.Lost);
            share.start();
            await().until(() -> one.state() instanceof ShareState.Connected);
            share.stop();
            // When another has noticed a later goodbye, this one would have noticed its own.
            two.connect(second.link(), second.key());
            await().until(() -> two.state() instanceof ShareState.Connected);
            second.stop();
            await().until(() -> two.state() instanceof ShareState.Lost);
            assertThat(one.state()).isInstanceOf(ShareState.Connected.class);
        }
    }

    @Test
    void aGuestThatWasDisconnectedComesBackOnlyIfTheUserWantsIt() throws IOException {
        share.start();
        connector.connect(share.link(), share.key());
        awaitConnected();
        ShareClient before = connected().client();
        share.server().disconnect(share.server().guests().getFirst().id());
        awaitLost(ShareState.Why.DISCONNECTED);
        assertThat(lost().sentence()).isEqualTo("The host disconnected you.");
        assertThatThrownBy(before::ping).hasMessage("The host disconnected you.");
        await().until(() -> share.server().guests().isEmpty());
        connector.reconnect();
        awaitConnected();
        assertThat(connected().client()).isSameAs(before);
    }

    @Test
    void aGuestThatWasBlockedIsToldSoAndMayAskAgain() throws IOException {
        share.start();
        connector.connect(share.link(), share.key());
        awaitConnected();
        share.server().block("127.0.0.1");
        awaitLost(ShareState.Why.BLOCKED);
        assertThat(lost().sentence()).isEqualTo("The host blocked you.");
        List<ShareState> states = new CopyOnWriteArrayList<>();
        connector.onState(states::add);
        connector.reconnect();
        await().until(() -> states.size() == 3);
        assertThat(states.get(1)).isInstanceOf(ShareState.Connecting.class);
        assertThat(states.get(2)).isEqualTo(states.getFirst());
        share.server().unblock("127.0.0.1");
        connector.reconnect();
        awaitConnected();
    }

    @Test
    void aLostShareComesBackWithTheClientItHadSoThatWhatWaitsForItGoesOn() throws IOException {
        share.start();
        connector.connect(share.link(), share.key());
        awaitConnected();
        ShareClient before = connected().client();
        for (int outage = 0; outage < 2; outage++) {
            share.stop();
            await().until(() -> connector.state() instanceof ShareState.Lost);
            share.start();
            // The share is lost but not left, so a transfer may use the client at once.
            assertThat(before.ping().name()).isEqualTo("share");
            awaitConnected();
            assertThat(connected().client()).isSameAs(before);
        }
        connector.lost(before, "The listing broke off.");
        connector.disconnect();
        await().untilAsserted(() -> assertThatThrownBy(before::ping).hasMessageContaining("closed"));
    }

    @Test
    void aLostShareIsLeftWithItsClientWhereTheUserConnectsElsewhere() throws IOException {
        share.start();
        connector.connect(share.link(), share.key());
        awaitConnected();
        ShareClient before = connected().client();
        connector.lost(before, "The listing broke off.");
        connector.connect(share.link(), share.key());
        awaitConnected();
        assertThat(connected().client()).isNotSameAs(before);
        await().untilAsserted(() -> assertThatThrownBy(before::ping).hasMessageContaining("closed"));
    }

    private ShareState.Lost lost() {
        return (ShareState.Lost) connector.state();
    }

    private void awaitLost(ShareState.Why why) {
        await().until(() -> connector.state() instanceof ShareState.Lost lost && lost.why() == why);
    }

    private ShareState.Connected connected() {
        return (ShareState.Connected) connector.state();
    }

    private void awaitConnected() {
        await().until(() -> connector.state() instanceof ShareState.Connected);
    }
}
