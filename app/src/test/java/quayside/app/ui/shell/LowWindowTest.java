package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.share.ShareState;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Fx;

/** Every part of the window keeps its place where there is little height, in German and with large letters too. */
class LowWindowTest {
    @TempDir
    Path folder;

    private final Locale before = Locale.getDefault(Locale.Category.DISPLAY);
    private LiveWindow window;

    @BeforeEach
    void open() throws IOException {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.GERMANY);
        window = new LiveWindow(folder);
    }

    @AfterEach
    void close() {
        window.close();
        Locale.setDefault(Locale.Category.DISPLAY, before);
    }

    @Test
    void nothingDemandsMoreHeightThanThereIs() throws IOException {
        Files.write(window.shared.resolve("report.txt"), new byte[2_000]);
        window.connectAndWaitFor("report.txt");
        window.select(".remote", "report.txt");
        window.fire("#download");
        Fx.await(() -> window.state() == TransferSnapshot.State.DONE);
        Files.delete(window.home.resolve("report.txt"));
        Files.delete(window.shared.resolve("report.txt"));
        window.refreshLocal();
        window.type(".remote", KeyCode.F5);
        window.awaitNames(".remote");
        Fx.run(() -> {
            // As the user does it, so that it stays open.
            ToggleButton fold = (ToggleButton) window.node("#transfers-fold");
            fold.setSelected(false);
            fold.fire();
        });
        Fx.await(() -> window.find(".transfer-end") != null);
        everySize("empty");
        window.otherStops();
        Fx.await(() -> window.share().state() instanceof ShareState.Lost && window.find("#connect-reconnect") != null);
        everySize("away");
        size(1180, 760, 1.5);
        Fx.run(() -> assertThat(window.node("#connect-reconnect")
                        .localToScene(window.node("#connect-reconnect").getLayoutBounds())
                        .getMaxY())
                .as("the button of the share that is away")
                .isLessThan(top("#transfers-line")));
    }

    private void everySize(String name) throws IOException {
        look(name, 940, 600, 1);
        look(name, 1180, 760, 1.5);
        look(name, 800, 500, 1.5);
        look(name, 800, 500, 1);
    }

    private void look(String name, double width, double height, double scale) throws IOException {
        size(width, height, scale);
        window.picture("low-" + name + "-" + (int) width + "-" + (int) (scale * 100));
        String size = name + " " + width + " " + scale;
        Fx.run(() -> {
            for (String side : new String[] {".local", ".remote"}) {
                assertThat(top(side + " .path-row")).as(size + side).isGreaterThanOrEqualTo(bottom(".tab-strip") - 1);
                assertThat(bottom(side + " .pane-body")).as(size + side).isLessThanOrEqualTo(top("#transfers-line"));
                assertThat(bottom(side + " .pane-body") - top(side + " .pane-body"))
                        .as(size + side)
                        .isGreaterThan(60 * Math.min(1, scale));
            }
            assertThat(bottom("#transfers-panel")).as(size).isLessThanOrEqualTo(height);
            Node end = window.node(".transfer-end");
            Bounds bounds = end.localToScene(end.getLayoutBounds());
            assertThat(bounds.getMaxX()).as(size).isLessThanOrEqualTo(width);
            Button show = (Button) window.node(".transfer-step");
            assertThat(show.localToScene(show.getLayoutBounds()).getMaxX())
                    .as(size)
                    .isLessThanOrEqualTo(bounds.getMinX());
        });
    }

    private void size(double width, double height, double scale) throws IOException {
        window.core.settings().update(now -> now.withLook(now.look().withFontScale(scale)));
        Fx.run(() -> {
            window.stage().setWidth(width);
            window.stage().setHeight(height);
        });
        Fx.await(() -> {
            window.stage().getScene().getRoot().applyCss();
            window.stage().getScene().getRoot().layout();
            return window.stage().getScene().getWidth() == width
                    && window.stage().getScene().getHeight() == height
                    && window.node("#transfers-line").getLayoutBounds().getHeight() == Math.rint(40 * scale);
        });
    }

    private double top(String selector) {
        return window.node(selector)
                .localToScene(window.node(selector).getLayoutBounds())
                .getMinY();
    }

    private double bottom(String selector) {
        return window.node(selector)
                .localToScene(window.node(selector).getLayoutBounds())
                .getMaxY();
    }
}
