package quayside.app.ui.browse;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCombination;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;

/** The menu of a pane's tool row: bookmarks, columns, the folder tree, and actions on the whole folder. */
final class MoreMenu {
    /** Something that is shown or not, as the user chooses. */
    record Choice(String words, String key, BooleanSupplier now, Runnable change) {}

    private static final List<PaneAction> ON_FOLDER = List.of(PaneAction.SEARCH, PaneAction.COMPARE, PaneAction.PASTE);

    private MoreMenu() {}

    static MenuButton of(
            Side side, PaneActions<?> actions, PaneBookmarks<?> bookmarks, Columns columns, List<Choice> choices) {
        MenuButton button = Nodes.asIcon(new MenuButton(), Glyph.MORE, Texts.get("browse.more"));
        button.getStyleClass().add("more-menu");
        // The items are made anew each time. Without one, the button would open nothing.
        button.getItems().add(new SeparatorMenuItem());
        button.setOnShowing(event -> button.getItems().setAll(items(side, actions, bookmarks, columns, choices)));
        // JavaFX would run the action of a hidden menu for its key wherever the focus is in the window.
        button.setOnHidden(event -> button.getItems().setAll(new SeparatorMenuItem()));
        return button;
    }

    private static List<MenuItem> items(
            Side side, PaneActions<?> actions, PaneBookmarks<?> bookmarks, Columns columns, List<Choice> choices) {
        List<MenuItem> items = new ArrayList<>();
        if (bookmarks.isUsed()) {
            items.add(submenu("browse.bookmarks", bookmarks.items()));
        }
        items.add(submenu("browse.columns", columns.choices()));
        for (Choice choice : choices) {
            CheckMenuItem item = new CheckMenuItem(Texts.get(choice.words()));
            item.setSelected(choice.now().getAsBoolean());
            item.setOnAction(event -> choice.change().run());
            if (!choice.key().isEmpty()) {
                item.setAccelerator(KeyCombination.valueOf(choice.key()));
            }
            items.add(item);
        }
        List<PaneAction> set = ON_FOLDER.stream().filter(actions::has).toList();
        if (!set.isEmpty()) {
            items.add(new SeparatorMenuItem());
        }
        for (PaneAction action : set) {
            MenuItem item = new MenuItem(action.words(side));
            item.setDisable(!actions.applies(action, List.of())
                    || !actions.refusal(action).isEmpty());
            item.setOnAction(event -> actions.run(action));
            items.add(item);
        }
        return items;
    }

    private static Menu submenu(String words, List<? extends MenuItem> items) {
        Menu menu = new Menu(Texts.get(words));
        menu.getItems().setAll(items);
        return menu;
    }
}
