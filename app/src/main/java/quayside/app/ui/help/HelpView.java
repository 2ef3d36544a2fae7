package quayside.app.ui.help;

import atlantafx.base.controls.CustomTextField;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;

/** The help with a search field above it. */
final class HelpView extends VBox {
    /** The height, also while a search finds little; less in a low window. */
    private static final double HEIGHT = 520;

    private static final double MIN_HEIGHT = 48;
    private static final double KEYS_WIDTH = 168;

    private final HelpModel model;
    private final CustomTextField search = new CustomTextField();
    private final VBox groups = new VBox();
    private final ScrollPane scroll = new ScrollPane(groups);

    HelpView(HelpModel model) {
        this.model = model;
        search.setId("help-search");
        search.setLeft(Nodes.icon(Glyph.SEARCH, "quiet"));
        search.setPromptText(Texts.get("help.search"));
        search.setAccessibleText(Texts.get("help.search"));
        search.textProperty().bindBidirectional(model.search());
        groups.setId("help-groups");
        groups.getStyleClass().add("help-groups");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("edge-to-edge", "help-scroll");
        scroll.setPrefHeight(HEIGHT);
        scroll.setMinHeight(MIN_HEIGHT);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getStyleClass().add("help-view");
        getChildren().addAll(search, scroll);
        sceneProperty().addListener((scene, before, now) -> scroll.setVvalue(0));
        model.search().addListener((text, before, now) -> refresh());
        refresh();
    }

    Node search() {
        return search;
    }

    private void refresh() {
        List<HelpModel.Group> found = model.matches();
        groups.getChildren().setAll(found.stream().map(HelpView::group).toList());
        if (found.isEmpty()) {
            groups.getChildren().add(Nodes.paragraph(Texts.get("help.nothing"), "muted"));
        }
    }

    private static Node group(HelpModel.Group group) {
        VBox box = new VBox(Nodes.label(group.title(), "section-title"));
        box.getStyleClass().add("help-group");
        group.entries().forEach(entry -> box.getChildren().add(row(entry)));
        group.paragraphs().forEach(words -> box.getChildren().add(Nodes.paragraph(words)));
        return box;
    }

    private static Node row(HelpModel.Entry entry) {
        Label keys = Nodes.paragraph(entry.how(), entry.isKey() ? "help-keys" : "muted");
        HBox place = new HBox(keys);
        place.setMinWidth(KEYS_WIDTH);
        place.setMaxWidth(KEYS_WIDTH);
        Label action = Nodes.paragraph(entry.action());
        HBox.setHgrow(action, Priority.ALWAYS);
        HBox row = new HBox(16, place, action);
        row.setAlignment(Pos.CENTER_LEFT);
        row.setAccessibleText(entry.how() + ": " + entry.action());
        return row;
    }
}
