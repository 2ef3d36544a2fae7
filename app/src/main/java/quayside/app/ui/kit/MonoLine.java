package quayside.app.ui.kit;

import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/**
 * A line of letters that are compared or copied one by one, such as a fingerprint: all of them in letters of one width,
 * and a button that copies them. JavaFX thread only.
 */
public final class MonoLine extends HBox {
    /** Shows {@code letters}; {@code name} is their name for screen readers. */
    public MonoLine(String name, String letters) {
        var line = Nodes.paragraph(letters, "mono");
        line.setAccessibleText(name + ": " + letters);
        HBox.setHgrow(line, Priority.SOMETIMES);
        CopyButton copy = new CopyButton(name, () -> letters);
        copy.getStyleClass().add("small");
        getStyleClass().add("mono-line");
        getChildren().addAll(line, copy);
    }
}
