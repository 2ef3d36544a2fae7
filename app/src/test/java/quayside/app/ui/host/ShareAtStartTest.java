package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.ToggleSwitch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostState;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.server.ShareOptions;

/** Sharing the last folder when the program starts, and on which port. */
class ShareAtStartTest {
    private static final ShareOptions.Permissions READ = new ShareOptions.Permissions(true, false, false);

    @TempDir
    Path folder;

    private final FakeHost host = new FakeHost();
    private SettingsStore settings;
    private HostFeature feature;
    private TestWindow window;

    @BeforeEach
    void setUp() throws IOException {
        settings = SettingsStore.open(folder.resolve("config"));
        settings.update(now -> now.withHost(now.host().withFolder(folder))
                .withBackground(now.background().withPermissions(READ)));
        window = new TestWindow(1100, 800, services -> {
            feature = new HostFeature(host, settings, services, (_, _) -> List.of(), _ -> {});
            return feature.view();
        });
    }

    @AfterEach
    void tearDown() {
        window.close();
    }

    @Test
    void theLastFolderIsSharedAsItWasIfTheUserWantsThat() throws IOException {
        Fx.run(feature::shareAtStart);
        assertThat(host.asked).isEmpty();
        settings.update(now -> now.withBackground(now.background().withShareAtStart(true)));
        Fx.run(feature::shareAtStart);
        assertThat(host.starts).isNotNull();
        assertThat(host.starts.get().folder()).isEqualTo(folder);
        assertThat(host.starts.get().permissions()).isEqualTo(READ);
        host.become(FakeHost.on(folder));
        Fx.await(() -> window.find("#host-switch") instanceof ToggleSwitch shared && shared.isSelected());
        Fx.run(feature::shareAtStart);
        assertThat(host.asked).filteredOn(each -> each.startsWith("start ")).hasSize(1);
    }

    @Test
    void theStripSaysItThoughTheScreenWasNotOpenedYet() throws IOException {
        settings.update(now -> now.withBackground(now.background().withShareAtStart(true)));
        try (TestWindow strip = new TestWindow(600, 100, services -> {
            feature = new HostFeature(host, settings, services, (_, _) -> List.of(), _ -> {});
            return new StackPane(feature.pill());
        })) {
            Fx.run(feature::shareAtStart);
            host.become(FakeHost.on(folder));
            strip.awaitText("Sharing “Pictures”");
        }
    }

    @Test
    void whatGuestsMayDoIsKeptForTheNextStart() {
        host.become(FakeHost.on(folder));
        Fx.await(() -> window.find("#may-download") instanceof CheckBox);
        Fx.run(() -> ((CheckBox) Objects.requireNonNull(window.find("#may-download"))).fire());
        Patience.await()
                .untilAsserted(() -> assertThat(
                                settings.settings().background().permissions().download())
                        .isFalse());
    }

    @Test
    void aShareThatTheUserStartsAllowsGuestsWhatTheyMightDoBefore() {
        Fx.run(() -> feature.share(Optional.of(folder)));
        Patience.await()
                .untilAsserted(() -> assertThat(host.asked)
                        .filteredOn(each -> each.startsWith("start "))
                        .singleElement()
                        .asString()
                        .endsWith("true false false"));
    }

    @Test
    void anotherPortThanTheUsualOneIsSaid() throws IOException {
        settings.update(now -> now.withHost(now.host().withPort(4999)));
        host.become(FakeHost.on(folder));
        Fx.await(() -> window.find("#host-other-port") instanceof Label label
                && label.isVisible()
                && label.getText().startsWith("Another program uses port 4999. The link has port 4870 "));
        host.become(new HostState.Off());
        settings.update(now -> now.withHost(now.host().withPort(4870)));
        Fx.await(() -> !(window.find("#host-other-port") instanceof Label label && label.isVisible()));
        host.become(FakeHost.on(folder));
        Fx.await(() -> window.find("#host-link") != null);
        assertThat(Fx.call(() -> window.find("#host-other-port") instanceof Label label && label.isVisible()))
                .isFalse();
    }
}
