package quayside.app.ui.kit;

import atlantafx.base.controls.Spacer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import quayside.app.core.text.Texts;

/**
 * A question or a form that {@link Dialogs} shows inside the window: a title, any content, and a row of buttons. It is
 * built first and then shown once. JavaFX thread only.
 *
 * <p>The kinds of buttons decide their order, the first focus, and what Enter does. The safe button loses nothing; Esc
 * does the same. Beside a {@link #danger} the safe button has the focus and is what Enter does, so that Enter destroys
 * nothing unless the user moves the focus to the danger. Without a danger, Enter does the {@link #deed}.
 *
 * <p>Without room only the content scrolls; the title and the buttons stay visible.
 */
public final class DialogBox {
    /** The margins of the box, over which the scrolled content reaches, so that no ring around a control is cut. */
    private static final double SIDE = 24;

    private static final double RING = 4;
    private static final double DEFAULT_TEXT = 14;
    private static final double MIN_CONTENT = 48;

    private final VBox body = new VBox();
    private final Scroll scroll = new Scroll();
    private final HBox asides = new HBox();
    private final HBox deeds = new HBox();
    private final HBox buttons = new HBox(asides, new Spacer(), deeds);
    private final VBox box;
    private final Label heading;
    private Optional<Button> safe = Optional.empty();
    private Optional<Button> deed = Optional.empty();
    private boolean dangerous;
    private Optional<Node> firstFocus = Optional.empty();
    private Runnable onSafe = () -> {};
    private Runnable closer = () -> {};
    private Runnable whenClosed = () -> {};
    private boolean yielding;

    private DialogBox(String title) {
        heading = Nodes.paragraph(title, "dialog-title");
        box = new VBox(heading, scroll, buttons);
        box.getStyleClass().add("dialog-box");
        box.setMaxHeight(Region.USE_PREF_SIZE);
        width(520);
        box.setAccessibleText(title);
        body.getStyleClass().add("dialog-body");
        StackPane room = new StackPane(body);
        room.setPadding(new Insets(RING, SIDE, RING, SIDE));
        scroll.setContent(room);
        VBox.setMargin(scroll, new Insets(-RING, -SIDE, -RING, -SIDE));
        VBox.setVgrow(scroll, Priority.ALWAYS);
        buttons.setMinHeight(Region.USE_PREF_SIZE);
        buttons.getStyleClass().add("dialog-buttons");
        asides.getStyleClass().add("dialog-asides");
        deeds.getStyleClass().add("dialog-deeds");
        deeds.setMinWidth(Region.USE_PREF_SIZE);
    }

    /** Begins a dialog; its title asks or states, and a name in it is in quotes. */
    public static DialogBox of(String title) {
        return new DialogBox(title);
    }

    /**
     * Makes a dialog that is {@code content} from edge to edge, with a title and buttons of its own. Esc closes it.
     *
     * @param title its name for screen readers
     */
    public static DialogBox whole(String title, Region content) {
        DialogBox dialog = new DialogBox(title);
        dialog.scroll.setContent(content);
        VBox.setMargin(dialog.scroll, Insets.EMPTY);
        dialog.box.getChildren().setAll(dialog.scroll);
        dialog.box.getStyleClass().add("whole");
        dialog.box.setStyle("");
        dialog.box.maxWidthProperty().bind(content.prefWidthProperty());
        dialog.onSafe = dialog::close;
        return dialog;
    }

    /** Changes the title while the dialog is shown. */
    public void title(String now) {
        heading.setText(now);
        box.setAccessibleText(now);
    }

    /** Adds a sentence, usually the consequence of the action. */
    public DialogBox sentence(String sentence) {
        return content(Nodes.paragraph(sentence, "muted", "dialog-sentence"));
    }

    /** Adds the things in question. */
    public DialogBox facts(Facts facts) {
        return content(facts);
    }

    public DialogBox content(Node... content) {
        if (body.getChildren().isEmpty() && content[0].getStyleClass().contains("dialog-sentence")) {
            body.getStyleClass().add("begins-with-sentence");
        }
        body.getChildren().addAll(content);
        return this;
    }

    /** Sets the maximum width in pixels at the default text size, with which it grows; the default is 520. */
    public DialogBox width(double px) {
        box.setStyle(String.format(Locale.ROOT, "-fx-max-width: %.3fem;", px / DEFAULT_TEXT));
        return this;
    }

