package quayside.app.ui.kit;

import atlantafx.base.controls.Spacer;
import java.time.Duration;
import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import quayside.app.core.text.Texts;

/**
 * Short messages at the lower right of the window, or at the upper right, above an open dialog. There are at most three
 * at once that disappear after some seconds, but not under the mouse. Those that last as long as what they are about
 * all stay. JavaFX thread only.
 */
public final class Toasts {
    /** Runs an action after a while. */
    interface Timer {
        /** Begins to wait, and returns the action that ends the waiting. */
        Runnable after(Duration time, Runnable action);
    }

    private static final int MAX_SHOWN = 3;
    private static final String LASTING = "lasting";
    private static final String ABOVE = "toasts";

    private final VBox stack = new VBox();
    private final Timer timer;

    /** Shows toasts in {@code layer}, which covers the whole window. */
    public Toasts(StackPane layer, Background background) {
        this(layer, background::after);
    }

    Toasts(StackPane layer, Timer timer) {
        this.timer = timer;
        stack.getStyleClass().add(ABOVE);
        // Whatever is put into the layer later is below.
        stack.setViewOrder(-1);
        stack.setAlignment(Pos.BOTTOM_RIGHT);
        // Clicks beside the messages go to the window below.
        stack.setPickOnBounds(false);
        stack.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        StackPane.setAlignment(stack, Pos.BOTTOM_RIGHT);
        layer.getChildren().add(stack);
    }

    /** Returns whether the node is above everything else, so that it can be used while a dialog is open. */
    static boolean isAbove(Node node) {
        return node.getStyleClass().contains(ABOVE);
    }

    /** Keeps out of the way of the buttons of a dialog while {@code open} is true. */
    void follow(ObservableBooleanValue open) {
        open.subscribe(now -> {
            stack.getStyleClass().remove("raised");
            if (now) {
                stack.getStyleClass().add("raised");
            }
            stack.setAlignment(now ? Pos.TOP_RIGHT : Pos.BOTTOM_RIGHT);
            StackPane.setAlignment(stack, now ? Pos.TOP_RIGHT : Pos.BOTTOM_RIGHT);
        });
    }

    /** Shows that something was done, in one sentence. */
    public void success(String sentence) {
        show(Toast.done(sentence, ""));
    }

    /** Shows why something failed, in one sentence. */
    public void error(String sentence) {
        show(Toast.failed(sentence, ""));
    }

    public void show(Toast toast) {
        new Shown(toast).appear();
    }

    /** A message in the window. */
    private final class Shown {
        private final Toast toast;
        private final HBox box = new HBox();
        private final ChangeListener<Boolean> withdrawn = (gone, before, now) -> {
            if (now) {
                leave();
            }
        };
        private Runnable stopWaiting = () -> {};

        Shown(Toast toast) {
            this.toast = toast;
            Button close = Nodes.iconButton(Glyph.X, Texts.get("shared.close"), this::leave);
            close.getStyleClass().add("small");
            box.getStyleClass().add("toast");
            if (toast.lasts()) {
                box.getStyleClass().add(LASTING);
            }
            box.setAlignment(Pos.CENTER_LEFT);
            box.setAccessibleText((toast.title() + " " + toast.line()).strip());
            box.getChildren().addAll(icon(), words(), new Spacer());
            toast.steps().forEach(step -> {
                Button button = Nodes.button(step.words(), () -> {
                    leave();
                    step.action().run();
                });
                button.getStyleClass().add("small");
                box.getChildren().add(button);
            });
            if (toast.isClosable()) {
                box.getChildren().add(close);
            }
            box.setOnMouseEntered(event -> stopWaiting.run());
            box.setOnMouseExited(event -> waitToLeave());
        }

        private Icon icon() {
            return switch (toast.tone()) {
                case NEWS -> Nodes.icon(Glyph.INFO, "accent-icon");
                case DONE -> Nodes.icon(Glyph.CHECK, "success-icon");
                case FAILED -> Nodes.icon(Glyph.ALERT, "danger-icon");
            };
        }

        private Node words() {
            VBox words = new VBox(Nodes.paragraph(toast.title(), toast.line().isEmpty() ? "toast-sentence" : "strong"));
            if (!toast.line().isEmpty()) {
                words.getChildren().add(Nodes.paragraph(toast.line(), "muted", "small-text"));
            }
            words.setAlignment(Pos.CENTER_LEFT);
            HBox.setHgrow(words, Priority.ALWAYS);
            return words;
        }

        void appear() {
            if (toast.gone().filter(gone -> gone.get()).isPresent()) {
                return;
            }
            toast.gone().ifPresent(gone -> gone.addListener(withdrawn));
            stack.getChildren().add(box);
            makeRoom();
            box.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
            waitToLeave();
        }

        /** Takes an earlier message away if there are too many, but none that lasts. */
        private void makeRoom() {
            List<Node> brief = stack.getChildren().stream()
                    .filter(each -> !each.getStyleClass().contains(LASTING))
                    .toList();
            int lasting = stack.getChildren().size() - brief.size();
            if (brief.size() > Math.max(1, MAX_SHOWN - lasting)
                    && !brief.getFirst().equals(box)) {
                stack.getChildren().remove(brief.getFirst());
            }
        }

        private void waitToLeave() {
            if (toast.lasts()) {
                return;
            }
            stopWaiting.run();
            stopWaiting = timer.after(toast.time(), this::leave);
        }

        private void leave() {
            stopWaiting.run();
            toast.gone().ifPresent(gone -> gone.removeListener(withdrawn));
            stack.getChildren().remove(box);
        }
    }
}
