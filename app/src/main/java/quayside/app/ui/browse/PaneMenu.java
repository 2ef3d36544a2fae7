package quayside.app.ui.browse;

import java.util.List;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;

/** The table's context menu; what does not apply to the selection is disabled. */
final class PaneMenu {
    private PaneMenu() {}

    static ContextMenu of(Side side, FileTable table, BrowseModel<?> model, PaneActions actions) {
        MenuItem open = item(Feather.FOLDER, Texts.get("browse.menu.open"), KeyCode.ENTER, actions::openOrTransfer);
        MenuItem transfer = item(side.transferIcon(), side.transfer(), null, actions::transfer);
        MenuItem rename = item(Feather.EDIT_2, Texts.get("browse.menu.rename"), KeyCode.F2, actions::rename);
        MenuItem delete = item(Feather.TRASH_2, Texts.get("browse.menu.delete"), KeyCode.DELETE, actions::delete);
        MenuItem checksum = item(Feather.HASH, Texts.get("browse.menu.checksum"), null, actions::checksum);
        checksum.setAccelerator(PaneKeys.CHECKSUM);
        MenuItem newFolder = item(Feather.FOLDER_PLUS, Texts.get("browse.menu.newFolder"), null, actions::newFolder);
        newFolder.setAccelerator(
                new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN));
        MenuItem refresh = item(Feather.REFRESH_CW, Texts.get("browse.refresh"), KeyCode.F5, actions::refresh);
        ContextMenu menu = new ContextMenu(
                open,
                transfer,
                checksum,
                new SeparatorMenuItem(),
                rename,
                delete,
                new SeparatorMenuItem(),
                newFolder,
                refresh);
        menu.setOnShowing(event -> {
            List<Row> rows = table.selected();
            FileSource.Rights rights = model.rights().get();
            open.setVisible(rows.size() == 1 && rows.getFirst().isFolder());
            transfer.setDisable(rows.isEmpty() || !rights.take());
            checksum.setDisable(rows.size() != 1 || rows.getFirst().isFolder() || !rights.take());
            rename.setDisable(rows.size() != 1 || !rights.rename());
            delete.setDisable(rows.isEmpty() || !rights.delete());
            newFolder.setDisable(!rights.add());
        });
        return menu;
    }

    private static MenuItem item(Ikon ikon, String text, @Nullable KeyCode key, Runnable action) {
        MenuItem item = new MenuItem(text, Nodes.icon(ikon));
        item.setMnemonicParsing(false);
        if (key != null) {
            item.setAccelerator(new KeyCodeCombination(key));
        }
        item.setOnAction(event -> action.run());
        return item;
    }
}
