package quayside.app.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.animation.AnimationTimer;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import javafx.util.Duration;
import quayside.app.core.AppCore;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.WindowSize;
import quayside.app.ui.shell.DesktopApp;
import quayside.app.ui.shell.Shell;

/**
 * The program's real window without a display. The demo uses it through its controls and draws it to files. Not for the
 * JavaFX thread.
 */
final class DemoWindow implements AutoCloseable {
    /** The usual size; the headless screen is as wide. */
    private static final WindowSize SIZE = new WindowSize(1000, 700, false);

    /** The time to wait before a picture, because switches and bars are animated. */
    private static final Duration SETTLING = Duration.millis(400);

    private static final double MARGIN = 16;

    private final AppCore core;
    private final Stage stage;
    private final Scene scene;
    private final Shell shell;

    DemoWindow(AppCore core) throws Mismatch, InterruptedException {
        this(core, Clock.system(ZoneId.systemDefault()), SIZE);
    }

    /** @param clock gives the "today" that the window shows */
    DemoWindow(AppCore core, Clock clock, WindowSize size) throws Mismatch, InterruptedException {
        this.core = core;
        CompletableFuture<Stage> opened = new CompletableFuture<>();
        CompletableFuture<Shell> shown = new CompletableFuture<>();
        onFxThread(opened, () -> {
            Stage made = new Stage();
            Shell shell = new Shell(core, clock, made, size);
            shell.open(last -> {});
            shown.complete(shell);
            return made;
        });
        stage = Waiting.forResult(opened, "Opening the window");
        scene = stage.getScene();
        shell = Waiting.forResult(shown, "Building the window");
    }

    /** Lets the program go on without this window from now on, as outside of the demo. */
    void keepRunning() throws Mismatch, InterruptedException {
        call(() -> {
            shell.keepRunning(() -> {});
            return true;
        });
    }

    /** Starts JavaFX unless it runs already. */
    static void startToolkit() throws Mismatch, InterruptedException {
        CompletableFuture<Boolean> started = new CompletableFuture<>();
        try {
            DesktopApp.startToolkit(() -> started.complete(true));
        } catch (IllegalStateException e) {
            started.complete(false);
        }
        Waiting.forResult(started, "Starting JavaFX");
        // JavaFX must not end with the last window, because another one follows.
        Platform.setImplicitExit(false);
    }

    /** Presses a button, once it is shown. */
    void press(String selector) throws Mismatch, InterruptedException {
        await("Showing " + selector, () -> has(selector));
        call(() -> {
            ((ButtonBase) find(selector)).fire();
            return true;
        });
    }

    /** Presses a button, unless it is not shown. */
    void pressIfShown(String selector) throws Mismatch, InterruptedException {
        if (call(() -> has(selector))) {
            press(selector);
        }
    }

