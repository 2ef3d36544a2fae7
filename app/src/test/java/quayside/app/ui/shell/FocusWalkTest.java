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
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
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
        Node first = Fx.call(this::owner);
        Set<Node> wanted = Fx.call(() -> focusable(scene().getRoot(), new LinkedHashSet<>()));
        for (int i = 0; i < wanted.size() + 20; i++) {
            WritableImage before = Fx.call(() -> scene().snapshot(null));
            Node from = Fx.call(this::owner);
            robot.push(KeyCode.TAB);
            Fx.run(() -> look(screen, from, before));
            Node now = Fx.call(this::owner);
            if (!met.add(now) && (now.equals(first) || from.equals(now))) {
                break;
            }
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

    /** Looks at the node that has the focus now. */
    private void look(String screen, Node from, WritableImage before) {
        Node now = owner();
        if (now.equals(from)) {
            faults.add(screen + ": Tab stays at " + now);
            return;
        }
        if (name(now).isBlank()) {
            faults.add(screen + ": no name: " + now);
        }
        if (now.getAccessibleRole() == AccessibleRole.NODE || now.getAccessibleRole() == AccessibleRole.PARENT) {
            faults.add(screen + ": no role: " + now);
        }
        int changed = changedAround(now, before, scene().snapshot(null));
        if (changed < LEAST_PIXELS) {
            faults.add("%s: no ring (%d pixels): %s".formatted(screen, changed, now));
        }
    }

    private static String name(Node node) {
        String name = node.getAccessibleText();
        if (name == null && node instanceof Labeled labeled) {
            name = labeled.getText();
        }
        return Objects.requireNonNullElse(name, "");
    }

    /** The pixels that the focus has changed within 6 px of the edges. */
    private static int changedAround(Node node, WritableImage before, WritableImage after) {
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        PixelReader was = before.getPixelReader();
        PixelReader is = after.getPixelReader();
        int changed = 0;
        int right = Math.min((int) bounds.getMaxX() + RING, (int) after.getWidth() - 1);
        int bottom = Math.min((int) bounds.getMaxY() + RING, (int) after.getHeight() - 1);
        for (int x = Math.max(0, (int) bounds.getMinX() - RING); x <= right; x++) {
            for (int y = Math.max(0, (int) bounds.getMinY() - RING); y <= bottom; y++) {
                boolean inside = x > bounds.getMinX() + RING
                        && x < bounds.getMaxX() - RING
                        && y > bounds.getMinY() + RING
                        && y < bounds.getMaxY() - RING;
                changed += !inside && was.getArgb(x, y) != is.getArgb(x, y) ? 1 : 0;
            }
        }
        return changed;
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
