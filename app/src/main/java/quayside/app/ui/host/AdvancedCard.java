package quayside.app.ui.host;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.CopyButton;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.Fingerprint;

/**
 * What few hosts need, folded: address, port, fingerprint, access key, hidden files and the protected files. It unfolds
 * by itself if protected files need the host's decision.
 */
final class AdvancedCard extends VBox {
    private static final String HIDDEN = "••••••••";

    private final HostModel model;
    private final ToggleButton head = new ToggleButton();
    private final ChoiceBox<String> address = new ChoiceBox<>();
    private final Label port = Nodes.label("");
    private final Label key = Nodes.label("", "mono", "access-key");
    private final Button reveal = new Button();
    private final Label fingerprint = Nodes.paragraph("", "mono");
    private final Node addressField;
    private final VBox ofShare;

    AdvancedCard(
            HostModel model,
            HostController controller,
            ProtectionController protection,
            HostService host,
            UiServices services,
            Consumer<String> clipboard) {
        this.model = model;
        address.setMaxWidth(Double.MAX_VALUE);
        address.setId("host-address");
        address.valueProperty().addListener((value, before, now) -> {
            if (now != null) {
                model.address.set(now);
            }
        });
        addressField = field(Texts.get("host.address"), address);
        port.setId("host-port");
        fingerprint.setId("host-fingerprint");
        ofShare = new VBox(
                12,
                addressField,
                field(Texts.get("host.port"), port),
                field(Texts.get("host.fingerprint"), fingerprint),
                field(Texts.get("host.key"), keyRow(clipboard, () -> new KeyChange(host, services).show())));
        VBox content = new VBox(12, ofShare, hiddenFiles(model, controller), new ProtectionView(model, protection));
        content.getStyleClass().add("host-fold");
        head(services);
        content.visibleProperty().bind(head.selectedProperty());
        content.managedProperty().bind(head.selectedProperty());
        getStyleClass().add("host-card");
        setMinHeight(USE_PREF_SIZE);
        getChildren().addAll(head, content);
        model.protection.addListener((state, before, now) -> {
            if (now.everythingLocked() || now.hasSealed()) {
                head.setSelected(true);
            }
        });
        for (Observable each : new Observable[] {model.state, model.address, model.keyRevealed}) {
            each.addListener(changed -> refresh());
        }
        refresh();
    }

    /** Returns whether the card is unfolded. */
    ReadOnlyBooleanProperty unfolded() {
        return head.selectedProperty();
    }

    private void head(UiServices services) {
        Icon chevron = Nodes.icon(Glyph.CHEVRON_RIGHT, "quiet");
        Label summary = Nodes.name("", "muted", "small-text");
        model.state.subscribe(state -> summary.setText(
                Texts.get(state instanceof HostState.On ? "host.advanced.summary" : "host.advanced.summary.off")));
        Label title = Nodes.label(Texts.get("host.advanced"), "strong");
        title.setMinWidth(USE_PREF_SIZE);
        HBox words = new HBox(8, chevron, title, summary);
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(0);
        head.setId("host-advanced");
        head.setGraphic(words);
        head.setMaxWidth(Double.MAX_VALUE);
        head.setAlignment(Pos.CENTER_LEFT);
        head.setMinWidth(0);
        head.getStyleClass().addAll("flat", "host-fold-head");
        head.setAccessibleText(Texts.get("host.advanced"));
        head.selectedProperty().addListener((selected, before, now) -> {
            chevron.glyph(now ? Glyph.CHEVRON_DOWN : Glyph.CHEVRON_RIGHT);
            Nodes.show(summary, !now);
        });
        words.maxWidthProperty().bind(widthProperty().subtract(services.look().px(32)));
    }

    private static Node hiddenFiles(HostModel model, HostController controller) {
        CheckBox hidden = new CheckBox(Texts.get("host.hidden"));
        hidden.setId("host-hidden");
        hidden.setWrapText(true);
        model.showHidden.subscribe(hidden::setSelected);
        hidden.setOnAction(event -> controller.shareHidden(hidden.isSelected()));
        Label hint = Nodes.paragraph(Texts.get("host.hidden.hint"), "muted", "small-text");
        model.state.subscribe(state -> Nodes.show(hint, state instanceof HostState.On));
        return new VBox(4, hidden, hint);
    }

    private Node keyRow(Consumer<String> clipboard, Runnable changeKey) {
        key.setId("host-key");
        reveal.setId("host-key-reveal");
        reveal.setOnAction(event -> model.keyRevealed.set(!model.keyRevealed.get()));
        CopyButton copy = new CopyButton(
                Texts.get("host.key.copy"),
                () -> model.on().map(HostState.On::key).orElse(""),
                clipboard);
        copy.setId("host-key-copy");
        Button change = Nodes.button(Texts.get("host.key.change"), changeKey);
        change.setId("host-key-change");
        FlowPane row = new FlowPane(8, 8, key, reveal, copy, change);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static Node field(String name, Node field) {
        Label label = Nodes.paragraph(name, "muted", "small-text");
        label.setLabelFor(field);
        VBox box = new VBox(label, field);
        box.getStyleClass().add("host-field");
        return box;
    }

    private void refresh() {
        Optional<HostState.On> on =
                model.on().filter(now -> !model.address.get().isEmpty());
        Nodes.show(ofShare, on.isPresent());
        on.ifPresentOrElse(this::show, () -> key.setText(""));
    }

    private void show(HostState.On on) {
        boolean revealed = model.keyRevealed.get();
        key.setText(revealed ? on.key() : HIDDEN);
        Nodes.asIcon(
                reveal,
                revealed ? Glyph.EYE_OFF : Glyph.EYE,
                Texts.get(revealed ? "host.key.hide" : "host.key.reveal"));
        port.setText(Integer.toString(on.port()));
        fingerprint.setText(ShareLink.parse(on.linkTo(model.address.get()))
                .id()
                .map(Fingerprint::grouped)
                .orElse(""));
        if (!address.getItems().equals(on.addresses())) {
            address.getItems().setAll(on.addresses());
        }
        address.setValue(model.address.get());
    }
}
