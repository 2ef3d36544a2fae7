package quayside.app.ui.host;

import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedProtection;
import quayside.app.ui.kit.Banner;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;
import quayside.protocol.message.DisplayText;
import quayside.server.protect.ProtectedFile;

/** Which files guests need a passcode for, and the host's say in it. Takes no place while nothing is shared. */
final class ProtectedList extends VBox {
    private static final int MOST_SHOWN = 5;

    private final HostModel model;
    private final Runnable release;
    private final VBox messages = new VBox(8);
    private final ListView<ProtectedFile> list = new ListView<>();

    /** What the buttons here do. */
    record Actions(
            Runnable protectFiles, Runnable protectFolder, Consumer<ProtectedFile> unprotect, Runnable release) {}

    ProtectedList(HostModel model, Actions actions) {
        this.model = model;
        this.release = actions.release();
        Label title = Nodes.label("", "section-title");
        title.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> Texts.get(
                                "host.protected.count",
                                model.protection().get().files().size()),
                        model.protection()));
        list.setId("host-protected");
        list.getStyleClass().add("dense");
        list.setCellFactory(view -> new Row(actions.unprotect()));
        list.setPlaceholder(Nodes.muted(Texts.get("host.protected.none")));
        list.setAccessibleText(Texts.get("host.protected"));
        // The stylesheet gives the rows their height, in the letters' size.
        list.prefHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> 4
                                + list.getFixedCellSize()
                                        * Math.clamp(
                                                model.protection().get().files().size(), 1, MOST_SHOWN),
                        model.protection(),
                        list.fixedCellSizeProperty()));
        list.minHeightProperty().bind(list.prefHeightProperty());
        Button files = Nodes.button(Feather.LOCK, Texts.get("host.protect.files"), actions.protectFiles());
        files.setId("host-protect-files");
        Button folder = Nodes.button(Feather.FOLDER, Texts.get("host.protect.folder"), actions.protectFolder());
        folder.setId("host-protect-folder");
        FlowPane buttons = new FlowPane(8, 8, files, folder);
        getStyleClass().add("host-section");
        getChildren()
                .addAll(
                        title,
                        Nodes.paragraph(Texts.get("host.protected.hint"), "muted", "small-text"),
                        messages,
                        list,
                        buttons);
        model.protection().addListener((protection, before, now) -> refresh());
        model.damage().addListener((damage, before, now) -> refresh());
        model.state().addListener((state, before, now) -> refresh());
        refresh();
    }

    private void refresh() {
        SharedProtection now = model.protection().get();
        Nodes.show(this, model.state().get() instanceof HostState.On);
        if (!list.getItems().equals(now.files())) {
            list.setItems(FXCollections.observableList(now.files()));
        }
        messages.getChildren().clear();
        String damage = model.damage().get().isEmpty()
                ? Texts.get("host.protected.damagedBefore")
                : model.damage().get();
        if (now.everythingLocked()) {
            Button others = Nodes.button(Texts.get("host.release"), release);
            others.setId("host-release");
            messages.getChildren()
                    .add(new Banner(Banner.Tone.ERROR, Texts.get("host.protected.everything", damage), others));
        } else if (now.hasSealed()) {
            messages.getChildren().add(new Banner(Banner.Tone.WARNING, Texts.get("host.protected.sealed", damage)));
        }
        Nodes.show(messages, !messages.getChildren().isEmpty());
    }

    private static final class Row extends ListCell<ProtectedFile> {
        private final Consumer<ProtectedFile> unprotect;
        private final Label name = Nodes.name("");
        private final Label sealed = Nodes.label(Texts.get("host.protected.isSealed"), "muted", "small-text");
        private final Button free = new Button();
        private final HBox row;

        Row(Consumer<ProtectedFile> unprotect) {
            this.unprotect = unprotect;
            Nodes.asIcon(free, Feather.UNLOCK, Texts.get("host.unprotect.action"));
            free.getStyleClass().add("protected-free");
            HBox.setHgrow(name, Priority.ALWAYS);
            name.setMaxWidth(Double.MAX_VALUE);
            sealed.setMinWidth(USE_PREF_SIZE);
            row = new HBox(8, Nodes.icon(Feather.LOCK, "quiet"), name, sealed, free);
            row.setAlignment(Pos.CENTER_LEFT);
            // The row takes the list's width, so that long names are shortened and no bar to scroll sideways appears.
            row.setMaxWidth(0);
            row.minWidthProperty().bind(widthProperty().subtract(24));
        }

        @Override
        protected void updateItem(@Nullable ProtectedFile file, boolean empty) {
            super.updateItem(file, empty);
            if (empty || file == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            String shown = DisplayText.escape(file.path().toString());
            name.setText(shown);
            Nodes.show(sealed, file.sealed());
            free.setOnAction(event -> unprotect.accept(file));
            free.setAccessibleText(Texts.get("host.unprotect.title", shown));
            setAccessibleText(shown + (file.sealed() ? ", " + sealed.getText() : ""));
            setGraphic(row);
        }
    }
}
