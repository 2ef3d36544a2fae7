package quayside.app.ui.host;

import atlantafx.base.controls.Spacer;
import atlantafx.base.controls.ToggleSwitch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Banner;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.text.DisplayText;
import quayside.server.ShareOptions;

/** The host's screen for any window size; it scrolls if it does not fit. */
final class HostView extends ScrollPane {
    private static final double GAP = 20;
    private static final double MIN_WIDTH_FOR_TWO_COLUMNS = 820;

    private final GridPane columns = new GridPane();
    private final Node invitation;
    private final VBox watched;
    private final VBox offered;

    HostView(
            HostModel model,
            HostController controller,
            ProtectionController protection,
            HostService host,
            UiServices services,
            Consumer<String> clipboard) {
        invitation = new Invitation(model, clipboard, () -> Invitation.askForKey(host, services));
        offered = new VBox(GAP, new PermissionsSection(model, controller), new ProtectionView(model, protection));
        Node guests = new GuestsView(model, host, services.clock());
        Node throughput = new ThroughputChart(model, host::transferred, System::nanoTime);
        Node log = new EventLog(model, services.clock());
        watched = new VBox(GAP, guests, throughput, log);
        // A margin is used, because a gap would stay while the invitation is hidden.
        GridPane.setMargin(invitation, new Insets(0, 0, GAP, 0));
        columns.setHgap(32);
        columns.getChildren().addAll(invitation, watched, offered);
        columns.widthProperty().addListener((width, before, now) -> arrange(now.doubleValue()));
        arrange(0);
        VBox top = new VBox(12, Nodes.label(Texts.get("host.title"), "card-title"), new Header(model, controller));
        VBox page = new VBox(GAP, top, columns);
        page.getStyleClass().add("host-page");
        setContent(page);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().add("edge-to-edge");
        Runnable show = () -> {
            boolean on = model.state.get() instanceof HostState.On;
            Nodes.show(guests, on);
            Nodes.show(throughput, on);
            Nodes.show(watched, on || !model.log.isEmpty());
        };
        model.state.addListener((state, before, now) -> show.run());
        model.log.addListener((Observable changed) -> show.run());
        show.run();
    }

    /**
     * Returns a switch and the state as text, for the top bar. A press on the text runs {@code open}, which shows the
     * screen.
     */
    static Node bar(HostModel model, HostController controller, Runnable open) {
        HostSwitch toggle = new HostSwitch(model, controller);
        toggle.setId("host-bar-switch");
        Button words = Nodes.button("", open);
        words.setId("host-bar-state");
        words.getStyleClass().add("flat");
        words.setMinWidth(48);
        words.setMaxWidth(280);
        words.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        words.textProperty().bind(model.words);
        words.setTooltip(Nodes.tooltip(Texts.get("host.open")));
        HBox bar = new HBox(toggle, words);
        bar.getStyleClass().add("host-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }

    /**
     * Uses two columns if there is enough width. Otherwise it uses one, in this order: invitation; guests, throughput
     * and log; permissions and protected files.
     */
    private void arrange(double width) {
        boolean wide = width >= MIN_WIDTH_FOR_TWO_COLUMNS;
        GridPane.setConstraints(invitation, 0, 0);
        GridPane.setConstraints(watched, wide ? 1 : 0, wide ? 0 : 1, 1, wide ? 2 : 1);
        GridPane.setMargin(watched, wide ? Insets.EMPTY : new Insets(0, 0, GAP, 0));
        GridPane.setConstraints(offered, 0, wide ? 1 : 2);
        columns.getRowConstraints().setAll(row(Priority.NEVER), row(Priority.ALWAYS));
        columns.getColumnConstraints().setAll(column(wide ? 44 : 100));
        if (wide) {
            columns.getColumnConstraints().add(column(56));
        }
    }

    private static RowConstraints row(Priority grow) {
        RowConstraints row = new RowConstraints();
        row.setValignment(VPos.TOP);
        row.setVgrow(grow);
        return row;
    }

    private static ColumnConstraints column(double percent) {
        ColumnConstraints column = new ColumnConstraints();
        column.setPercentWidth(percent);
        return column;
    }

    /** The folder, its switch, and the messages about problems with sharing it. */
    private static final class Header extends VBox {
        private final HostModel model;
        private final HostController controller;
        private final Label folder = Nodes.name("", "host-folder");
        private final Label path = Nodes.name("", "muted", "small-text");
        private final Label explanation = Nodes.paragraph("", "muted", "small-text");
        private final Button choose;
        private final VBox messages = new VBox(8);

        Header(HostModel model, HostController controller) {
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
            HBox name = new HBox(12, Nodes.icon(Glyph.FOLDER, "host-folder-icon"), folder);
            name.setAlignment(Pos.CENTER_LEFT);
            HBox place = new HBox(12, path, new Spacer(), choose);
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
            // A path is shortened to one line, but the hint that replaces it is shown whole.
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
            Button no = button("host-share-not", Texts.get("host.warning.no"), controller::cancelStart);
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

    /** The permissions of guests. A change takes effect at once. */
    private static final class PermissionsSection extends VBox {
        private final CheckBox download = new CheckBox(Texts.get("host.may.download"));
        private final CheckBox upload = new CheckBox(Texts.get("host.may.upload"));
        private final CheckBox delete = new CheckBox(Texts.get("host.may.delete"));

        PermissionsSection(HostModel model, HostController controller) {
            download.setId("may-download");
            upload.setId("may-upload");
            delete.setId("may-delete");
            model.permissions.subscribe(this::show);
            for (CheckBox box : List.of(download, upload, delete)) {
                box.setWrapText(true);
                box.setOnAction(event -> controller.permit(
                        new ShareOptions.Permissions(download.isSelected(), upload.isSelected(), delete.isSelected())));
            }
            getStyleClass().add("host-section");
            getChildren().addAll(Nodes.label(Texts.get("host.may"), "section-title"), download, upload, delete);
        }

        private void show(ShareOptions.Permissions permissions) {
            download.setSelected(permissions.download());
            upload.setSelected(permissions.upload());
            delete.setSelected(permissions.delete());
        }
    }

    /** The switch of the share. It requests a state, and changes only once the share has reached it. */
    private static final class HostSwitch extends ToggleSwitch {
        HostSwitch(HostModel model, HostController controller) {
            setAccessibleText(Texts.get("host.switch"));
            Runnable show = () -> {
                setSelected(model.isOn());
                setDisable(model.isBusy());
            };
            selectedProperty().addListener((selected, before, now) -> {
                if (now != model.isOn()) {
                    controller.setSharing(now);
                    show.run();
                }
            });
            model.state.addListener((state, before, now) -> show.run());
            show.run();
        }
    }
}
