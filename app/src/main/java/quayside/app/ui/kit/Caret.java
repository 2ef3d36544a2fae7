package quayside.app.ui.kit;

import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Scene;
import javafx.scene.control.Skin;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.skin.TextInputControlSkin;
import javafx.util.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The blinking carets of a window. JavaFX blinks with an animation, for which it draws 60 times a second. This draws twice
 * a second, and after ten seconds without a key the caret stays, as in GTK's programs. JavaFX thread only.
 */
final class Caret {
    private static final Logger LOG = LoggerFactory.getLogger(Caret.class);
    private static final long TURN_MILLIS = 500;

    /** How often the caret goes or comes after a key. It is even, so the caret is there at the end. */
    static final int TURNS = 20;

    private final Executor later;

    private Caret(Executor later) {
        this.later = later;
    }

    /** Changes the carets of the fields that get the focus in the scene from now on. */
    static void install(Scene scene) {
        install(scene, CompletableFuture.delayedExecutor(TURN_MILLIS, TimeUnit.MILLISECONDS, Platform::runLater));
    }

    /** @param later runs an action on the JavaFX thread after half a second */
    static void install(Scene scene, Executor later) {
        Caret caret = new Caret(later);
        scene.focusOwnerProperty().addListener((owner, before, now) -> {
            if (now instanceof TextInputControl field) {
                caret.change(field);
            }
        });
    }

    /** Returns what JavaFX blinks with; empty before the field is laid out, or in an unknown version of JavaFX. */
    static Optional<Timeline> animation(TextInputControl field) {
        Skin<?> skin = field.getSkin();
        if (skin instanceof TextInputControlSkin<?>) {
            try {
                return Optional.of((Timeline) value(blinking(skin), "caretTimeline"));
            } catch (ReflectiveOperationException | RuntimeException e) {
                LOG.info("The window cannot rest while a caret blinks: {}", e.getMessage());
            }
        }
        return Optional.empty();
    }

    private void change(TextInputControl field) {
        if (field.getSkin() == null) {
            // It is new, and gets its skin before it is drawn first.
            field.skinProperty().subscribe(skin -> {
                if (skin != null && field.isFocused()) {
                    change(field);
                }
            });
        }
        animation(field)
                .filter(found -> found.getCycleCount() == Animation.INDEFINITE)
                .ifPresent(found -> {
                    try {
                        change(field, found, hidden(field.getSkin()));
                    } catch (ReflectiveOperationException | RuntimeException e) {
                        LOG.info("The window cannot rest while a caret blinks: {}", e.getMessage());
                    }
                });
    }

    /** Lets the animation only begin the turns. The field starts it for the focus and after each key. */
    private void change(TextInputControl field, Timeline animation, BooleanProperty hidden) {
        Turns turns = new Turns(field, hidden);
        animation.stop();
        animation.setCycleCount(1);
        animation.getKeyFrames().setAll(new KeyFrame(Duration.ONE, event -> turns.begin()));
        if (field.isFocused()) {
            animation.play();
        }
    }

    private static Object blinking(Skin<?> skin) throws ReflectiveOperationException {
        Field field = TextInputControlSkin.class.getDeclaredField("caretBlinking");
        field.setAccessible(true);
        return field.get(skin);
    }

    private static BooleanProperty hidden(Skin<?> skin) throws ReflectiveOperationException {
        Object hidden = ((Reference<?>) value(blinking(skin), "blinkPropertyRef")).get();
        if (hidden instanceof BooleanProperty found) {
            return found;
        }
        throw new NoSuchFieldException("no property");
    }

    private static Object value(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    /** The caret of one field comes and goes in turns. */
    private final class Turns {
        private final TextInputControl field;
        private final BooleanProperty hidden;
        private int begun;

        Turns(TextInputControl field, BooleanProperty hidden) {
            this.field = field;
            this.hidden = hidden;
        }

        void begin() {
            hidden.set(false);
            begun++;
            next(begun, TURNS);
        }

        private void next(int mine, int left) {
            later.execute(() -> {
                // Without the focus there is no caret; after another key, other turns have begun.
                if (mine == begun && field.isFocused()) {
                    hidden.set(!hidden.get());
                    if (left > 1) {
                        next(mine, left - 1);
                    }
                }
            });
        }
    }
}
