package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.HostState;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.server.Guest;

class BlockedListTest {
    private static final String ADDRESS = "192.168.1.7";

    @TempDir
    Path temp;

    private final ScriptedHosting hosting = new ScriptedHosting();
    private TestWindow window;

    @BeforeEach
    void showHost() throws IOException {
        SettingsStore settings = SettingsStore.open(temp);
        window = new TestWindow(
                980,
                900,
                kit -> new HostFeature(
                                hosting,
                                settings,
                                kit,
                                new HostFeature.Choosers((_, _) -> Optional.empty(), (_, _, _) -> List.of()),
                                _ -> {})
                        .view());
        Guest guest = new Guest("g7", ADDRESS, Instant.EPOCH, 1, "browsing", 0, 0);
        String link = "quayside://192.168.1.5:4870/?id=abcdefghijklmnopqrstuvwxyz234567#k7pm2xqd";
        hosting.become(
                new HostState.On(temp, "Pictures", 4870, List.of("192.168.1.5"), link, "k7pm-2xqd", List.of(guest)));
    }

    @AfterEach
    void closeWindow() {
        window.close();
    }

    private boolean isListShown() {
        return Fx.call(() ->
                window.scene().getRoot().lookup("#host-blocked").getParent().isVisible());
    }

    @Test
    void aGuestIsBlockedAndStandsInAListUntilTheHostLetsItComeAgain() {
        assertThat(isListShown()).isFalse();

        window.fire(".guest-block");
        window.awaitText(ADDRESS + " was blocked");
        assertThat(isListShown()).isTrue();

        window.fire(".guest-unblock");
        window.awaitText(ADDRESS + " may come again");
        assertThat(isListShown()).isFalse();
        assertThat(hosting.asked).containsExactly("block " + ADDRESS, "unblock " + ADDRESS);
    }
}
