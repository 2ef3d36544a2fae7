package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.AppCore;
import quayside.app.core.HeldPort;
import quayside.app.core.Patience;
import quayside.app.core.TestParts;
import quayside.app.core.desktop.Opener;
import quayside.app.core.host.FakeHost;
import quayside.app.core.settings.WindowSize;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Fx;

/** What is closed does not stay in memory with what it listened to: the window, or the parts below it. */
class ClosedPartsTest {
    @TempDir
    Path folder;

    /** A closed window, and the parts below it, which are still there. */
    private record Closed(
            AppCore core, AppCore other, HeldPort port, WeakReference<Shell> shell, WeakReference<Stage> stage)
            implements AutoCloseable {
        @Override
        public void close() {
            core.close();
            other.close();
            port.close();
        }
    }

    private interface Use {
        void of(LiveWindow window) throws IOException;
    }

    @Test
    void aClosedTabIsCollected() throws IOException {
        try (LiveWindow window = new LiveWindow(folder)) {
            use(window);
            Patience.awaitCollected(closeTab(window));
            assertThat(window.core.shares().open()).isEmpty();
        }
    }

    @Test
    void aClosedTabOfAShareThatIsAwayIsCollected() throws IOException {
        try (LiveWindow window = new LiveWindow(folder)) {
            // Nothing listens there, so it waits.
            window.connect("quayside://127.0.0.1:1/#some-key");
            window.awaitText("Next try in");
            Patience.awaitCollected(closeTab(window));
        }
    }

    @Test
    void aClosedWindowIsCollected() throws IOException {
        try (Closed closed = useAndClose(core -> core, ClosedPartsTest::use)) {
            Patience.awaitCollected(closed.shell());
            Patience.awaitCollected(closed.stage());
            assertThat(closed.core().shares().open()).hasSize(1);
        }
    }

    @Test
    void aWindowThatIsClosedWhileItsTransfersAreReadIsCollected() throws IOException {
        try (Closed closed = useAndClose(core -> core, window -> {
            use(window);
            window.awaitText("1 transfer is done");
            // It waits with folding them.
            Fx.run(() -> window.node("#transfers-panel .table-view").requestFocus());
        })) {
            Patience.awaitCollected(closed.shell());
        }
    }

    @Test
    void aWindowThatIsClosedWhileAGuestDownloadsIsCollected() throws IOException {
        FakeHost host = new FakeHost();
        try (Closed closed = useAndClose(core -> TestParts.of(core).with(host).core(), window -> {
            host.become(FakeHost.on(window.mine, FakeHost.downloading("1", "10.0.0.2")));
            window.fire(".host-pill");
            window.awaitText("1,204 files");
        })) {
            Patience.awaitCollected(closed.shell());
        }
    }

    @Test
    void aWindowThatOpenedACopyOfAFileIsCollected() throws IOException {
        try (Closed closed = useAndClose(
                core -> TestParts.of(core).with(Opener.ofSystem(name -> null)).core(), window -> {
                    use(window);
                    window.type(".remote", KeyCode.SPACE);
                    window.press("Open a copy");
                    window.awaitText("no program");
                })) {
            Patience.awaitCollected(closed.shell());
        }
    }

    // The window is in no variable of the caller, which would keep it.
    private Closed useAndClose(UnaryOperator<AppCore> parts, Use use) throws IOException {
        LiveWindow window = new LiveWindow(folder, new WindowSize(1000, 700, false), parts, files -> files);
        use.of(window);
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
