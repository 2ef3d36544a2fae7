package quayside.app.ui.shell;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import quayside.app.core.settings.WindowSize;

/** Keeps the window within its screen, without the bars of the desktop. JavaFX thread only. */
final class WindowPlace {
    private static final double MIN_WIDTH = 640;
    private static final double MIN_HEIGHT = 440;
    private static final Duration SETTLING = Duration.seconds(3);

    private final Stage stage;
    private final Supplier<Rectangle2D> screen;
    private final InvalidationListener screens = changed -> fit();

    /** On X11 the window manager adds the frame a moment after the window is shown, which makes the window larger. */
    private final InvalidationListener framed = changed -> fitLater();

    private final PauseTransition settling = new PauseTransition(SETTLING);
    private final ToDoubleFunction<Stage> frameOf;
    private double frame;

    /** @param screen the usable part of the screen that the window is on */
    WindowPlace(Stage stage, Supplier<Rectangle2D> screen) {
        this(stage, screen, shown -> shown.getScene().getY());
    }

    /** @param frame returns the height of the shown window's title bar, as far as it is known */
    WindowPlace(Stage stage, Supplier<Rectangle2D> screen, ToDoubleFunction<Stage> frame) {
        this.stage = stage;
        this.screen = screen;
        this.frameOf = frame;
    }

    /** Returns the usable part of the screen that has most of the window. */
    static Rectangle2D screenOf(Stage stage) {
        List<Screen> screens = Double.isNaN(stage.getX())
                ? List.of()
                : Screen.getScreensForRectangle(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
        return (screens.isEmpty() ? Screen.getPrimary() : screens.getFirst()).getVisualBounds();
    }

    /** Returns the part of the size that fits on the screen. */
    WindowSize within(WindowSize size) {
        Rectangle2D bounds = screen.get();
        return new WindowSize(
                Math.min(size.width(), bounds.getWidth()),
                Math.min(size.height(), bounds.getHeight()),
                size.maximized(),
                size.panes(),
                size.tabs(),
                size.front());
    }

    /** Begins to keep the shown window on its screen. */
    void start() {
        frame = frameOf.applyAsDouble(stage);
        fit();
        Screen.getScreens().addListener(screens);
        stage.widthProperty().addListener(framed);
        stage.heightProperty().addListener(framed);
        settling.setOnFinished(event -> settle());
        settling.play();
    }

    void stop() {
        settle();
        Screen.getScreens().removeListener(screens);
    }

    private void settle() {
        settling.stop();
        stage.widthProperty().removeListener(framed);
        stage.heightProperty().removeListener(framed);
    }

    /** Fits the window if its frame has become larger. Within a change of its size, JavaFX would not set another. */
    private void fitLater() {
        Platform.runLater(() -> {
            double now = frameOf.applyAsDouble(stage);
            if (now > frame) {
                frame = now;
                fit();
            }
        });
    }

    private void fit() {
        Rectangle2D bounds = screen.get();
        stage.setMinWidth(Math.min(MIN_WIDTH, bounds.getWidth()));
        stage.setMinHeight(Math.min(MIN_HEIGHT, bounds.getHeight()));
        if (stage.isMaximized()) {
            return;
        }
        // With its frame, as far as that is known.
        double width = Math.min(stage.getWidth(), bounds.getWidth());
        double height = Math.min(stage.getHeight(), bounds.getHeight());
        if (width < stage.getWidth()) {
            stage.setWidth(width);
        }
        if (height < stage.getHeight()) {
            stage.setHeight(height);
        }
        double x = Math.clamp(stage.getX(), bounds.getMinX(), Math.max(bounds.getMinX(), bounds.getMaxX() - width));
        double y = Math.clamp(stage.getY(), bounds.getMinY(), Math.max(bounds.getMinY(), bounds.getMaxY() - height));
        if (x != stage.getX()) {
            stage.setX(x);
        }
        if (y != stage.getY()) {
            stage.setY(y);
        }
    }
}
