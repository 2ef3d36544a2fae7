package quayside.app.ui.host;

import atlantafx.base.controls.ToggleSwitch;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Banner;
import quayside.app.ui.kit.FolderMenu;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;

/** The folder or the folders, their switch, the speeds, and the messages about problems with sharing it. */
final class FolderCard extends VBox {
    private final HostModel model;
    private final FoldersController folders;
    private final Label title = Nodes.paragraph("", "section-title");
    private final Label place = Nodes.paragraph("", "muted", "small-text");
    private final Label hint = Nodes.paragraph("", "muted", "small-text");
    private final Button choose;
    private final Button add;
    private final FolderMenu earlier;
    private final HBox choice;
    private final FolderList list;
    private final VBox messages = new VBox(8);
    private final Sparkline traffic;
    private final HBox head;
    private final HostSwitch toggle;
    private List<Object> saidBefore = List.of();
    private boolean dragsFolders;

    FolderCard(
            HostModel model,
            HostController controller,
            FoldersController folders,
            Supplier<HostService.Transferred> totals,
            UiServices services) {
        this.model = model;
        this.folders = folders;
        choose = button("host-choose", Texts.get("host.folder.choose"), folders::chooseFolder);
        earlier = new FolderMenu(services.background(), folders::take);
        earlier.setId("host-earlier");
        add = button("host-add", Texts.get("host.folders.add"), folders::chooseAnother);
        choice = new HBox(4, choose, add, earlier);
        choice.setAlignment(Pos.CENTER_LEFT);
        traffic = new Sparkline(model, totals, System::nanoTime, services.background(), services.look());
        title.setId("host-state");
        title.textProperty().bind(model.words);
        place.setId("host-place");
        Icon icon = new Icon(Glyph.FOLDER, Icon.Size.S20);
        icon.getStyleClass().add("kind-folder");
        StackPane tile = new StackPane(icon);
        tile.getStyleClass().add("tile");
        tile.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        toggle = new HostSwitch(model, controller);
        toggle.setId("host-switch");
        VBox words = new VBox(title, place);
        words.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(words, Priority.ALWAYS);
        head = new HBox(12, tile, words, toggle);
        head.setAlignment(Pos.CENTER_LEFT);
        getStyleClass().addAll("host-card", "host-padded");
        setMinHeight(USE_PREF_SIZE);
        list = new FolderList(model, folders, services.look());
        acceptDrops(folders);
        getChildren().addAll(head, hint, messages, list, choice, traffic);
        for (Observable each : new Observable[] {
            model.state, model.folder, model.several, model.folders, model.contents, model.warning, model.remedy
        }) {
            each.addListener(changed -> refresh());
        }
        refresh();
    }

    /** Puts the speeds and the choice of a folder beside the name of the folder, or below it. */
    void compact(boolean now) {
        head.getChildren().removeAll(choice, traffic);
        getChildren().removeAll(choice, traffic);
        if (now) {
            head.getChildren().addAll(head.getChildren().indexOf(toggle), List.of(traffic, choice));
        } else {
            getChildren().addAll(choice, traffic);
        }
        traffic.compact(now);
        list.compact(now);
    }

    private void refresh() {
        HostState state = model.state.get();
        boolean on = state instanceof HostState.On;
        Optional<Path> chosen = model.folder.get();
        boolean several = model.several.size() > 1;
        String path = several
                ? Texts.get("host.folders.count", model.several.size())
                : chosen.map(HumanFormat::path).orElse("");
        // The unit of the size must not stand alone on the next line.
        place.setText(model.contents
                .get()
                .filter(counted -> on)
                .map(counted -> Texts.get(
                        "host.contents",
                        path,
                        counted.files(),
                        HumanFormat.size(counted.bytes()).replace(' ', '\u00a0')))
                .orElse(path));
        Nodes.show(place, chosen.isPresent());
        hint.setText(Texts.get(chosen.isPresent() ? "host.off.hint" : "host.folder.none.hint"));
        boolean free = !model.isOn() && !model.isBusy();
        Nodes.show(hint, free && !(state instanceof HostState.Failed));
        Nodes.show(choice, (free || on) && !model.remedy.get().equals(Optional.of(HostModel.Remedy.OTHER_FOLDER)));
        Nodes.show(choose, !several);
        Nodes.show(add, chosen.isPresent());
        choose.setText(Texts.get(chosen.isPresent() ? "host.folder.change" : "host.folder.choose"));
        choose.getStyleClass().remove("accent");
        if (chosen.isEmpty()) {
            Nodes.accent(choose);
        }
        List<Path> others = model.folders.stream()
                .filter(folder -> !several && !chosen.equals(Optional.of(folder)))
                .toList();
        if (!others.equals(earlier.folders())) {
            earlier.show(others);
        }
        Nodes.show(traffic, on);
        showMessages(on);
    }

