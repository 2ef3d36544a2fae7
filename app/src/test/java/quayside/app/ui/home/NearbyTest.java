package quayside.app.ui.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.HostState;
import quayside.app.core.keys.KeyVault;
import quayside.app.core.keys.MemoryVault;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.nearby.FakeNearby;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.nearby.NearbyShare;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;

/** The shares of others on the first screen. */
class NearbyTest {
    private static final Fingerprint ALBUM = Fingerprint.parse("abcdefghijklmnopqrstuvwxyz234567");
    private static final Fingerprint SCANS = Fingerprint.parse("bcdefghijklmnopqrstuvwxyz234567a");

    @TempDir
    private Path config;

    private final FakeNearby nearby = new FakeNearby();
    private final FakeShares shares = new FakeShares();
    private SavedServers saved;
    private HomeFeature feature;
    private final VBox tab = new VBox();
    private TestWindow window;

    @BeforeEach
    void setUp() throws IOException {
        saved = SavedServers.open(config, () -> Instant.EPOCH);
        SavedKeys keys = SavedKeys.open(config, List.of(new MemoryVault(KeyVault.Kind.KEYRING)), new SecureRandom());
        saved.used("Album", ShareLink.parse("192.168.1.5:4870"), ALBUM);
        keys.keep(ALBUM, "192.168.1.5:4870", AccessKey.of("k7pm-2xqd"));
        window = new TestWindow(960, 900, services -> {
            feature =
                    new HomeFeature(shares, saved, keys, nearby, SettingsStore.open(config), services, Optional::empty);
            feature.onShare(visit -> tab.getChildren().setAll(visit.notice(), visit.view()), visit -> {}, () -> {});
            return new VBox(feature.view(), tab);
        });
        window.awaitText("Key saved");
    }

    @AfterEach
    void tearDown() {
        window.close();
    }

    private void find(NearbyShare... found) {
        nearby.become(new Nearby.State(true, false, List.of(found)));
    }

    private static NearbyShare share(Fingerprint id, String name, String computer, String address) {
        ShareLink at = ShareLink.parse(address);
        return new NearbyShare(id, name, computer, List.of(ShareLink.of(at.host(), at.port(), id)));
    }

    private int cards() {
        return Fx.call(() -> window.scene().getRoot().lookupAll(".nearby-card").size());
    }

    @Test
    void aShareNearbyOpensWithAClickAndAsksForItsKey() {
        find(share(SCANS, "Scans", "Office desktop", "192.168.1.9:4870"));
        window.awaitText("Saved and nearby");
        window.awaitText("Office desktop");
        window.awaitText("Nearby, asks for its key once");
        window.fire(".nearby-card");
        window.awaitText("“192.168.1.9:4870” asks for its key");
        Fx.run(() -> ((TextField) window.find("#connect-key")).setText("k7pm-2xqd"));
        window.fire("#connect-button");
        // Without the announced identity: the first visit pins what the server proves, and shows it.
        assertThat(shares.last().asked).containsExactly("connect 192.168.1.9:4870 k7pm-2xqd");
        assertThat(shares.last().links).allMatch(link -> link.id().isEmpty());
    }

    @Test
    void aSavedShareThatIsNearbyIsShownOnce() {
        find(share(ALBUM, "Album", "Kitchen laptop", "192.168.1.5:4870"));
        window.awaitText("Key saved · nearby");
        assertThat(cards()).isZero();
        find();
        Fx.await(() -> !window.shows("Key saved · nearby"));
    }

    @Test
    void theOwnShareIsNotListed() {
        find(
                share(SCANS, "Scans", "Own", "192.168.1.9:4870"),
                share(Fingerprint.parse("cdefghijklmnopqrstuvwxyz234567ab"), "Music", "Attic", "192.168.1.10:4870"));
        window.awaitText("Attic");
        Fx.run(() -> feature.show(new HostState.On(
                Path.of("/srv/Scans"),
                "Scans",
                4870,
                List.of("192.168.1.9"),
                "quayside://192.168.1.9:4870/?id=" + SCANS + "#k7pm-2xqd",
                "k7pm-2xqd",
                List.of())));
        Fx.await(() -> cards() == 1);
        window.awaitText("Music");
    }

    @Test
    void anAnnouncementWithAnotherIdentityAtASavedAddressOpensOnlyWhatWasSaved() {
        find(share(SCANS, "Album", "Kitchen laptop", "192.168.1.5:4870"));
        Fx.await(() -> cards() == 1);
        window.fire(".nearby-card");
        Fx.await(() -> shares.last().asked.equals(List.of("connect 192.168.1.5:4870 k7pm-2xqd")));
        // The identity that is known is demanded, whatever was announced.
        assertThat(shares.last().links).extracting(ShareLink::id).containsExactly(Optional.of(ALBUM));
    }

    @Test
    void namesFromTheNetworkAreShownEscaped() {
        find(share(SCANS, "Scans\u202e\u0007", "Ki\ntchen\u200b", "192.168.1.9:4870"));
        window.awaitText("Scans\\u{202e}\\u{7}");
        window.awaitText("Ki\\u{a}tchen\\u{200b}");
    }

    @Test
    void itIsSaidIfTheNetworkPassesNoMulticastAndNothingIfNobodyLooks() {
        Label around = (Label) window.find("#home-around");
        assertThat(around.isVisible()).isFalse();
        find();
        Fx.await(() -> around.isVisible() && around.getText().equals("Looking for computers on this network"));
        nearby.become(new Nearby.State(true, true, List.of()));
        Fx.await(() -> around.getText().contains("no network here passes multicast"));
        nearby.become(Nearby.State.OFF);
        Fx.await(() -> !around.isVisible());
    }

    @Test
    void aCardThatStaysKeepsTheFocusWhileOthersComeAndGo() {
        NearbyShare stays = share(SCANS, "Scans", "Office desktop", "192.168.1.9:4870");
        find(stays);
        Fx.await(() -> cards() == 1);
        Fx.run(() -> window.find(".nearby-card").requestFocus());
        NearbyShare[] many = IntStream.range(0, 20)
                .mapToObj(i -> share(
                        Fingerprint.parse("cdefghijklmnopqrstuvwxyz23456" + (char) ('a' + i) + "ab"),
                        "A" + i,
                        "Attic",
                        "192.168.2." + i + ":4870"))
                .toArray(NearbyShare[]::new);
        NearbyShare[] all = Arrays.copyOf(many, 21);
        all[20] = stays;
        find(all);
        Fx.await(() -> cards() == 21);
        find(stays);
        Fx.await(() -> cards() == 1);
        assertThat(Fx.call(() -> window.find(".nearby-card").isFocused())).isTrue();
    }
}
