package quayside.app.ui.host;

import java.util.function.Consumer;
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

/** Which folder, whether it is shared, and what stands in the way. */
final class HostHeader extends VBox {
    private final HostModel model;
    private final HostController controller;
    private final Consumer<Boolean> turned;
    private final Runnable chooseFolder;
    private final Label folder = Nodes.name("", "host-folder");
    private final Label path = Nodes.name("", "muted", "small-text");
    private final Label words = Nodes.paragraph("", "host-state");
    private final Label explanation = Nodes.paragraph("", "muted", "small-text");
    private final Button choose;
    private final VBox messages = new VBox(8);

    /**
     * @param turned asks for hosting or for its end
     * @param chooseFolder opens the chooser
     */
    HostHeader(HostModel model, HostController controller, Consumer<Boolean> turned, Runnable chooseFolder) {
        this.model = model;
        this.controller = controller;
        this.turned = turned;
        this.chooseFolder = chooseFolder;
        this.choose = Nodes.button(Texts.get("host.folder.choose"), chooseFolder);
        choose.setId("host-choose");
        path.setMinHeight(USE_PREF_SIZE);
        words.setId("host-state");
        getStyleClass().add("host-header");
        getChildren().addAll(folderRow(), switchRow(), messages);
        model.state().addListener((state, before, now) -> refresh());
        model.folder().addListener((chosen, before, now) -> refresh());
        model.warning().addListener((warning, before, now) -> refresh());
        model.remedy().addListener((remedy, before, now) -> refresh());
        model.guests().addListener((Observable guests) -> refresh());
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
        HostSwitch toggle = new HostSwitch(model, turned);
        toggle.setId("host-switch");
        toggle.getStyleClass().add("large-switch");
        VBox text = new VBox(2, words, explanation);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox row = new HBox(8, toggle, text);
        row.getStyleClass().add("host-switch-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private void refresh() {
        HostState state = model.state().get();
        folder.setText(model.folder().get().map(HostWords::name).orElseGet(() -> Texts.get("host.folder.none")));
        path.setText(model.folder()
                .get()
                .map(chosen -> DisplayText.escape(chosen.toString()))
                .orElseGet(() -> Texts.get("host.folder.none.hint")));
        // A path is shortened in one line, the hint in its place is read whole.
        path.setWrapText(model.folder().get().isEmpty());
        Nodes.show(choose, !model.isOn() && !model.isBusy());
        words.setText(HostWords.of(state, model.guests().size()));
        explanation.setText(Texts.get(state instanceof HostState.On ? "host.on.hint" : "host.off.hint"));
        messages.getChildren().clear();
        model.warning().get().ifPresent(this::warn);
        if (state instanceof HostState.Failed failed) {
            fail(failed.sentence());
        }
        Nodes.show(messages, !messages.getChildren().isEmpty());
    }

    private void warn(String sentence) {
        Button anyway = Nodes.button(Texts.get("host.warning.anyway"), controller::startAnyway);
        anyway.setId("host-share-anyway");
        Button no = Nodes.button(Texts.get("host.warning.no"), controller::heedWarning);
        no.setId("host-share-not");
        messages.getChildren().add(new Banner(Banner.Tone.WARNING, sentence, no, anyway));
    }

    private void fail(String sentence) {
        Button again = Nodes.button(Texts.get("host.failed.again"), controller::start);
        again.setId("host-again");
        Button[] actions = model.remedy()
                .get()
                .map(remedy -> switch (remedy) {
                    case OTHER_FOLDER -> Nodes.button(Texts.get("host.failed.folder"), chooseFolder);
                    case OTHER_PORT -> Nodes.button(Texts.get("host.failed.port"), controller::startOnFreePort);
                })
                .map(remedy -> {
                    remedy.setId("host-remedy");
                    return new Button[] {remedy, again};
                })
                .orElseGet(() -> new Button[] {again});
        messages.getChildren().add(new Banner(Banner.Tone.ERROR, sentence, actions));
    }
}
