package quayside.app.ui.kit;

import atlantafx.base.theme.Styles;
import java.util.Objects;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import javafx.util.Duration;

/** Makes small controls, the same way everywhere. JavaFX thread only. */
public final class Nodes {
    private static final Duration TOOLTIP_DELAY = Duration.millis(400);

    private Nodes() {}

    public static Icon icon(Glyph glyph, String... styleClasses) {
        Icon icon = new Icon(glyph);
        icon.getStyleClass().addAll(styleClasses);
        return icon;
    }

    /** Makes a button with an icon and a text. */
    public static Button button(Glyph glyph, String text, Runnable action) {
        Button button = new Button(text, icon(glyph));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setMnemonicParsing(false);
        button.setOnAction(event -> action.run());
        return button;
    }

    /** Makes a button with a text only. */
    public static Button button(String text, Runnable action) {
        Button button = new Button(text);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setMnemonicParsing(false);
        button.setOnAction(event -> action.run());
        return button;
    }

    /** Gives a button the accent colour. */
    public static Button accent(Button button) {
        button.getStyleClass().add(Styles.ACCENT);
        return button;
    }

    /** Makes a flat button with an icon only; {@code name} is its tooltip and its name for screen readers. */
    public static Button iconButton(Glyph glyph, String name, Runnable action) {
        Button button = new Button();
        button.setOnAction(event -> action.run());
        return asIcon(button, glyph, name);
    }

    /** Turns any button into one with an icon only. */
    public static <B extends ButtonBase> B asIcon(B button, Glyph glyph, String name) {
        button.setTooltip(tooltip(name));
        return withIcon(button, glyph, name);
    }

    /** Does the same for a button in a cell; its tooltip is made late, and follows its name. */
    public static <B extends ButtonBase> B asCellIcon(B button, Glyph glyph, String name) {
        lateTooltip(button, button::getAccessibleText);
        return withIcon(button, glyph, name);
    }

    private static <B extends ButtonBase> B withIcon(B button, Glyph glyph, String name) {
        button.setGraphic(icon(glyph));
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setAccessibleText(name);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    /**
     * Gives a control a tooltip each time the mouse comes, with what {@code words} returns then, or none if that is empty.
     * For cells: every tooltip has a window, which takes long to make.
     */
    public static void lateTooltip(Control control, Supplier<String> words) {
        control.addEventHandler(MouseEvent.MOUSE_ENTERED, event -> {
            String now = words.get();
            control.setTooltip(now.isEmpty() ? null : tooltip(now));
        });
    }

    public static Tooltip tooltip(String text) {
        Tooltip tooltip = new Tooltip(text);
        tooltip.setShowDelay(TOOLTIP_DELAY);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(480);
        return tooltip;
    }

    public static Label label(String text, String... styleClasses) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styleClasses);
        return label;
    }

    /** Makes a label for secondary text. */
    public static Label muted(String text) {
        return label(text, "muted");
    }

    /** Makes a label that wraps over as many lines as its text needs. */
    public static Label paragraph(String text, String... styleClasses) {
        Label label = label(text, styleClasses);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /**
     * Makes a label for a name of any length. A name without room is shortened in the middle and shown whole in a
     * tooltip.
     */
    public static Label name(String text, String... styleClasses) {
        Label label = label(text, styleClasses);
        label.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        label.setEllipsisString("…");
        label.setMinWidth(0);
        tooltipWhileShortened(label);
        return label;
    }

    /** Makes a label for a sentence on one line. Without room it is shortened at its end and shown whole in a tooltip. */
    public static Label sentence(String text, String... styleClasses) {
        Label label = label(text, styleClasses);
        label.setEllipsisString("…");
        label.setMinWidth(0);
        tooltipWhileShortened(label);
        return label;
    }

    /** Shows the whole text in a tooltip, but only while the label is too narrow for it. */
    public static void tooltipWhileShortened(Labeled label) {
        lateTooltip(label, () -> {
            // An empty cell has none.
            String whole = Objects.requireNonNullElse(label.getText(), "");
            boolean shortened = label.lookup(".text") instanceof Text shown
                    && !shown.getText().equals(whole);
            return shortened ? whole : "";
        });
    }

    /** Makes the graphic of a cell as wide as the cell, which would otherwise give it its preferred width. */
    public static void fill(Labeled cell, Region graphic) {
        graphic.prefWidthProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> cell.getWidth()
                                - cell.getInsets().getLeft()
                                - cell.getInsets().getRight(),
                        cell.widthProperty(),
                        cell.insetsProperty()));
    }

    /** Lets a table that gets the focus show where it is, even if nothing is selected there. */
    public static void showFocus(TableView<?> table) {
        table.focusedProperty().addListener((focused, before, now) -> {
            if (now
                    && table.getFocusModel().getFocusedIndex() < 0
                    && !table.getItems().isEmpty()) {
                table.getFocusModel().focus(0);
            }
        });
    }

    /** Shows the node, or hides it and removes it from the layout. */
    public static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
