package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostService;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.text.Sentence;
import quayside.server.Guest;
import quayside.server.text.ServerPhrase;

class IdleHostTest {
    @TempDir
    Path temp;

    private final FakeHost host = new FakeHost();

    @Test
    void theSpeedsAreLookedAtOnlyWhileAGuestMovesSomething() {
        SettingsStore settings = SettingsStore.open(temp);
        try (TestWindow window = new TestWindow(
                960, 720, services -> new HostFeature(host, settings, services, (_, _) -> List.of(), _ -> {}).view())) {
            host.become(FakeHost.on(temp, FakeHost.guest("1", "10.0.0.2")));
            window.awaitText("1,204 files");
            assertThat(sparkline(window).isTicking()).isFalse();
            host.become(FakeHost.on(temp, downloading()));
            Fx.await(() -> sparkline(window).isTicking());
            host.transferred = new HostService.Transferred(50_000_000, 0);
            window.awaitText("MB/s to guests");
        }
    }

    private static Sparkline sparkline(TestWindow window) {
        return (Sparkline) window.find(".traffic");
    }

    private static Guest downloading() {
        return new Guest(
                "1",
                "10.0.0.2",
                "",
                Instant.EPOCH,
                1,
                Sentence.of(ServerPhrase.DOWNLOADING, "a"),
                OptionalDouble.of(0.5),
                5_000_000,
                9);
    }
}