    /** Folders that are dragged here are shared, too. */
    private void acceptDrops(FoldersController controller) {
        // The disk is asked once for each drag, because the pointer moves often.
        setOnDragEntered(event ->
                dragsFolders = !folders(event.getDragboard().getFiles()).isEmpty());
        setOnDragOver(event -> {
            if (!model.isBusy() && dragsFolders) {
                event.acceptTransferModes(TransferMode.LINK, TransferMode.COPY);
                event.consume();
            }
        });
        setOnDragDropped(event -> {
            List<Path> dropped = folders(event.getDragboard().getFiles());
            event.setDropCompleted(!dropped.isEmpty());
            event.consume();
            if (!dropped.isEmpty()) {
                controller.add(dropped);
            }
        });
    }

    /** Returns what is dragged if all of it is folders. */
    private static List<Path> folders(List<File> dragged) {
        return dragged.stream().allMatch(File::isDirectory)
                ? dragged.stream().map(File::toPath).toList()
                : List.of();
    }

    private void showMessages(boolean on) {
        // The state also changes with each guest, and a button keeps the focus meanwhile.
        List<Object> said = List.of(model.folder.get(), on, model.warning.get(), model.failed(), model.remedy.get());
        if (!said.equals(saidBefore)) {
            saidBefore = said;
            messages.getChildren().clear();
            model.warning.get().ifPresent(this::warn);
            model.failed().ifPresent(this::fail);
            Nodes.show(messages, !messages.getChildren().isEmpty());
        }
    }

    private void warn(HostModel.Warning warning) {
        String sentence = model.folder.get().equals(Optional.of(warning.folder()))
                ? warning.sentence()
                : Texts.get("host.warning.other", HostModel.name(warning.folder()), warning.sentence());
        Button no = button("host-share-not", Texts.get("host.warning.no"), folders::cancelStart);
        Button anyway = button("host-share-anyway", Texts.get("host.warning.anyway"), folders::startAnyway);
        messages.getChildren().add(new Banner(Banner.Tone.WARNING, sentence, no, anyway));
    }

    private void fail(HostState.Failed failed) {
        List<Button> actions = new ArrayList<>();
        model.remedy.get().ifPresent(remedy -> actions.add(button(remedy)));
        actions.add(button("host-again", Texts.get("host.failed.again"), folders::startAgain));
        String sentence = failed.sentence();
        if (model.on().isPresent()) {
            String key = folders.wasBeside() ? "host.failed.beside" : "host.failed.other";
            sentence = Texts.get(key, HostModel.name(failed.folder()), sentence);
            actions.add(button("host-forget", Texts.get("host.failed.forget"), folders::forgetFailure));
        }
        messages.getChildren().add(new Banner(Banner.Tone.ERROR, sentence, actions.toArray(Button[]::new)));
    }

    private Button button(HostModel.Remedy remedy) {
        return switch (remedy) {
            case OTHER_FOLDER -> button("host-remedy", Texts.get("host.failed.folder"), folders::chooseFolder);
            case OTHER_PORT -> button("host-remedy", Texts.get("host.failed.port"), folders::startOnFreePort);
        };
    }

    private static Button button(String id, String text, Runnable action) {
        Button button = Nodes.button(text, action);
        button.setId(id);
        return button;
    }

    /** The switch of the share. It requests a state, and changes only once the share has reached it. */
    private static final class HostSwitch extends ToggleSwitch {
        HostSwitch(HostModel model, HostController controller) {
            setAccessibleText(Texts.get("host.switch"));
            setAccessibleRole(AccessibleRole.TOGGLE_BUTTON);
            setMinWidth(USE_PREF_SIZE);
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
