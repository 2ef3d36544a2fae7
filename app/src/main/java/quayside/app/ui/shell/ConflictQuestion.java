package quayside.app.ui.shell;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.shell.ConflictFinder.Conflict;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.text.DisplayText;

/** Asks once for all files whose names are taken, with the sizes and dates of both sides. */
final class ConflictQuestion {
    private static final int MAX_LISTED = 50;

    private ConflictQuestion() {}

    /**
     * Returns the dialog; {@code cancelled} is called instead of {@code answered} if the user cancels.
     *
     * @param mayReplace whether files may be replaced in the target
     */
    static DialogBox of(
            List<Conflict> conflicts,
            boolean mayReplace,
            Clock clock,
            Consumer<OnConflict> answered,
            Runnable cancelled) {
        ToggleGroup group = new ToggleGroup();
        Map<RadioButton, OnConflict> choices = new LinkedHashMap<>();
        choices.put(choice(group, Texts.get("shell.conflict.keepBoth")), OnConflict.RENAME);
        choices.put(choice(group, Texts.get("shell.conflict.replace")), OnConflict.OVERWRITE);
        choices.put(choice(group, Texts.get("shell.conflict.newer")), OnConflict.NEWER);
        choices.put(choice(group, Texts.get("shell.conflict.skip")), OnConflict.SKIP);
        choices.forEach((button, rule) -> {
            boolean replaces = switch (rule) {
                case OVERWRITE, NEWER -> true;
                case RENAME, SKIP, FAIL -> false;
            };
            button.setDisable(replaces && !mayReplace);
            button.setId(rule.name());
        });
        RadioButton first = choices.keySet().iterator().next();
        first.setSelected(true);
        VBox list = new VBox();
        list.getStyleClass().add("conflicts");
        conflicts.stream()
                .limit(MAX_LISTED)
                .forEach(conflict -> list.getChildren().add(row(conflict, clock)));
        if (conflicts.size() > MAX_LISTED) {
            list.getChildren().add(Nodes.muted(Texts.get("shell.conflict.more", conflicts.size() - MAX_LISTED)));
        }
        VBox options = new VBox(8);
        options.getChildren().addAll(choices.keySet());
        options.setPadding(new Insets(8, 0, 0, 0));
        return DialogBox.of(Texts.get(
                        "shell.conflict.title",
                        conflicts.size(),
                        conflicts.getFirst().source().name()))
                .content(scrolling(list), options)
                .safe(Texts.get("shared.cancel"), cancelled)
                .focusOn(first)
                .deed(
                        Texts.get("shell.conflict.go"),
                        () -> choices.forEach((button, rule) -> {
                            if (button.isSelected()) {
                                answered.accept(rule);
                            }
                        }));
    }

    private static RadioButton choice(ToggleGroup group, String text) {
        RadioButton button = new RadioButton(text);
        button.setMnemonicParsing(false);
        button.setToggleGroup(group);
        return button;
    }

    private static Node row(Conflict conflict, Clock clock) {
        GridPane grid = new GridPane();
        grid.setHgap(16);
        ColumnConstraints half = new ColumnConstraints();
        half.setPercentWidth(50);
        half.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(half, half);
        Label name = Nodes.name(DisplayText.escape(conflict.source().name()), "strong");
        grid.add(name, 0, 0, 2, 1);
        grid.add(Nodes.label(described("shell.conflict.new", conflict.source(), clock), "small-text"), 0, 1);
        grid.add(Nodes.label(described("shell.conflict.old", conflict.target(), clock), "small-text", "muted"), 1, 1);
        grid.getStyleClass().add("conflict");
        return grid;
    }

    private static String described(String key, Entry entry, Clock clock) {
        return Texts.get(
                key,
                entry.isFolder() ? Texts.get("shell.conflict.folder") : HumanFormat.size(entry.size()),
                HumanFormat.moment(entry.modified(), clock));
    }

    private static Node scrolling(VBox list) {
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(220);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        return scroll;
    }
}
