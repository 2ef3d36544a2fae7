package quayside.app.ui.host;

import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.IntegerBinding;
import javafx.collections.FXCollections;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedProtection;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Banner;
import quayside.app.ui.kit.Chooser;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;
import quayside.protocol.text.DisplayText;
import quayside.server.protect.ProtectedFile;

/** The files for which guests need a passcode, and the host's actions on them. Hidden while nothing is shared. */
final class ProtectionView extends VBox {
    private static final int MAX_ROWS = 5;

    private final HostModel model;
    private final ProtectionController controller;
    private final VBox messages = new VBox(8);
    private final ListView<ProtectedFile> list = new ListView<>();

    ProtectionView(HostModel model, ProtectionController controller) {
        this.model = model;
        this.controller = controller;
        IntegerBinding count = Bindings.createIntegerBinding(
                () -> model.protection.get().files().size(), model.protection);
        Label title = Nodes.label("", "section-title");
        title.textProperty()
                .bind(Bindings.createStringBinding(() -> Texts.get("host.protected.count", count.get()), count));
        list.setId("host-protected");
        list.setCellFactory(view -> new ProtectedRow(controller::unprotect));
        list.setPlaceholder(Nodes.muted(Texts.get("host.protected.none")));
        list.setAccessibleText(Texts.get("host.protected"));
        HostRow.fit(list, count, MAX_ROWS);
        list.minHeightProperty().bind(list.prefHeightProperty());
        Button files = Nodes.button(
                Glyph.LOCK,
                Texts.get("host.protect.files"),
                () -> controller.protect(Chooser.Wanted.files(Texts.get("host.protect.chooseFiles"))));
        files.setId("host-protect-files");
        Button folder = Nodes.button(
                Glyph.FOLDER,
                Texts.get("host.protect.folder"),
                () -> controller.protect(Chooser.Wanted.folder(Texts.get("host.protect.chooseFolder"))));
        folder.setId("host-protect-folder");
        getStyleClass().add("host-section");
        getChildren()
                .addAll(
                        title,
                        Nodes.paragraph(Texts.get("host.protected.hint"), "muted", "small-text"),
                        messages,
                        list,
                        new FlowPane(8, 8, files, folder));
        for (Observable each : new Observable[] {model.protection, model.damage, model.state}) {
            each.addListener(changed -> refresh());
        }
        refresh();
    }

    private void refresh() {
        SharedProtection now = model.protection.get();
        Nodes.show(this, model.state.get() instanceof HostState.On);
        if (!list.getItems().equals(now.files())) {
            list.setItems(FXCollections.observableList(now.files()));
        }
        messages.getChildren().clear();
        String damage = model.damage.get().isEmpty() ? Texts.get("host.protected.damagedBefore") : model.damage.get();
        if (now.everythingLocked()) {
            Button others = Nodes.button(Texts.get("host.release"), controller::releaseOthers);
            others.setId("host-release");
            messages.getChildren()
                    .add(new Banner(Banner.Tone.ERROR, Texts.get("host.protected.everything", damage), others));
        } else if (now.hasSealed()) {
            messages.getChildren().add(new Banner(Banner.Tone.WARNING, Texts.get("host.protected.sealed", damage)));
        }
        Nodes.show(messages, !messages.getChildren().isEmpty());
    }

    private static final class ProtectedRow extends HostRow<ProtectedFile> {
        private final Label name = Nodes.name("");
        private final Label sealed = Nodes.label(Texts.get("host.protected.isSealed"), "muted", "small-text");
        private final Button free;

        ProtectedRow(Consumer<ProtectedFile> unprotect) {
            super(8);
            free = Nodes.iconButton(
                    Glyph.UNLOCK, Texts.get("host.unprotect.action"), () -> unprotect.accept(getItem()));
            free.getStyleClass().add("protected-free");
            HBox.setHgrow(name, Priority.ALWAYS);
            name.setMaxWidth(Double.MAX_VALUE);
            sealed.setMinWidth(USE_PREF_SIZE);
            compose(Nodes.icon(Glyph.LOCK, "quiet"), name, sealed, free);
        }

        @Override
        String show(ProtectedFile file) {
            String shown = DisplayText.escape(file.path().toString());
            name.setText(shown);
            Nodes.show(sealed, file.sealed());
            free.setAccessibleText(Texts.get("host.unprotect.title", shown));
            return shown + (file.sealed() ? ", " + sealed.getText() : "");
        }
    }
}
