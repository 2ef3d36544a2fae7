package quayside.app.ui.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.beans.Observable;
import javafx.beans.value.ObservableDoubleValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import quayside.app.core.host.HostService;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.Nodes;
import quayside.protocol.text.DisplayText;
import quayside.server.storage.NamedFolder;

/** The folders of a share that has several: the name and the path of each, what it holds, and its buttons. */
final class FolderList extends ScrollPane {
    private static final double MAX_HEIGHT = 232;

    /** Of a small window: two rows, so that the link and the guests keep their room. */
    private static final double SMALL_HEIGHT = 98;

    private final HostModel model;
    private final FoldersController controller;
    private final VBox rows = new VBox();
    private final ObservableDoubleValue tall;
    private final ObservableDoubleValue low;
    private final Map<NamedFolder, Label> places = new HashMap<>();
    private List<Object> shownBefore = List.of();

    FolderList(HostModel model, FoldersController controller, Look look) {
        this.model = model;
        this.controller = controller;
        rows.getStyleClass().add("host-folders");
        setId("host-folders");
        setContent(rows);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        // The rows have the focus, not what scrolls them.
        setFocusTraversable(false);
        getStyleClass().add("edge-to-edge");
        tall = look.px(MAX_HEIGHT);
        low = look.px(SMALL_HEIGHT);
        compact(false);
        for (Observable each : new Observable[] {model.several, model.contents, model.state}) {
            each.addListener(changed -> refresh());
        }
        refresh();
    }

    /** Gives it less height for the same rows. */
    void compact(boolean now) {
        maxHeightProperty().bind(now ? low : tall);
    }

    private void refresh() {
        Map<String, HostService.Contents> counted =
                model.contents.get().map(HostService.Contents::folders).orElse(Map.of());
        List<Object> shown = List.of(List.copyOf(model.several), model.isBusy());
        if (!shown.equals(shownBefore)) {
            shownBefore = shown;
            places.clear();
            List<NamedFolder> several = model.several.size() > 1 ? List.copyOf(model.several) : List.of();
            rows.getChildren().setAll(several.stream().map(this::row).toList());
            Nodes.show(this, model.several.size() > 1);
        }
        // Only the words change with each count, so that a button keeps the focus.
        places.forEach((folder, place) -> place.setText(place(folder, counted)));
    }

    private static String place(NamedFolder folder, Map<String, HostService.Contents> counted) {
        String path = HumanFormat.path(folder.folder());
        HostService.Contents contents = counted.get(folder.name());
        return contents != null
                ? Texts.get(
                        "host.contents",
                        path,
                        contents.files(),
                        HumanFormat.size(contents.bytes()).replace(' ', '\u00a0'))
                : counted.isEmpty() ? path : Texts.get("host.folders.away", path);
    }

    private HBox row(NamedFolder folder) {
        String name = DisplayText.escape(folder.name());
        Label place = Nodes.name("", "muted", "small-text");
        places.put(folder, place);
        VBox words = new VBox(Nodes.name(name, "strong"), place);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button rename =
                Nodes.iconButton(Glyph.EDIT, Texts.get("host.folders.rename", name), () -> controller.rename(folder));
        Button remove =
                Nodes.iconButton(Glyph.X, Texts.get("host.folders.remove", name), () -> controller.remove(folder));
        int number = model.several.indexOf(folder) + 1;
        rename.setId("host-folder-rename-" + number);
        remove.setId("host-folder-remove-" + number);
        rename.setDisable(model.isBusy());
        remove.setDisable(model.isBusy());
        HBox row = new HBox(4, words, rename, remove);
        row.setAlignment(Pos.CENTER_LEFT);
        row.getStyleClass().add("host-folder");
        return row;
    }
}
