package quayside.app.ui.host;

import java.nio.file.Path;
import java.util.Optional;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import quayside.app.core.host.HostState;
import quayside.app.ui.kit.Banner;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;
import quayside.protocol.message.DisplayText;

/** The folder, its switch, and what stands in the way of sharing it. */
final class HostHeader extends VBox {
    private final HostModel model;
    private final HostController controller;
    private final Label folder = Nodes.name("", "host-folder");
    private final Label path = Nodes.name("", "muted", "small-text");
    private final Label explanation = Nodes.paragraph("", "muted", "small-text");
    private final Button choose;
    private final VBox messages = new VBox(8);

    HostHeader(HostModel model, HostController controller) {
        this.model = model;
        this.controller = controller;
        choose = button("host-choose", Texts.get("host.folder.choose"), controller::chooseFolder);
        path.setMinHeight(USE_PREF_SIZE);
        getStyleClass().add("host-header");
        getChildren().addAll(folderRow(), switchRow(), messages);
        for (Observable each : new Observable[] {model.state, model.folder, model.warning, model.remedy}) {
            each.addListener(changed -> refresh());
        }
        refresh();
    }

    private VBox folderRow() {
        HBox name = new HBox(12, Nodes.icon(Feather.FOLDER, "host-folder-icon"), folder);
        name.setAlignment(Pos.CENTER_LEFT);
        HBox place = new HBox(12, path, Nodes.spacer(), choose);
        place.setAlignment(Pos.CENTER_LEFT);
        return new VBox(4, name, place);
    }

    private HBox switchRow() {
        HostSwitch toggle = new HostSwitch(model, controller);
        toggle.setId("host-switch");
        Label words = Nodes.paragraph("", "host-state");
        words.setId("host-state");
        words.textProperty().bind(model.words);
        VBox text = new VBox(2, words, explanation);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox row = new HBox(8, toggle, text);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void refresh() {
        HostState state = model.state.get();
        Optional<Path> chosen = model.folder.get();
        folder.setText(chosen.map(HostModel::name).orElseGet(() -> Texts.get("host.folder.none")));
        path.setText(chosen.map(each -> DisplayText.escape(each.toString()))
                .orElseGet(() -> Texts.get("host.folder.none.hint")));
        // A path is shortened to one line; the hint in its place is read whole.
        path.setWrapText(chosen.isEmpty());
        Nodes.show(choose, !model.isOn() && !model.isBusy());
        explanation.setText(Texts.get(state instanceof HostState.On ? "host.on.hint" : "host.off.hint"));
        messages.getChildren().clear();
        model.warning.get().ifPresent(this::warn);
        if (state instanceof HostState.Failed failed) {
            fail(failed.sentence());
        }
        Nodes.show(messages, !messages.getChildren().isEmpty());
    }

    private void warn(String sentence) {
        Button no = button("host-share-not", Texts.get("host.warning.no"), controller::heedWarning);
        Button anyway = button("host-share-anyway", Texts.get("host.warning.anyway"), controller::startAnyway);
        messages.getChildren().add(new Banner(Banner.Tone.WARNING, sentence, no, anyway));
    }

    private void fail(String sentence) {
        Button again = button("host-again", Texts.get("host.failed.again"), controller::start);
        Button[] actions = model.remedy
                .get()
                .map(remedy -> new Button[] {button(remedy), again})
                .orElseGet(() -> new Button[] {again});
        messages.getChildren().add(new Banner(Banner.Tone.ERROR, sentence, actions));
    }

    private Button button(HostModel.Remedy remedy) {
        return switch (remedy) {
            case OTHER_FOLDER -> button("host-remedy", Texts.get("host.failed.folder"), controller::chooseFolder);
            case OTHER_PORT -> button("host-remedy", Texts.get("host.failed.port"), controller::startOnFreePort);
        };
    }

    private static Button button(String id, String text, Runnable action) {
        Button button = Nodes.button(text, action);
        button.setId(id);
        return button;
    }
}
