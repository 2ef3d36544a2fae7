package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javafx.scene.Node;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.AppCore;
import quayside.app.core.HeldPort;
import quayside.app.core.Patience;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Fx;

/** What is closed does not stay in memory with what it listened to: the window, or the parts below it. */
class ClosedPartsTest {
    @TempDir
    Path folder;

    /** A closed window, and the parts below it, which are still there. */
    private record Closed(
            AppCore core, AppCore other, HeldPort port, WeakReference<Shell> shell, WeakReference<Stage> stage) {}

    @Test
    void aClosedTabIsCollected() throws IOException {
        try (LiveWindow window = new LiveWindow(folder)) {
            use(window);
            awaitCollected(closeTab(window));
            assertThat(window.core.shares().open()).isEmpty();
        }
    }

    @Test
    void aClosedTabOfAShareThatIsAwayIsCollected() throws IOException {
        try (LiveWindow window = new LiveWindow(folder)) {
            // Nothing listens there, so it waits.
            window.connect("quayside://127.0.0.1:1/#some-key");
            window.awaitText("Next try in");
            awaitCollected(closeTab(window));
        }
    }

    @Test
    void aClosedWindowIsCollected() throws IOException {
        Closed closed = useAndClose();
        try {
            awaitCollected(closed.shell());
            awaitCollected(closed.stage());
            assertThat(closed.core().shares().open()).hasSize(1);
        } finally {
            closed.core().close();
            closed.other().close();
            closed.port().close();
        }
    }

    /** Waits until nothing but the reference knows the object. */
    static void awaitCollected(WeakReference<?> closed) {
        Patience.await().pollInterval(Duration.ofMillis(200)).until(() -> {
            System.gc();
            return closed.refersTo(null);
        });
    }

    // The window is in no variable of the caller, which would keep it.
    private Closed useAndClose() throws IOException {
        LiveWindow window = new LiveWindow(folder);
        use(window);
        Fx.run(window.shell()::close);
        Patience.await().until(window.shell().background()::isTerminated);
        return new Closed(
                window.core,
                window.other,
                window.port,
                new WeakReference<>(window.shell()),
                new WeakReference<>(window.stage()));
    }

    private static WeakReference<Node> closeTab(LiveWindow window) {
        WeakReference<Node> pane = new WeakReference<>(window.node(".remote"));
        window.fire(".tab-close");
        Fx.await(() -> window.find(".tab-close") == null);
        return pane;
    }

    private static void use(LiveWindow window) throws IOException {
        Files.writeString(window.shared.resolve("here.txt"), "here");
        window.connectAndWaitFor("here.txt");
        window.select(".remote", "here.txt");
        window.fire("#download");
        Fx.await(() -> window.state() == TransferSnapshot.State.DONE);
    }
}
