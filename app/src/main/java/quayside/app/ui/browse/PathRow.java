package quayside.app.ui.browse;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;

/**
 * The first row of a pane: back, forward, up, the way to the shown folder, and a star for a bookmark. Clicking beside
 * the way, or Ctrl+L, turns it into a field for a path.
 */
final class PathRow<P> {
    private final HBox row = new HBox();
    private final StackPane way;
    private final PathBar<P> crumbs;
    private final PathField<P> field;
    private final Label title;
    private final Runnable focusTable;

    PathRow(
            Side side,
            BrowseModel<P> model,
            PathBar<P> crumbs,
            PathField<P> field,
            PaneActions<P> actions,
            Node place,
            ToggleButton star,
            Runnable focusTable) {
        this.crumbs = crumbs;
        this.field = field;
        this.focusTable = focusTable;
        title = Nodes.name(side.title(), "pane-title");
        Button back = Nodes.iconButton(Glyph.ARROW_LEFT, Texts.get("browse.back"), actions::back);
        back.disableProperty().bind(Bindings.isEmpty(model.back));
        Button forward = Nodes.iconButton(Glyph.ARROW_RIGHT, Texts.get("browse.forward"), actions::forward);
        forward.disableProperty().bind(Bindings.isEmpty(model.forward));
        Button up = Nodes.iconButton(Glyph.ARROW_UP, Texts.get("browse.up"), actions::up);
        up.disableProperty()
                .bind(Bindings.createBooleanBinding(() -> model.trail.get().size() < 2, model.trail));
        way = new StackPane(crumbs);
        way.getStyleClass().add("path-way");
        way.setAlignment(Pos.CENTER_LEFT);
        way.setMinWidth(0);
        way.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && !isTyped()) {
                type();
            }
        });
        HBox.setHgrow(way, Priority.ALWAYS);
        row.getStyleClass().add("path-row");
        row.setAlignment(Pos.CENTER_LEFT);
        row.getChildren().setAll(back, forward, up, place, way, star);
        model.trail.addListener((trail, before, now) -> {
            crumbs.show(now);
            leave(false);
        });
        field.onLeave(() -> leave(true));
    }

    Node node() {
        return row;
    }

    /** Shows the title instead of a way while the pane has no files. */
    void hasFiles(boolean now) {
        leave(false);
        way.getChildren().setAll(now ? crumbs : title);
    }

    /** Sets what is shown while the pane has no files. */
    void title(String now) {
        title.setText(now);
    }

    /** Turns the way into a field with the path, all of it selected. */
    void type() {
        way.getChildren().setAll(field.node());
        field.begin();
    }

    private boolean isTyped() {
        return way.getChildren().contains(field.node());
    }

    private void leave(boolean toTable) {
        if (isTyped()) {
            way.getChildren().setAll(crumbs);
            if (toTable) {
                focusTable.run();
            }
        }
    }
}
