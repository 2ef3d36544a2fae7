package quayside.app.ui.kit;

import atlantafx.base.controls.Spacer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A small table of the things that a question is about: an icon, a name, and what matters about it. */
public final class Facts extends VBox {
    public Facts() {
        getStyleClass().add("facts");
    }

    /** Adds a row; a name without room is cut. */
    public Facts row(Icon icon, String name, String detail) {
        Label what = Nodes.label(detail, "muted");
        what.setMinWidth(Region.USE_PREF_SIZE);
        CutName shown = new CutName();
        shown.set(name);
        return add(new HBox(icon, shown, new Spacer(), what));
    }

    /** Adds a row of two lines, with a node at its end. */
    public Facts row(Icon icon, String name, String below, Node aside) {
        CutName first = new CutName();
        first.set(name);
        Label second = Nodes.sentence(below, "muted", "small-text");
        VBox lines = new VBox(first, second);
        lines.setMinWidth(0);
        HBox.setHgrow(lines, Priority.ALWAYS);
        return add(new HBox(icon, lines, aside));
    }

    /** Adds a row in words, such as the number of rows that are left out. */
    public Facts words(String words) {
        return add(new HBox(Nodes.muted(words)));
    }

    private Facts add(HBox row) {
        row.getStyleClass().add("fact");
        if (!getChildren().isEmpty()) {
            row.getStyleClass().add("later");
        }
        row.setAlignment(Pos.CENTER_LEFT);
        getChildren().add(row);
        return this;
    }
}
