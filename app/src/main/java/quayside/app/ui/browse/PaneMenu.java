package quayside.app.ui.browse;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;

/** A pane's context menu and its keys. Menu items that do not apply to the selection are disabled. */
final class PaneMenu {
    private static final KeyCombination FILTER = new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination NEW_FOLDER =
            new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
    private static final KeyCombination CHECKSUM = new KeyCodeCombination(KeyCode.K, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination PROTECT = new KeyCodeCombination(KeyCode.L, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination UNPROTECT =
            new KeyCodeCombination(KeyCode.L, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);

    private PaneMenu() {}

    static ContextMenu of(Side side, FileTable table, BrowseModel<?> model, PaneActions<?> actions) {
        MenuItem open = item(Texts.get("browse.menu.open"), key(KeyCode.ENTER), actions::openOrTransfer);
        MenuItem transfer = item(side.transfer(), null, actions::transfer);
        MenuItem rename = item(Texts.get("browse.menu.rename"), key(KeyCode.F2), actions::rename);
        MenuItem delete = item(Texts.get("browse.menu.delete"), key(KeyCode.DELETE), actions::delete);
        MenuItem checksum = item(Texts.get("browse.menu.checksum"), CHECKSUM, actions::checksum);
        MenuItem newFolder = item(Texts.get("browse.menu.newFolder"), NEW_FOLDER, actions::newFolder);
        MenuItem refresh = item(Texts.get("browse.menu.refresh"), key(KeyCode.F5), actions::refresh);
        MenuItem protect = item(side.protect(), PROTECT, actions::protect);
        MenuItem unprotect = item(Texts.get("browse.menu.unprotect"), UNPROTECT, actions::unprotect);
        delete.getStyleClass().add("danger");
        unprotect.setVisible(side == Side.REMOTE);
        ContextMenu menu = new ContextMenu(
                open,
                transfer,
                checksum,
                new SeparatorMenuItem(),
                protect,
                unprotect,
                new SeparatorMenuItem(),
                rename,
                delete,
                new SeparatorMenuItem(),
                newFolder,
                refresh);
        menu.setOnShowing(event -> {
            List<Row> rows = table.selected();
            boolean any = !rows.isEmpty();
            boolean one = rows.size() == 1;
            boolean oneFolder = one && rows.getFirst().isFolder();
            String whyNotTransferred = model.whyNotTransferred.get();
            open.setVisible(oneFolder);
            offer(transfer, any, whyNotTransferred);
            offer(checksum, one && !oneFolder, actions.refusal(FileSource.Right.TAKE));
            offer(protect, any, side == Side.LOCAL ? whyNotTransferred : actions.refusal(FileSource.Right.PROTECT));
            offer(
                    unprotect,
                    rows.stream().anyMatch(row -> row.isFolder() || row.isProtected()),
                    actions.refusal(FileSource.Right.UNPROTECT));
            offer(rename, one, actions.refusal(FileSource.Right.RENAME));
            offer(delete, any, actions.refusal(FileSource.Right.DELETE));
            offer(newFolder, true, actions.refusal(FileSource.Right.ADD));
        });
        return menu;
    }

    /** Disables an item that does not apply or is not allowed. The status line says what is not allowed. */
    private static void offer(MenuItem item, boolean applies, String why) {
        item.setDisable(!applies || !why.isEmpty());
    }

    private static MenuItem item(String text, @Nullable KeyCombination key, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setMnemonicParsing(false);
        item.setAccelerator(key);
        item.setOnAction(event -> action.run());
        return item;
    }

    private static KeyCombination key(KeyCode code) {
        return new KeyCodeCombination(code);
    }

    /** Adds the keys. Some of them work in the whole pane, the others only on the table. */
    static void addKeys(Node pane, TableView<Row> table, PaneActions<?> actions, Runnable focusFilter) {
        pane.addEventHandler(KeyEvent.KEY_PRESSED, event -> consume(event, onPane(event, actions, focusFilter)));
        // A filter is needed: the table itself would use Enter and F2 for editing.
        table.addEventFilter(KeyEvent.KEY_PRESSED, event -> consume(event, onTable(event, actions)));
    }

    private static void consume(KeyEvent event, @Nullable Runnable action) {
        if (action != null) {
            action.run();
            event.consume();
        }
    }

    private static @Nullable Runnable onPane(KeyEvent event, PaneActions<?> actions, Runnable focusFilter) {
        if (FILTER.match(event)) {
            return focusFilter;
        } else if (NEW_FOLDER.match(event)) {
            return actions::newFolder;
        } else if (CHECKSUM.match(event)) {
            return actions::checksum;
        } else if (PROTECT.match(event)) {
            return actions::protect;
        } else if (UNPROTECT.match(event)) {
            return actions::unprotect;
        }
        return switch (event.getCode()) {
            case F5 -> actions::refresh;
            case ESCAPE -> actions::escape;
            default -> null;
        };
    }

    private static @Nullable Runnable onTable(KeyEvent event, PaneActions<?> actions) {
        if (event.isShortcutDown() || event.isAltDown() || event.isShiftDown()) {
            return null;
        }
        return switch (event.getCode()) {
            case ENTER -> actions::openOrTransfer;
            case BACK_SPACE -> actions::up;
            case F2 -> actions::rename;
            case DELETE -> actions::delete;
            default -> null;
        };
    }
}
