package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostService;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;

class IdleHostTest {
    @TempDir
    Path temp;

    private final HostModel model = new HostModel();
    private final Deque<Runnable> due = new ArrayDeque<>();
    private HostService.Transferred totals = new HostService.Transferred(0, 0);
    private long nanos;

    @Test
    void theSpeedsAreLookedAtOnlyWhileAGuestMovesSomething() {
        try (TestWindow window = new TestWindow(
                400,
                200,
                services ->
                        new StackPane(new Sparkline(model, () -> totals, () -> nanos, due::add, services.look())))) {
            Fx.run(() -> {
                model.state.set(FakeHost.on(temp));
                model.guests.setAll(FakeHost.guest("1", "10.0.0.2"));
            });
            assertThat(due).isEmpty();
            Fx.run(() -> model.guests.setAll(FakeHost.downloading("1", "10.0.0.2")));
            assertThat(due).hasSize(1);
            totals = new HostService.Transferred(50_000_000, 0);
            second();
            assertThat(window.shows("50.0 MB/s to guests")).isTrue();
            Fx.run(() -> model.guests.setAll(FakeHost.guest("1", "10.0.0.2")));
            for (int i = 0; i < Sparkline.History.MAX_SECONDS; i++) {
                assertThat(due).hasSize(1);
                second();
            }
            assertThat(window.shows("0 B/s to guests")).isTrue();
            second();
            assertThat(due).isEmpty();
        }
    }

    private void second() {
        nanos += 1_000_000_000;
        Fx.run(due.removeFirst());
    }
}
