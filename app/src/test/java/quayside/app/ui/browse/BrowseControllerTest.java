package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
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
