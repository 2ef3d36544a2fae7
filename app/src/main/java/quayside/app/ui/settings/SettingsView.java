package quayside.app.ui.settings;

import atlantafx.base.controls.Spacer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;
import quayside.app.core.settings.Settings;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Nodes;
import quayside.protocol.text.DisplayText;

/** All settings in one column, grouped; no confirmation is needed. */
final class SettingsView extends VBox {
    private final SettingsController controller;
    private final SegmentedButton theme;
    private final SegmentedButton fontScale;
    private final Label folder = Nodes.name("", "settings-folder");
    private final CheckBox showHidden = new CheckBox(Texts.get("settings.hidden.show"));
    private final CheckBox shareHidden = new CheckBox(Texts.get("settings.hidden.share"));
    private final TextField port = new TextField();
    private final Label portFault = Nodes.paragraph("", "field-fault", "small-text");

    /** @param chooseFolder asks for a folder; empty if the user cancels */
    SettingsView(SettingsController controller, Supplier<Optional<Path>> chooseFolder) {
        this.controller = controller;
        theme = segments(
                "settings-theme",
                controller::theme,
                segment(Settings.Theme.SYSTEM, Texts.get("settings.theme.system")),
                segment(Settings.Theme.LIGHT, Texts.get("settings.theme.light")),
                segment(Settings.Theme.DARK, Texts.get("settings.theme.dark")));
        fontScale = segments(
                "settings-scale",
                controller::fontScale,
                Stream.of(1.0, 1.25, 1.5)
                        .map(scale -> segment(scale, String.format(Locale.ENGLISH, "%.0f %%", scale * 100)))
                        .toArray(ToggleButton[]::new));
        getStyleClass().add("settings-view");
        getChildren()
                .addAll(
                        group("settings.look", row("settings.theme", theme), row("settings.scale", fontScale)),
                        group("settings.files", folderRow(chooseFolder), showHidden),
                        group("settings.hosting", portRow(), portFault, hint("settings.port.hint"), shareHidden));
        showHidden.setId("settings-show-hidden");
        showHidden.setWrapText(true);
        showHidden.setOnAction(event -> controller.showLocalHidden(showHidden.isSelected()));
        shareHidden.setId("settings-share-hidden");
        shareHidden.setWrapText(true);
        shareHidden.setOnAction(event -> controller.shareHidden(shareHidden.isSelected()));
        controller.settings().addListener((settings, before, now) -> show(now));
        show(controller.settings().get());
    }

    private static ToggleButton segment(Object value, String text) {
        ToggleButton button = new ToggleButton(text);
        button.setMnemonicParsing(false);
        button.setUserData(value);
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }

    @SuppressWarnings("unchecked") // The user data of the segments has the type of the choice.
    private static <T> SegmentedButton segments(String id, Consumer<T> chosen, ToggleButton... segments) {
        SegmentedButton row = new SegmentedButton(segments);
        row.setId(id);
        for (ToggleButton segment : segments) {
            segment.setOnAction(event -> {
                // A press on the chosen segment would leave none chosen.
                segment.setSelected(true);
                chosen.accept((T) segment.getUserData());
            });
        }
        return row;
    }

    private static void choose(SegmentedButton row, Object value) {
        row.getButtons().forEach(segment -> segment.setSelected(value.equals(segment.getUserData())));
    }

    private static VBox group(String title, Node... rows) {
        VBox group = new VBox(Nodes.label(Texts.get(title), "section-title"));
        group.getStyleClass().add("settings-group");
        group.getChildren().addAll(rows);
        return group;
    }

    private static HBox row(String name, Node choice) {
        Label label = Nodes.label(Texts.get(name));
        label.setLabelFor(choice);
        HBox row = new HBox(16, label, new Spacer(), choice);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static Label hint(String key) {
        return Nodes.paragraph(Texts.get(key), "muted", "small-text");
    }

    private HBox folderRow(Supplier<Optional<Path>> chooseFolder) {
        Button choose = Nodes.button(
                Texts.get("settings.folder.choose"), () -> chooseFolder.get().ifPresent(controller::downloadFolder));
        choose.setId("settings-folder-choose");
        folder.setId("settings-folder");
        VBox words = new VBox(2, Nodes.label(Texts.get("settings.folder")), folder);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox row = new HBox(16, words, choose);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private HBox portRow() {
        port.setId("settings-port");
        port.setPrefColumnCount(6);
        port.setAccessibleText(Texts.get("settings.port"));
        port.setOnAction(event -> applyPort());
        port.focusedProperty().addListener((focused, before, now) -> {
            if (!now) {
                applyPort();
            }
        });
        portFault.setId("settings-port-fault");
        Nodes.show(portFault, false);
        return row("settings.port", port);
    }

    private void applyPort() {
        Optional<String> fault = controller.port(port.getText());
        portFault.setText(fault.orElse(""));
        Nodes.show(portFault, fault.isPresent());
    }

    private void show(Settings now) {
        choose(theme, now.look().theme());
        choose(fontScale, now.look().fontScale());
        folder.setText(now.local()
                .downloadFolder()
                .map(path -> DisplayText.escape(path.toString()))
                .orElseGet(() -> Texts.get("settings.folder.none")));
        showHidden.setSelected(now.local().showHidden());
        shareHidden.setSelected(now.host().showHidden());
        if (!port.isFocused()) {
            port.setText(Integer.toString(now.host().port()));
        }
    }

    /** Shows the saved settings; an unfinished entry from before the box was closed is dropped. */
    void reset() {
        port.setText(Integer.toString(controller.settings().get().host().port()));
        Nodes.show(portFault, false);
    }
}