    /**
     * Adds the button that loses nothing. It closes the box and then runs {@code chosen}; Esc does the same. Without
     * such a button Esc does nothing.
     */
    public DialogBox safe(String words, Runnable chosen) {
        onSafe = () -> {
            close();
            chosen.run();
        };
        Button button = Nodes.button(words, this::cancelled);
        button.setCancelButton(true);
        safe = Optional.of(button);
        deeds.getChildren().addFirst(button);
        settleEnter();
        return this;
    }

    /** Adds a safe button that only closes the box. */
    public DialogBox safe(String words) {
        return safe(words, () -> {});
    }

    /** Adds a safe button that cancels. */
    public DialogBox safe() {
        return safe(Texts.get("shared.cancel"));
    }

    /** Adds the button of the action. It closes the box first and then runs {@code action}. */
    public DialogBox deed(String words, Runnable action) {
        return check(words, () -> {
            close();
            action.run();
            return true;
        });
    }

    /** Adds the button of an action that may refuse: the box closes once {@code action} returns true. */
    public DialogBox check(String words, BooleanSupplier action) {
        Button button = Nodes.accent(Nodes.button(words, () -> {
            if (action.getAsBoolean()) {
                close();
            }
        }));
        deed = Optional.of(button);
        deeds.getChildren().add(button);
        settleEnter();
        return this;
    }

    /** Adds such a button with an icon. */
    public DialogBox check(Glyph glyph, String words, BooleanSupplier action) {
        check(words, action);
        deed.orElseThrow().setGraphic(Nodes.icon(glyph));
        return this;
    }

    /** Adds the button of an action that cannot be undone. It closes the box first and then runs {@code action}. */
    public DialogBox danger(String words, Runnable action) {
        return danger(closing(words, action));
    }

    /** Adds such a button with an icon. */
    public DialogBox danger(Glyph glyph, String words, Runnable action) {
        Button button = closing(words, action);
        button.setGraphic(Nodes.icon(glyph));
        return danger(button);
    }

    private DialogBox danger(Button button) {
        button.getStyleClass().add("danger");
        deeds.getChildren().add(button);
        dangerous = true;
        settleEnter();
        return this;
    }

    /** Adds the button of an action that can be taken back, but is not what Enter does. */
    public DialogBox careful(Glyph glyph, String words, Runnable action) {
        Button button = closing(words, action);
        button.setGraphic(Nodes.icon(glyph));
        deeds.getChildren().add(button);
        dangerous = true;
        settleEnter();
        return this;
    }

    /**
     * Adds another choice before the safe button, which then is the one that stands out. It closes the box first and then
     * runs {@code action}. It is added after the safe button.
     */
    public DialogBox choice(String words, Runnable action) {
        safe.ifPresent(Nodes::accent);
        deeds.getChildren().addFirst(closing(words, action));
        return this;
    }

    /** Adds a choice that cuts others off or is rarely right; it stands apart at the left. */
    public DialogBox aside(String words, Runnable action) {
        Button button = closing(words, action);
        button.getStyleClass().add("danger-text");
        asides.getChildren().add(button);
        return this;
    }

    private Button closing(String words, Runnable action) {
        return Nodes.button(words, () -> {
            close();
            action.run();
        });
    }

    private void settleEnter() {
        deed.ifPresent(button -> button.setDefaultButton(!dangerous));
        safe.ifPresent(button -> button.setDefaultButton(dangerous || deed.isEmpty()));
    }

    /** Disables the deed while {@code holds} is true. */
    public DialogBox disabledWhile(ObservableBooleanValue holds) {
        deed.orElseThrow().disableProperty().bind(holds);
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

    /** Sets the node of the content that gets the focus first, usually a field. */
    public DialogBox focusOn(Node node) {
        firstFocus = Optional.of(node);
        return this;
    }

    /** The content, which is as high as it needs. With less room it shrinks first, and then scrolls. */
    private static final class Scroll extends ScrollPane {
        Scroll() {
            getStyleClass().add("dialog-scroll");
            setFitToWidth(true);
            setFitToHeight(true);
            setHbarPolicy(ScrollBarPolicy.NEVER);
            setMinHeight(MIN_CONTENT);
        }

        @Override
        public Orientation getContentBias() {
            return Orientation.HORIZONTAL;
        }

        @Override
        protected double computePrefHeight(double width) {
            return snappedTopInset()
                    + getContent().prefHeight(width < 0 ? -1 : width - snappedLeftInset() - snappedRightInset())
                    + snappedBottomInset();
        }
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
        onSafe.run();
    }

    void focusFirst() {
        Optional<Node> button = dangerous || deed.isEmpty() ? safe.map(Node.class::cast) : deed.map(Node.class::cast);
        firstFocus.or(() -> button).ifPresent(Node::requestFocus);
    }
}