    /** Presses the button with these words of the message that is shown. */
    void pressInMessage(String words) throws Mismatch, InterruptedException {
        call(() -> {
            find(".toast").lookupAll(".button").stream()
                    .filter(node -> node instanceof ButtonBase button && words.equals(button.getText()))
                    .map(ButtonBase.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No button " + words))
                    .fire();
            return true;
        });
    }

    /** Lets the mouse rest on a node. */
    void restOn(String selector) throws Mismatch, InterruptedException {
        call(() -> {
            Event.fireEvent(
                    find(selector),
                    new MouseEvent(
                            MouseEvent.MOUSE_ENTERED,
                            0,
                            0,
                            0,
                            0,
                            MouseButton.NONE,
                            0,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            true,
                            false,
                            true,
                            null));
            return true;
        });
    }

    /** Runs the entry with these words of the menu that the list of a side has. */
    void choose(String side, String words) throws Mismatch, InterruptedException {
        choose(() -> table(side).getContextMenu().getItems(), words);
    }

    /** Runs the entry with these words of a button's menu. */
    void chooseIn(String selector, String words) throws Mismatch, InterruptedException {
        choose(() -> ((MenuButton) find(selector)).getItems(), words);
    }

    private void choose(Supplier<List<MenuItem>> menu, String words) throws Mismatch, InterruptedException {
        call(() -> {
            menu.get().stream()
                    .flatMap(item -> item instanceof Menu submenu ? submenu.getItems().stream() : Stream.of(item))
                    .filter(item -> words.equals(item.getText()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No entry " + words))
                    .fire();
            return true;
        });
    }

    void type(String selector, String text) throws Mismatch, InterruptedException {
        await("Showing " + selector, () -> has(selector));
        call(() -> {
            ((TextInputControl) find(selector)).setText(text);
            return true;
        });
    }

    /** Presses a key on a node, with the key that shortcuts begin with or without. */
    void key(String selector, KeyCode key, boolean shortcut, boolean shift) throws Mismatch, InterruptedException {
        await("Showing " + selector, () -> has(selector));
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        call(() -> {
            Event.fireEvent(
                    find(selector),
                    new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, shift, shortcut && !mac, false, shortcut && mac));
            return true;
        });
    }

    /** Selects the rows with these names in the list of a side (".local", ".remote"), once they are shown. */
    void select(String side, String... names) throws Mismatch, InterruptedException {
        for (String name : names) {
            await("Listing " + name, () -> row(side, name) >= 0);
        }
        call(() -> {
            TableView<?> table = table(side);
            table.requestFocus();
            table.getSelectionModel().clearSelection();
            for (String name : names) {
                table.getSelectionModel().select(row(side, name));
            }
            return true;
        });
    }

    /** Returns the place of a name in the list of a side, or -1. JavaFX thread. */
    int row(String side, String name) {
        if (!has(side + " .file-table")) {
            return -1;
        }
        List<?> rows = table(side).getItems();
        return IntStream.range(0, rows.size())
                .filter(at -> String.valueOf(rows.get(at)).contains("shownName=" + name))
                .findFirst()
                .orElse(-1);
    }

    /** Returns the list of a side. JavaFX thread. */
    TableView<?> table(String side) {
        return (TableView<?>) find(side + " .file-table");
    }

    /** Returns the result of {@code question}, computed on the JavaFX thread. */
    <T> T call(Supplier<T> question) throws Mismatch, InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        onFxThread(answer, question);
        return Waiting.forResult(answer, "The window");
    }

    /** Waits until the condition holds. It is checked with every frame. */
    void await(String what, BooleanSupplier condition) throws Mismatch, InterruptedException {
        CompletableFuture<Boolean> reached = new CompletableFuture<>();
        Platform.runLater(() -> new AnimationTimer() {
            @Override
            public void handle(long now) {
                try {
                    if (condition.getAsBoolean()) {
                        stop();
                        reached.complete(true);
                    }
                } catch (RuntimeException e) {
                    stop();
                    reached.completeExceptionally(e);
                }
            }
        }.start());
        Waiting.forResult(reached, what);
    }

    boolean has(String selector) {
        return scene.lookup(selector) != null;
    }

    /** Returns whether a label below the node contains the text. JavaFX thread. */
    boolean shows(String selector, String text) {
        return find(selector).lookupAll(".label").stream()
                .anyMatch(node -> node instanceof Label label && label.getText().contains(text));
    }

    /** Returns the first node that matches the selector. JavaFX thread. */
    Node find(String selector) {
        return Objects.requireNonNull(scene.lookup(selector), selector);
    }

    /** Returns all nodes that match the selector. JavaFX thread. */
    Set<Node> all(String selector) {
        return scene.getRoot().lookupAll(selector);
    }

    /** Scrolls the pane around the node, so that the node is visible at the bottom. */
    void scrollTo(String selector) throws Mismatch, InterruptedException {
        await("Showing " + selector, () -> has(selector));
        call(() -> {
            Node node = find(selector);
            Node around = node;
            while (!(around instanceof ScrollPane)) {
                around = around.getParent();
            }
            ScrollPane scroll = (ScrollPane) around;
            Node content = scroll.getContent();
            double bottom = content.sceneToLocal(node.localToScene(node.getLayoutBounds()))
                    .getMaxY();
            double hidden = content.getLayoutBounds().getHeight()
                    - scroll.getViewportBounds().getHeight();
            double above = bottom + MARGIN - scroll.getViewportBounds().getHeight();
            scroll.setVvalue(hidden <= 0 ? 0 : Math.clamp(above / hidden, 0, 1));
            return true;
        });
    }

    void theme(Settings.Theme theme) throws IOException, Mismatch, InterruptedException {
        core.settings().update(settings -> settings.withLook(settings.look().withTheme(theme)));
        String sheet = theme == Settings.Theme.DARK ? "dark" : "light";
        await(
                "Changing the theme",
                () -> String.valueOf(scene.getUserAgentStylesheet()).contains(sheet));
    }

    /** Draws the window once its animations have ended. */
    void picture(Path png) throws IOException, Mismatch, InterruptedException {
        CompletableFuture<Image> drawn = new CompletableFuture<>();
        Platform.runLater(() -> {
            PauseTransition rest = new PauseTransition(SETTLING);
            rest.setOnFinished(event -> onFxThread(drawn, () -> Snapshots.of(scene)));
            rest.play();
        });
        Snapshots.write(Waiting.forResult(drawn, "Drawing the window"), png);
    }

    /** Gives the window another size, also one that the headless screen does not have. */
    void resize(WindowSize size) throws Mismatch, InterruptedException {
        call(() -> {
            stage.setWidth(size.width());
            stage.setHeight(size.height());
            return true;
        });
        await("Resizing", () -> scene.getWidth() == size.width() && scene.getHeight() == size.height());
    }

    /** Lets the window show what has been asked for: animations end, and what is read elsewhere arrives. */
    void settle() throws Mismatch, InterruptedException {
        CompletableFuture<Boolean> rested = new CompletableFuture<>();
        Platform.runLater(() -> {
            PauseTransition rest = new PauseTransition(SETTLING);
            rest.setOnFinished(event -> rested.complete(true));
            rest.play();
        });
        Waiting.forResult(rested, "The window");
    }

    /** Waits for some frames, which the layout needs after a change of the theme or the size. */
    void frames(int count) throws Mismatch, InterruptedException {
        int[] left = {count};
        await("Drawing", () -> left[0]-- <= 0);
    }

    /** Returns the window as a display of this scale shows it. */
    Image snapshot(double scale) throws Mismatch, InterruptedException {
        return call(() -> Snapshots.of(scene, scale));
    }

    @Override
    public void close() {
        Platform.runLater(() -> stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
    }

    private static <T> void onFxThread(CompletableFuture<T> result, Supplier<T> work) {
        Platform.runLater(() -> {
            try {
                result.complete(work.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
    }
}
