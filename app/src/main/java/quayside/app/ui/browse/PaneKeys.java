package quayside.app.ui.browse;

import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** The keys of a pane: some wherever the focus is in it, the rest on the table alone. */
final class PaneKeys {
    private static final KeyCombination FILTER = new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination NEW_FOLDER =
            new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);

    static final KeyCombination CHECKSUM = new KeyCodeCombination(KeyCode.K, KeyCombination.SHORTCUT_DOWN);

    static final KeyCombination PROTECT = new KeyCodeCombination(KeyCode.L, KeyCombination.SHORTCUT_DOWN);
    static final KeyCombination UNPROTECT =
            new KeyCodeCombination(KeyCode.L, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);

    private PaneKeys() {}

    static void install(Node pane, TableView<Row> table, PaneActions actions) {
        pane.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (onPane(event, actions)) {
                event.consume();
            }
        });
        // A filter: the table itself would take Enter and F2 for editing, and Tab for moving on.
        table.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (onTable(event, actions)) {
                event.consume();
            }
        });
    }

    private static boolean onPane(KeyEvent event, PaneActions actions) {
        if (FILTER.match(event)) {
            actions.focusFilter();
        } else if (NEW_FOLDER.match(event)) {
            actions.newFolder();
        } else if (CHECKSUM.match(event)) {
            actions.checksum();
        } else if (PROTECT.match(event)) {
            actions.protect();
        } else if (UNPROTECT.match(event)) {
            actions.unprotect();
        } else if (event.getCode() == KeyCode.F5) {
            actions.refresh();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            actions.escape();
        } else {
            return false;
        }
        return true;
    }

    private static boolean onTable(KeyEvent event, PaneActions actions) {
        if (event.isShortcutDown() || event.isAltDown() || event.isShiftDown()) {
            return false;
        }
        return switch (event.getCode()) {
            case ENTER -> did(actions::openOrTransfer);
            case BACK_SPACE -> did(actions::up);
            case F2 -> did(actions::rename);
            case DELETE -> did(actions::delete);
            case TAB -> did(actions::leave);
            default -> false;
        };
    }

    private static boolean did(Runnable action) {
        action.run();
        return true;
    }
}
