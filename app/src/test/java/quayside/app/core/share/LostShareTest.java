package quayside.app.core.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quayside.app.core.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.app.core.settings.KnownServers;
import quayside.protocol.client.ShareClient;
import quayside.protocol.crypto.ClientSecret;

/** Tests how a lost share comes back, and what happens to its client. */
@Timeout(60)
class LostShareTest {
    @TempDir
    private Path home;

    private TestShare share;
    private ShareConnector connector;

    @BeforeEach
    void prepare() throws IOException {
        share = new TestShare(Files.createDirectory(home.resolve("shared")));
        Timings quick = new Timings(Duration.ofMillis(10), Duration.ofMillis(40), Duration.ofMillis(50));
        connector = new ShareConnector(
                KnownServers.open(home.resolve("config")), ClientSecret.random(new SecureRandom()), quick);
    }

    @AfterEach
    void close() {
        connector.close();
        share.close();
    }

    @Test
    void aServerThatGoesAwayIsLostAndReconnectBringsItBack() throws IOException {
        share.start();
        connector.connect(share.link(), share.key());
        awaitConnected();
        share.stop();
        await().until(() -> connector.state() instanceof ShareState.Lost);
        assertThat(((ShareState.Lost) connector.state()).sentence()).endsWith(".");
        connector.reconnect();
        await().until(() -> connector.state() instanceof ShareState.Waiting);
        share.start();
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
            connector.reconnect();
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

    private ShareState.Connected connected() {
        return (ShareState.Connected) connector.state();
    }

    private void awaitConnected() {
        await().until(() -> connector.state() instanceof ShareState.Connected);
    }
}
