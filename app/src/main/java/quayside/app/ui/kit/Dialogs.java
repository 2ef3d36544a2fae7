package quayside.app.ui.kit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;

/**
 * Questions inside the window: a veil, and on it one {@link DialogBox} at a time; further ones wait their turn. Nothing
 * blocks: the answer is a callback. JavaFX thread only.
 */
public final class Dialogs {
    private static final double MARGIN = 24;

    private final StackPane layer;
    private final Deque<DialogBox> waiting = new ArrayDeque<>();
    private final Deque<Shown> stack = new ArrayDeque<>();
    private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper(this, "open");
    /**
     * A dialog that is open.
     *
     * @param focusBefore what had the focus before it
     */
    private record Shown(
            DialogBox dialog, Node veil, @Nullable Node focusBefore) {}

    /** Shows them in {@code layer}, which lies over the whole window. */
    public Dialogs(StackPane layer) {
        this.layer = layer;
    }

    /** While true the window's own shortcuts should rest. */
    public ReadOnlyBooleanProperty openProperty() {
        return open.getReadOnlyProperty();
    }

    public void show(DialogBox dialog) {
        if (!stack.isEmpty() && !stack.peek().dialog().isYielding()) {
            waiting.add(dialog);
            return;
        }
        present(dialog, layer.getScene() == null ? null : layer.getScene().getFocusOwner());
    }

    /** Takes back a dialog that nobody needs an answer to any more, whether it is open or waits for its turn. */
    public void withdraw(DialogBox dialog) {
        if (waiting.remove(dialog)) {
            dialog.closed();
        } else {
            dialog.close();
        }
    }

    /** Asks before something is done that cannot be taken back. */
    public void confirm(String title, String sentence, String action, DialogBox.Emphasis emphasis, Runnable confirmed) {
        show(new DialogBox(title, Nodes.paragraph(sentence)).cancel().action(action, emphasis, confirmed));
    }

    /** Says something that needs more than a toast. */
    public void tell(String title, String sentence) {
        show(new DialogBox(title, Nodes.paragraph(sentence))
                .action(Texts.get("action.ok"), DialogBox.Emphasis.ACCENT, () -> {}));
    }

    /**
     * Asks for one line of text.
     *
     * @param selected how many of the first characters of {@code initial} are selected: typing replaces them
     * @param fault why a text cannot be taken, as a sentence that is shown below the field
     */
    public void ask(
            String title,
            String label,
            String initial,
            int selected,
            String action,
            Function<String, Optional<String>> fault,
            Consumer<String> answered) {
        TextField field = new TextField(initial);
        field.setAccessibleText(label);
        Label caption = Nodes.muted(label);
        caption.setLabelFor(field);
        Label problem = Nodes.paragraph("", "field-fault");
        Nodes.show(problem, false);
        field.textProperty().addListener((text, before, now) -> Nodes.show(problem, false));
        DialogBox dialog =
                new DialogBox(title, caption, field, problem).cancel().focusOn(field);
        dialog.check(action, DialogBox.Emphasis.ACCENT, () -> {
            Optional<String> wrong = fault.apply(field.getText());
            if (wrong.isPresent()) {
                problem.setText(wrong.get());
                Nodes.show(problem, true);
                field.requestFocus();
                return false;
            }
            dialog.close();
            answered.accept(field.getText());
            return true;
        });
        show(dialog);
        field.selectRange(0, selected);
    }

    private void present(DialogBox dialog, @Nullable Node focusBefore) {
        ScrollPane scroll = new ScrollPane(dialog.node());
        scroll.getStyleClass().add("dialog-scroll");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.maxWidthProperty().bind(dialog.node().maxWidthProperty());
        scroll.setMaxHeight(Region.USE_PREF_SIZE);
        // As high as the content is at this width: wrapped words need more than the scroll pane reckons by itself.
        scroll.prefViewportHeightProperty().bind(dialog.node().heightProperty());
        // The height comes out in the midst of a layout, in which a request for another one is lost.
        dialog.node().heightProperty().addListener((height, before, now) -> Platform.runLater(scroll::requestLayout));
        StackPane.setMargin(scroll, new Insets(MARGIN));
        StackPane veil = new StackPane(scroll);
        veil.getStyleClass().add("veil");
        veil.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                dialog.cancelled();
                event.consume();
            }
        });
        Shown shown = new Shown(dialog, veil, focusBefore);
        dialog.onClose(() -> close(shown));
        // Keys and screen readers stay with the question, not with what lies under the veil.
        layer.getChildren().forEach(below -> below.setDisable(true));
        layer.getChildren().add(veil);
        stack.push(shown);
        open.set(true);
        // A scroll pane takes its content in with its skin, and only what is in a scene can have the focus.
        veil.resize(layer.getWidth(), layer.getHeight());
        veil.applyCss();
        veil.layout();
        dialog.focusFirst();
    }

    private void close(Shown closing) {
        if (!stack.remove(closing)) {
            return;
        }
        layer.getChildren().remove(closing.veil());
        closing.dialog().closed();
        Shown below = stack.peek();
        if (below != null) {
            below.veil().setDisable(false);
        } else {
            layer.getChildren().forEach(node -> node.setDisable(false));
            open.set(false);
        }
        DialogBox next = below == null || below.dialog().isYielding() ? waiting.poll() : null;
        if (next != null) {
            present(next, closing.focusBefore());
        } else if (closing.focusBefore() != null) {
            closing.focusBefore().requestFocus();
        }
    }
}
