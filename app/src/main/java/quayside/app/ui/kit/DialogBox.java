package quayside.app.ui.kit;

import atlantafx.base.controls.Spacer;
import java.util.function.BooleanSupplier;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;

/**
 * A question or a form that {@link Dialogs} shows inside the window: a title, any content, and a row of buttons. It is
 * built first and then shown once. JavaFX thread only.
 */
public final class DialogBox {
    /** How prominent an action is. */
    public enum Emphasis {
        PLAIN,
        ACCENT,
        DANGER
    }

    private final VBox body = new VBox();
    private final HBox buttons = new HBox(new Spacer());
    private final VBox box;
    private @Nullable Node firstFocus;
    private Runnable onCancel = () -> {};
    private Runnable closer = () -> {};
    private Runnable whenClosed = () -> {};
    private boolean yielding;

    public DialogBox(String title, Node... content) {
        box = new VBox(Nodes.paragraph(title, "dialog-title"), body, buttons);
        box.getStyleClass().add("dialog-box");
        box.setMaxSize(520, Region.USE_PREF_SIZE);
        box.setAccessibleText(title);
        body.getStyleClass().add("dialog-body");
        body.getChildren().addAll(content);
        VBox.setVgrow(body, Priority.ALWAYS);
        buttons.getStyleClass().add("dialog-buttons");
    }

    /** Sets the maximum width in pixels; the default is 520. */
    public DialogBox width(double px) {
        box.setMaxWidth(px);
        return this;
    }

    /**
     * Adds a button that closes the box and then runs {@code cancelled}; Esc does the same. Without such a button Esc
     * does nothing.
     */
    public DialogBox cancel(String text, Runnable cancelled) {
        onCancel = () -> {
            close();
            cancelled.run();
        };
        Button button = Nodes.button(text, this::cancelled);
        button.setCancelButton(true);
        buttons.getChildren().add(button);
        return this;
    }

    public DialogBox cancel() {
        return cancel(Texts.get("action.cancel"), () -> {});
    }

    /** Adds a button that closes the box first and then runs {@code action}. */
    public DialogBox action(String text, Emphasis emphasis, Runnable action) {
        return check(text, emphasis, () -> {
            close();
            action.run();
            return true;
        });
    }

    /** Adds a button whose action may refuse: the box closes once {@code action} returns true. */
    public DialogBox check(String text, Emphasis emphasis, BooleanSupplier action) {
        Button button = Nodes.button(text, () -> {
            if (action.getAsBoolean()) {
                close();
            }
        });
        switch (emphasis) {
            case PLAIN -> {}
            case ACCENT -> button.getStyleClass().add("accent");
            case DANGER -> button.getStyleClass().add("danger");
        }
        // Enter fires the accented action. A destructive action is fired by Enter only if it has the focus.
        button.setDefaultButton(emphasis == Emphasis.ACCENT);
        buttons.getChildren().add(button);
        return this;
    }

    /** Disables the action that was added last while {@code holds} is true. */
    public DialogBox disabledWhile(ObservableBooleanValue holds) {
        buttons.getChildren().getLast().disableProperty().bind(holds);
        return this;
    }

    /**
     * Lets other dialogs be shown over this one instead of waiting for its end, because its own work may ask questions.
     */
    public DialogBox yielding() {
        yielding = true;
        return this;
    }

    /** Runs {@code action} once when the box is gone, however it was closed; secrets are wiped there. */
    public DialogBox whenClosed(Runnable action) {
        whenClosed = action;
        return this;
    }

    /** Sets the node that gets the focus first; the default is the last button. */
    public DialogBox focusOn(Node node) {
        firstFocus = node;
        return this;
    }

    public void close() {
        closer.run();
    }

    Region node() {
        return box;
    }

    void onClose(Runnable action) {
        closer = action;
    }

    boolean isYielding() {
        return yielding;
    }

    void closed() {
        whenClosed.run();
    }

    void cancelled() {
        onCancel.run();
    }

    void focusFirst() {
        Node first = firstFocus == null ? buttons.getChildren().getLast() : firstFocus;
        first.requestFocus();
    }
}
