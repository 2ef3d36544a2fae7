package quayside.app.ui.browse;

import java.util.List;
import javafx.beans.binding.StringBinding;
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
        MenuItem protect = item(Feather.LOCK, side.protect(), null, actions::protect);
        protect.setAccelerator(PaneKeys.PROTECT);
        MenuItem unprotect = item(Feather.UNLOCK, Texts.get("browse.menu.unprotect"), null, actions::unprotect);
        unprotect.setAccelerator(PaneKeys.UNPROTECT);
        unprotect.setVisible(side == Side.REMOTE);
        StringBinding whyNotTransferred = model.whyNotTransferred();
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
            FileSource.Rights rights = model.rights().get();
            open.setVisible(rows.size() == 1 && rows.getFirst().isFolder());
            boolean one = rows.size() == 1;
            offer(transfer, side.transfer(), !rows.isEmpty(), whyNotTransferred.get());
            offer(
                    checksum,
                    Texts.get("browse.menu.checksum"),
                    one && !rows.getFirst().isFolder(),
                    Refusals.ofTake(rights));
            offer(
                    protect,
                    side.protect(),
                    !rows.isEmpty(),
                    side == Side.LOCAL ? whyNotTransferred.get() : Refusals.ofProtect(rights));
            offer(
                    unprotect,
                    Texts.get("browse.menu.unprotect"),
                    rows.stream().anyMatch(row -> row.isFolder() || row.isProtected()),
                    Refusals.ofUnprotect(rights));
            offer(rename, Texts.get("browse.menu.rename"), one, Refusals.ofRename(rights));
            offer(delete, Texts.get("browse.menu.delete"), !rows.isEmpty(), Refusals.ofDelete(rights));
            offer(newFolder, Texts.get("browse.menu.newFolder"), true, Refusals.ofAdd(rights));
        });
        return menu;
    }

    /** Where something is not allowed its item says so itself: one that is disabled has no tooltip. */
    private static void offer(MenuItem item, String text, boolean applies, String why) {
        item.setText(why.isEmpty() ? text : Texts.get("browse.menu.mayNot", text, why));
        item.setDisable(!applies || !why.isEmpty());
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
