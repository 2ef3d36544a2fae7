package quayside.app.ui.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.beans.Observable;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.host.FakeHost;
import quayside.app.core.host.HostService;
import quayside.app.core.reach.FakeReach;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.server.ShareEvent;

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

    @Test
    void aLogWithNothingNewIsNotShownAnew() {
        FakeHost host = new FakeHost();
        AtomicInteger times = new AtomicInteger();
        try (TestWindow _ = new TestWindow(400, 200, services -> {
            SettingsStore settings = SettingsStore.open(temp);
            FoldersController folders = new FoldersController(model, host, settings, services, (_, _) -> List.of());
            new HostController(model, host, new FakeReach(), settings, services, folders).begin();
            model.log.addListener((Observable _) -> times.incrementAndGet());
            model.entries.addListener((Observable _) -> times.incrementAndGet());
            return new StackPane();
        })) {
            host.happen(new ShareEvent.Unblocked(Instant.EPOCH, "10.0.0.2"));
            Fx.await(() -> times.get() == 2);
            for (int i = 0; i < 3; i++) {
                String guest = "g" + i;
                host.become(FakeHost.on(temp, FakeHost.guest(guest, "10.0.0.2")));
                Fx.await(() -> model.guests.stream().anyMatch(each -> each.id().equals(guest)));
            }
            assertThat(times).hasValue(2);
            host.happen(new ShareEvent.Unblocked(Instant.EPOCH, "10.0.0.3"));
            Fx.await(() -> times.get() == 4);
        }
    }

    private void second() {
        nanos += 1_000_000_000;
        Fx.run(due.removeFirst());
    }
}
