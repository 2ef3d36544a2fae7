package quayside.app.ui.kit;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.StackPane;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;
import quayside.app.core.Patience;
import quayside.app.core.settings.Settings;

/** A window for one feature under test, with the kit's services and a hand on mouse and keyboard. */
public final class TestWindow implements AutoCloseable {
    public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T18:00:00Z"), ZoneOffset.UTC);

    private final StackPane layer = new StackPane();
    private final UiServices services;
    private final Stage stage;
    private final FxRobot robot = new FxRobot();
    private final Robot mouse = Fx.call(Robot::new);

    /** Shows what {@code content} makes of the services; it is called on the JavaFX thread. */
    public TestWindow(double width, double height, Function<UiServices, Node> content) {
        Scene scene = Fx.call(() -> new Scene(layer, width, height));
        services = Fx.call(() -> UiServices.of(scene, layer, CLOCK));
        stage = Fx.call(() -> {
            layer.getChildren().addFirst(content.apply(services));
            services.look().apply(Settings.Theme.LIGHT, 1);
            Stage made = new Stage();
            made.setScene(scene);
            made.show();
            made.requestFocus();
            return made;
        });
        // Keys go to the window that has the focus, and vanish where none has.
        Fx.await(stage::isFocused);
    }

    public UiServices services() {
        return services;
    }

    public Scene scene() {
        return stage.getScene();
    }

    /** Presses keys together, the last one last, and lets go of them. */
    public void push(KeyCode... keys) {
        robot.push(keys);
        settle();
    }

    public void write(String text) {
        robot.targetWindow(stage).write(text, 0);
        settle();
    }

    /** Clicks on what {@code target}, asked on the JavaFX thread, gives once that is laid out in the window. */
    public void click(Supplier<@Nullable Node> target) {
        click(target, 1);
    }

    /** Clicks twice on it, with nothing in between that could take longer than a double click may. */
    public void doubleClick(Supplier<@Nullable Node> target) {
        click(target, 2);
    }

    private void click(Supplier<@Nullable Node> target, int times) {
        Fx.await(() -> {
            layer.applyCss();
            layer.layout();
            Node node = target.get();
            if (node == null || !isLaidOut(node)) {
                return false;
            }
            Bounds bounds = node.localToScreen(node.getLayoutBounds());
            mouse.mouseMove(bounds.getCenterX(), bounds.getCenterY());
            for (int i = 0; i < times; i++) {
                mouse.mouseClick(MouseButton.PRIMARY);
            }
            return true;
        });
        settle();
    }

    private boolean isLaidOut(Node node) {
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        return scene().equals(node.getScene())
                && isSeen(node)
                && bounds.getWidth() > 0
                && bounds.getHeight() > 0
                && layer.getLayoutBounds().contains(bounds.getCenterX(), bounds.getCenterY());
    }

    /** Fires the button with these words on it, wherever it is in the window, once it can be pressed. */
    public void press(String words) {
        fire(() -> layer.lookupAll(".button").stream()
                .filter(node -> node instanceof Button button && words.equals(button.getText()) && canBePressed(button))
                .findFirst()
                .orElse(null));
    }

    /** Fires the button that the selector finds, once it can be pressed. */
    public void fire(String selector) {
        fire(() -> layer.lookup(selector));
    }

    private void fire(Supplier<@Nullable Node> target) {
        Fx.await(() -> {
            boolean found = target.get() instanceof Button button && canBePressed(button);
            if (found) {
                ((Button) target.get()).fire();
            }
            return found;
        });
        settle();
    }

    /** Opens the menu of the button that the selector finds, and chooses the entry with these words. */
    public void chooseFrom(String selector, String words) {
        fire(selector);
        Fx.await(() -> {
            MenuItem found = Window.getWindows().stream()
                    .filter(ContextMenu.class::isInstance)
                    .flatMap(menu -> ((ContextMenu) menu).getItems().stream())
                    .filter(item -> words.equals(item.getText()))
                    .findFirst()
                    .orElse(null);
            if (found != null) {
                found.getParentPopup().hide();
                found.fire();
            }
            return found != null;
        });
        settle();
    }

    /** Returns the items of a menu, and each submenu before its own items. */
    public static Stream<MenuItem> withSubmenus(List<MenuItem> items) {
        return items.stream()
                .flatMap(item -> item instanceof Menu menu
                        ? Stream.concat(Stream.of(item), withSubmenus(menu.getItems()))
                        : Stream.of(item));
    }

    /** What the selector finds first; null where that is nothing. */
    public @Nullable Node find(String selector) {
        return Fx.call(() -> layer.lookup(selector));
    }

    /** Waits until the words stand somewhere in the window where they can be seen. */
    public void awaitText(String words) {
        Fx.await(() -> shows(words));
    }

    public boolean shows(String words) {
        return Fx.call(() -> layer.lookupAll(".cut-name").stream()
                        .anyMatch(node -> isSeen(node)
                                && ((CutName) node).textProperty().get().contains(words))
                || layer.lookupAll(".label").stream()
                        .filter(node -> node instanceof Label && isSeen(node))
                        .anyMatch(node -> ((Labeled) node).getText() != null
                                && ((Labeled) node).getText().contains(words)));
    }

    private static boolean canBePressed(Button button) {
        return !button.isDisabled() && isSeen(button);
    }

    private static boolean isSeen(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private static void settle() {
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** Closes the window and waits for its jobs: a test's files may go once nobody writes to them. */
    @Override
    public void close() {
        Fx.run(() -> {
            stage.hide();
            services.background().close();
        });
        Patience.await().until(services.background()::isTerminated);
    }
}
