package quayside.app.ui.kit;

import atlantafx.base.theme.Styles;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import javafx.util.Duration;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** Small controls, made the same way everywhere. JavaFX thread only. */
public final class Nodes {
    private static final Duration TOOLTIP_DELAY = Duration.millis(400);

    private Nodes() {}

    public static FontIcon icon(Ikon ikon, String... styleClasses) {
        FontIcon icon = new FontIcon(ikon);
        icon.getStyleClass().addAll(styleClasses);
        return icon;
    }

    /** A button with an icon and a word. */
    public static Button button(Ikon ikon, String text, Runnable action) {
        Button button = new Button(text, icon(ikon));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setMnemonicParsing(false);
        button.setOnAction(event -> action.run());
        return button;
    }

    /** A button of words alone. */
    public static Button button(String text, Runnable action) {
        Button button = new Button(text);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setMnemonicParsing(false);
        button.setOnAction(event -> action.run());
        return button;
    }

    /** The one action that stands out. */
    public static Button accent(Button button) {
        button.getStyleClass().add(Styles.ACCENT);
        return button;
    }

    /** A flat button that shows an icon alone; {@code name} is its tooltip and what a screen reader says. */
    public static Button iconButton(Ikon ikon, String name, Runnable action) {
        Button button = new Button();
        button.setOnAction(event -> action.run());
        return asIcon(button, ikon, name);
    }

    /** Makes any button one that shows an icon alone. */
    public static <B extends ButtonBase> B asIcon(B button, Ikon ikon, String name) {
        button.setGraphic(icon(ikon));
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setAccessibleText(name);
        button.setTooltip(tooltip(name));
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
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

    /** Secondary words. */
    public static Label muted(String text) {
        return label(text, "muted");
    }

    /** A label over as many lines as its text needs. */
    public static Label paragraph(String text, String... styleClasses) {
        Label label = label(text, styleClasses);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /** A label for a name of any length: shortened in the middle of its place, whole in a tooltip while it is shortened. */
    public static Label name(String text, String... styleClasses) {
        Label label = label(text, styleClasses);
        label.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        label.setMinWidth(0);
        tooltipWhileShortened(label);
        return label;
    }

    /** Gives the whole text in a tooltip, but only while there is no room to show it. */
    public static void tooltipWhileShortened(Labeled label) {
        Tooltip tooltip = tooltip("");
        label.setOnMouseEntered(event -> {
            boolean shortened = label.lookup(".text") instanceof Text shown
                    && !shown.getText().equals(label.getText());
            tooltip.setText(label.getText());
            label.setTooltip(shortened ? tooltip : null);
        });
    }

    /** Shows the node and gives it its place, or neither. */
    public static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
