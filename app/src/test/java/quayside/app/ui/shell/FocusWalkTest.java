package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.image.PixelReader;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import quayside.app.core.host.HostState;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.app.ui.kit.Fx;

/** Tab leads through each screen: it meets all that can have the focus, and each of these has a name and a ring. */
class FocusWalkTest {
    private static final int RING = 6;
    private static final int LEAST_PIXELS = 12;

    /** A node and how it and 6 px around it were drawn. Only this is drawn, because drawing takes most of the time. */
    private record Surroundings(Node node, Scene scene, Rectangle2D area, Image image) {
        static Surroundings of(Node node) {
            Bounds bounds = node.localToScene(node.getLayoutBounds());
            double left = Math.max(0, Math.floor(bounds.getMinX()) - RING);
            double top = Math.max(0, Math.floor(bounds.getMinY()) - RING);
            double right = Math.min(node.getScene().getWidth(), Math.ceil(bounds.getMaxX()) + RING);
            double bottom = Math.min(node.getScene().getHeight(), Math.ceil(bounds.getMaxY()) + RING);
            Rectangle2D area = new Rectangle2D(left, top, Math.max(1, right - left), Math.max(1, bottom - top));
            return new Surroundings(node, node.getScene(), area, draw(node.getScene(), area));
        }

        private static Image draw(Scene scene, Rectangle2D area) {
            SnapshotParameters part = new SnapshotParameters();
            part.setViewport(area);
            part.setFill(scene.getFill());
            return scene.getRoot().snapshot(part, null);
        }

        /** Returns how many pixels near the edges are drawn in another way now. */
        int changed() {
            Image now = draw(scene, area);
            PixelReader was = image.getPixelReader();
            PixelReader is = now.getPixelReader();
            int changed = 0;
            for (int x = 0; x < area.getWidth(); x++) {
                for (int y = 0; y < area.getHeight(); y++) {
                    boolean inside = x > 2 * RING
                            && x < area.getWidth() - 2 * RING
                            && y > 2 * RING
                            && y < area.getHeight() - 2 * RING;
                    changed += !inside && was.getArgb(x, y) != is.getArgb(x, y) ? 1 : 0;
                }
            }
            return changed;
        }
    }

    @TempDir
    Path folder;

    private final FxRobot robot = new FxRobot();
    private final List<String> faults = new ArrayList<>();
    private LiveWindow window;

    @BeforeEach
    void open() throws IOException {
        window = new LiveWindow(folder);
        Files.writeString(Files.createDirectories(window.home.resolve("Raw")).resolve("inner.txt"), "inner");
        Files.writeString(window.home.resolve("notes.txt"), "notes");
        Files.writeString(window.shared.resolve("notes.txt"), "other notes");
        Fx.await(() -> window.stage().isFocused());
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void tabMeetsEverythingAndEachHasANameAndARing() {
        Fx.await(() -> window.find("#home-link") != null);
        walk("home");
        window.connectAndWaitFor("notes.txt");
        window.awaitNames(".local", "Raw", "notes.txt");
        walk("share");
        window.select(".local", "notes.txt");
        window.fire("#upload");
        Fx.await(() -> window.find("#conflicts .combo-box") != null);
        walk("conflicts");
        window.press("Continue");
        Fx.await(() -> window.state() == State.DONE);
        walk("share with transfers");
        window.fire("#settings");
        Fx.await(() -> window.find("#settings-pages") != null);
        ListView<?> pages = (ListView<?>) window.node("#settings-pages");
        for (int i = 0; i < pages.getItems().size(); i++) {
            int page = i;
            Fx.run(() -> {
                pages.getSelectionModel().select(page);
                pages.requestFocus();
            });
            walk("settings " + page);
        }
        robot.push(KeyCode.ESCAPE);
        Fx.await(() -> window.find(".dialog-box") == null);
        window.fire("#tab-home");
        window.fire("#share-again");
        Fx.await(() -> window.core.host().state() instanceof HostState.On);
        walk("host");
        assertThat(faults).isEmpty();
    }

    private void walk(String screen) {
        Set<Node> met = new LinkedHashSet<>();
        Set<Node> wanted = Fx.call(() -> focusable(scene().getRoot(), new LinkedHashSet<>()));
        robot.push(KeyCode.TAB); // what has the focus by a click or by itself need not show a ring
        for (int i = 0; i < wanted.size() + 20 && met.add(Fx.call(this::owner)); i++) {
            Surroundings focused = Fx.call(() -> Surroundings.of(owner()));
            robot.push(KeyCode.TAB);
            Fx.run(() -> look(screen, focused));
        }
        Fx.run(() -> wanted.stream()
                .filter(node -> !met.contains(node) && isShown(node) && !isLedToByArrows(node, met))
                .forEach(node -> faults.add(screen + ": Tab does not meet " + node)));
    }

    /** Returns whether it is one of several segments, among which the arrow keys lead. */
    private static boolean isLedToByArrows(Node node, Set<Node> met) {
        return node instanceof ToggleButton segment
                && segment.getToggleGroup() != null
                && segment.getToggleGroup().getToggles().stream().anyMatch(met::contains);
    }

    /** Looks at the node that had the focus before. */
    private void look(String screen, Surroundings focused) {
        Node node = focused.node();
        if (owner().equals(node)) {
            faults.add(screen + ": Tab stays at " + node);
            return;
        }
        if (name(node).isBlank()) {
            faults.add(screen + ": no name: " + node);
        }
        if (node.getAccessibleRole() == AccessibleRole.NODE || node.getAccessibleRole() == AccessibleRole.PARENT) {
            faults.add(screen + ": no role: " + node);
        }
        int changed = focused.changed();
        if (changed < LEAST_PIXELS) {
            faults.add("%s: no ring (%d pixels): %s".formatted(screen, changed, node));
        }
    }

    private static String name(Node node) {
        String name = node.getAccessibleText();
        if (name == null && node instanceof Labeled labeled) {
            name = labeled.getText();
        }
        return Objects.requireNonNullElse(name, "");
    }

    private static Set<Node> focusable(Node node, Set<Node> found) {
        if (!node.isVisible() || node.isDisabled()) {
            return found;
        }
        if (node.isFocusTraversable()) {
            found.add(node);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> focusable(child, found));
        }
        return found;
    }

    private static boolean isShown(@Nullable Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible() || at.isDisabled()) {
                return false;
            }
        }
        return node != null && node.getScene() != null;
    }

    private Node owner() {
        return Objects.requireNonNull(scene().getFocusOwner(), "the focus is lost");
    }

    private Scene scene() {
        return window.stage().getScene();
    }
}
