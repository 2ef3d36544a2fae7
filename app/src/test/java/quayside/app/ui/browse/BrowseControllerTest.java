package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.message.RemotePath;

final class BrowseControllerTest {
    private final BrowseModel<RemotePath> model = new BrowseModel<>();
    private final MemorySource files =
            new MemorySource("Pictures").folder("Zoo").file("new", 1).file("Zoo/new", 1);

    @Test
    void aNameToSelectIsForgottenWhenAnotherFolderIsOpened() {
        CountDownLatch rest = new CountDownLatch(1);
        files.gate(rest);
        try (TestWindow window = new TestWindow(100, 100, services -> new StackPane())) {
            BrowseController<RemotePath> controller = new BrowseController<>(model, window.services());
            Fx.run(() -> {
                controller.attach(files, RemotePath.root());
                controller.refresh(RemotePath.root(), Set.of("new"));
                controller.open(MemorySource.path("Zoo"));
                controller.refresh();
            });
            long opened = Fx.call(() -> model.listing.get().job());
            rest.countDown();
            Fx.await(() ->
                    model.listing.get().job() > opened && model.listing.get().complete());
            assertThat(Fx.call(model::takeNamesToSelect)).isEmpty();
        }
    }

    @Test
    void whatComesBeforeAFolderIsWatchedIsRead() {
        files.watching(() -> {
            // As long as a reading beside it would take.
            for (int tries = 0; tries < 20 && !Fx.call(() -> model.listing.get().complete()); tries++) {
                LockSupport.parkNanos(10_000_000);
            }
            files.file("late", 1);
        });
        try (TestWindow window = new TestWindow(100, 100, services -> new StackPane())) {
            BrowseController<RemotePath> controller = new BrowseController<>(model, window.services());
            Fx.run(() -> controller.attach(files, RemotePath.root()));
            Fx.await(() -> model.listing.get().complete());
            assertThat(Fx.call(() -> model.listing.get().all().stream()
                            .map(row -> row.entry().name())
                            .toList()))
                    .contains("late");
        }
    }

    @Test
    void aNameIsSelectedByTheReadingAfterThePresentOne() {
        CountDownLatch rest = new CountDownLatch(1);
        files.gate(rest);
        try (TestWindow window = new TestWindow(100, 100, services -> new StackPane())) {
            BrowseController<RemotePath> controller = new BrowseController<>(model, window.services());
            Fx.run(() -> {
                controller.attach(files, RemotePath.root());
                controller.refresh(RemotePath.root(), Set.of("new"));
                controller.refresh();
            });
            long first = Fx.call(() -> model.listing.get().job());
            rest.countDown();
            Fx.await(() ->
                    model.listing.get().job() > first && model.listing.get().complete());
            assertThat(Fx.call(model::takeNamesToSelect)).containsExactly("new");
        }
    }
}
