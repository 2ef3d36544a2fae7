package quayside.app.ui.kit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * Shows questions inside the window: a veil with one {@link DialogBox} at a time. Further ones wait. Nothing blocks,
 * because the answer is a callback. JavaFX thread only.
 */
public final class Dialogs {
    private static final double MARGIN = 24;
    private static final PseudoClass OFF = PseudoClass.getPseudoClass("off");

    private final StackPane layer;
    private final Deque<DialogBox> waiting = new ArrayDeque<>();
    private final Deque<Shown> stack = new ArrayDeque<>();
    private final ReadOnlyBooleanWrapper open = new ReadOnlyBooleanWrapper(this, "open");
    /**
     * An open dialog.
     *
     * @param focusBefore the node that had the focus before the dialog opened
     */
    private record Shown(
            DialogBox dialog, Node veil, @Nullable Node focusBefore) {}

    /** Shows dialogs in {@code layer}, which covers the whole window. */
    public Dialogs(StackPane layer) {
        this.layer = layer;
    }

    /** Returns whether a dialog is open; the window's own shortcuts should be off meanwhile. */
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

    /** Closes a dialog that needs no answer any more, whether it is open or waiting. */
    public void withdraw(DialogBox dialog) {
        if (waiting.remove(dialog)) {
            dialog.closed();
        } else {
            dialog.close();
        }
    }

    /** Asks for confirmation before an action that cannot be undone. */
    public void confirm(String title, String sentence, String action, Runnable confirmed) {
        show(DialogBox.of(title).sentence(sentence).safe().danger(action, confirmed));
    }

    /**
     * Asks for one line of text.
     *
     * @param selected the number of characters at the start of {@code initial} that are selected, so that typing
     *     replaces them
     * @param fault returns why a text is not accepted, as a sentence that is shown below the field
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
                DialogBox.of(title).content(caption, field, problem).safe().focusOn(field);
        dialog.check(action, () -> {
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
        StackPane.setMargin(dialog.node(), new Insets(MARGIN));
        StackPane veil = new StackPane(dialog.node());
        veil.getStyleClass().add("veil");
        veil.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                dialog.cancelled();
                event.consume();
            }
        });
        Shown shown = new Shown(dialog, veil, focusBefore);
        dialog.onClose(() -> close(shown));
        // Keys and screen readers stay with the dialog and cannot reach what is under the veil.
        below().forEach(below -> setVeiled(below, true));
        layer.getChildren().add(veil);
        stack.push(shown);
        open.set(true);
        // A scroll pane adds its content only with its skin, and only a node in a scene can get the focus.
        veil.resize(layer.getWidth(), layer.getHeight());
        veil.applyCss();
        veil.layout();
        dialog.focusFirst();
    }

    /** Returns what a veil covers: not the notices, which concern the dialog too, and have to be answered. */
    private List<Node> below() {
        return layer.getChildren().stream()
                .filter(node -> !Toasts.isAbove(node))
                .toList();
    }

    /** Disables what is under a veil. Its look does not change, because the veil darkens it. */
    private static void setVeiled(Node node, boolean now) {
        if (now != node.isDisable()) {
            // What was disabled before looks so under the veil too.
            node.lookupAll("*").forEach(each -> each.pseudoClassStateChanged(OFF, now && each.isDisabled()));
        }
        node.setDisable(now);
        node.getStyleClass().remove("veiled");
        if (now) {
            node.getStyleClass().add("veiled");
        }
    }

    private void close(Shown closing) {
        if (!stack.remove(closing)) {
            return;
        }
        layer.getChildren().remove(closing.veil());
        closing.dialog().closed();
        Shown below = stack.peek();
        if (below != null) {
            setVeiled(below.veil(), false);
        } else {
            below().forEach(node -> setVeiled(node, false));
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
