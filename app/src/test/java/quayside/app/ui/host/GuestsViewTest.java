package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.FakeHost;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;

class GuestsViewTest {
    private static final String ADDRESS = "192.168.1.7";

    @TempDir
    Path temp;

    private final FakeHost host = new FakeHost();
    private TestWindow window;

    @BeforeEach
    void showHost() throws IOException {
        SettingsStore settings = SettingsStore.open(temp);
        window = new TestWindow(
                1000, 900, services -> new HostFeature(host, settings, services, (_, _) -> List.of(), _ -> {}).view());
        host.become(FakeHost.on(temp, FakeHost.guest("g7", ADDRESS)));
    }

    @AfterEach
    void closeWindow() {
        window.close();
    }

    private boolean isListShown() {
        return Fx.call(() -> window.scene().getRoot().lookup("#host-blocked").isVisible());
    }

    @Test
    void aGuestIsBlockedAndStandsInAListUntilTheHostLetsItComeAgain() {
        window.chooseFrom(".guest-menu", "Block the address");
        window.awaitText(ADDRESS + " was blocked");
        assertThat(isListShown()).isFalse();
        Fx.run(() -> ((ToggleButton) window.find("#host-blocked-shown")).fire());
        assertThat(isListShown()).isTrue();

        window.fire(".guest-unblock");
        window.awaitText(ADDRESS + " may connect again");
        assertThat(isListShown()).isFalse();
        assertThat(host.asked).containsExactly("block " + ADDRESS, "unblock " + ADDRESS);
    }
}
