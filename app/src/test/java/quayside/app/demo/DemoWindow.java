package quayside.app.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import javafx.util.Duration;
import quayside.app.core.AppCore;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.WindowSize;
import quayside.app.ui.shell.Shell;

/**
 * The program's real window without a display. The demo uses it through its controls and draws it to files. Not for the
 * JavaFX thread.
 */
final class DemoWindow implements AutoCloseable {
    private static final WindowSize SIZE = new WindowSize(1000, 700, false);

    /** The time to wait before a picture, because switches and bars are animated. */
    private static final Duration SETTLING = Duration.millis(400);

    private static final double MARGIN = 16;

    private final AppCore core;
    private final Stage stage;
    private final Scene scene;

    DemoWindow(AppCore core) throws Mismatch, InterruptedException {
        this.core = core;
        CompletableFuture<Stage> opened = new CompletableFuture<>();
        onFxThread(opened, () -> {
            Stage made = new Stage();
            new Shell(core, Clock.system(ZoneId.systemDefault()), made, SIZE).open(size -> {});
            return made;
        });
        stage = Waiting.forResult(opened, "Opening the window");
        scene = stage.getScene();
    }

    /** Starts JavaFX unless it runs already. */
    static void startToolkit() throws Mismatch, InterruptedException {
        CompletableFuture<Boolean> started = new CompletableFuture<>();
        try {
            Platform.startup(() -> started.complete(true));
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

    void type(String selector, String text) throws Mismatch, InterruptedException {
        await("Showing " + selector, () -> has(selector));
        call(() -> {
            ((TextInputControl) find(selector)).setText(text);
            return true;
        });
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
