package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import org.controlsfx.control.SegmentedButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostState;
import quayside.app.core.reach.FakeReach;
import quayside.app.core.reach.Reach;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;

class ReachBoxTest {
    private static final Reach.State OPEN = new Reach.State.Open("203.0.113.9", 50123, Reach.Way.PCP, false, List.of());

    @TempDir
    private Path temp;

    private final FakeHost host = new FakeHost();
    private final FakeReach reach = new FakeReach();
    private final List<String> copied = new CopyOnWriteArrayList<>();
    private SettingsStore settings;
    private TestWindow window;
    private HostState.On on;

    @BeforeEach
    void share() {
        settings = SettingsStore.open(temp);
        on = FakeHost.on(temp);
        window = new TestWindow(
                1000,
                900,
                services -> new HostFeature(host, reach, settings, services, (_, _) -> List.of(), copied::add).view());
        host.become(on);
        Fx.await(() -> text("#host-link").startsWith("quayside://192.168.1.5:4870/"));
    }

    @AfterEach
    void close() {
        window.close();
    }

    private String text(String id) {
        return Fx.call(() -> {
            Node node = window.find(id);
            return node instanceof Label label && label.isVisible() ? label.getText() : "";
        });
    }

    private boolean isShown(String id) {
        return Fx.call(() -> window.find(id).isVisible());
    }

    private ToggleButton segment(int index) {
        return ((SegmentedButton) window.find("#host-link-for")).getButtons().get(index);
    }

    private String copy(String button) {
        window.fire(button);
        return copied.getLast();
    }

    @Test
    void theBoxKeepsTheWish() {
        assertThat(isShown("#host-link-for")).isFalse();
        assertThat(text("#host-reach-advice")).contains("Nobody gets in without the key");
        Fx.run(() -> ((CheckBox) window.find("#host-reach")).fire());
        Fx.await(() -> settings.settings().host().reachable());
        Fx.run(() -> ((CheckBox) window.find("#host-reach")).fire());
        Fx.await(() -> !settings.settings().host().reachable());
    }

    @Test
    void onceThePortIsOpenTheLinkIsForTheInternetAndTheOtherIsChosenBesideIt() {
        reach.become(OPEN);
        Fx.await(() -> text("#host-link").startsWith("quayside://203.0.113.9:50123/"));
        assertThat(text("#host-reach-state")).isEqualTo("Open to the internet at 203.0.113.9, port 50123 (PCP)");
        assertThat(copy("#host-link-copy")).isEqualTo(on.linkTo("203.0.113.9", 50123));
        assertThat(copy("#host-message-copy"))
                .contains(on.linkTo("203.0.113.9", 50123))
                .contains(on.linkTo("192.168.1.5"));
        Fx.run(() -> segment(0).fire());
        assertThat(copy("#host-link-copy")).isEqualTo(on.linkTo("192.168.1.5"));
        assertThat(copy("#host-message-copy")).doesNotContain("203.0.113.9");
        // What the user chose stays when the lease is renewed.
        reach.become(new Reach.State.Open("203.0.113.9", 50124, Reach.Way.PCP, false, List.of()));
        Fx.await(() -> text("#host-reach-state").contains("50124"));
        assertThat(text("#host-link")).startsWith("quayside://192.168.1.5:4870/");
    }

    @Test
    void whatTheUserChoseStaysUntilTheBoxIsTickedAgain() throws IOException {
        settings.update(now -> now.withHost(now.host().withReachable(true)));
        reach.become(OPEN);
        Fx.await(() -> text("#host-link").startsWith("quayside://203.0.113.9:50123/"));
        Fx.run(() -> segment(0).fire());
        reach.become(new Reach.State.Opening(4870));
        Fx.await(() -> !text("#host-reach-state").contains("50123"));
        reach.become(new Reach.State.Open("203.0.113.9", 50125, Reach.Way.PCP, false, List.of()));
        Fx.await(() -> text("#host-reach-state").contains("50125"));
        assertThat(text("#host-link")).startsWith("quayside://192.168.1.5:4870/");
        settings.update(now -> now.withHost(now.host().withReachable(false)));
        reach.become(new Reach.State.Off());
        Fx.await(() -> text("#host-reach-state").isEmpty());
        settings.update(now -> now.withHost(now.host().withReachable(true)));
        reach.become(OPEN);
        Fx.await(() -> text("#host-link").startsWith("quayside://203.0.113.9:50123/"));
    }

    @Test
    void withoutAWayTheLinkIsForThisNetworkAndTheAdviceIsShown() {
        reach.become(OPEN);
        Fx.await(() -> text("#host-link").startsWith("quayside://203.0.113.9:50123/"));
        reach.become(new Reach.State.Closed(Reach.Trouble.SILENT, 4870, "192.168.1.5", "", List.of()));
        Fx.await(() -> text("#host-link").startsWith("quayside://192.168.1.5:4870/"));
        assertThat(isShown("#host-link-for")).isFalse();
        assertThat(text("#host-reach-state")).startsWith("The router does not answer");
        assertThat(text("#host-reach-advice")).contains("forward TCP port 4870 to 192.168.1.5");
    }

    @Test
    void anAddressOfIpv6IsOfferedWithTheNoteAboutTheFirewall() {
        reach.become(new Reach.State.Closed(
                Reach.Trouble.NO_ADDRESS, 4870, "192.168.1.5", "100.64.0.9", List.of("2a00:1450::7")));
        Fx.await(() -> text("#host-reach-six").contains("firewall"));
        assertThat(text("#host-reach-state")).contains("100.64.0.9");
        assertThat(text("#host-link")).startsWith("quayside://192.168.1.5:4870/");
        Fx.run(() -> segment(1).fire());
        Fx.await(() -> text("#host-link").startsWith("quayside://[2a00:1450::7]:4870/")
                || text("#host-link").startsWith("quayside://[2a00:1450:"));
    }
}
