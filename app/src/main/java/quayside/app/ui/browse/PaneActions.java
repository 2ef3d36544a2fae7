package quayside.app.ui.browse;

import java.util.List;
import java.util.function.Consumer;
import quayside.app.ui.browse.FileSource.Item;
import quayside.app.ui.kit.Toasts;

/** The actions of a pane, for its buttons, keys and menu alike. Each acts on the selection. JavaFX thread only. */
final class PaneActions<P> {
    private final Side side;
    private final BrowseModel<P> model;
    private final BrowseController<P> controller;
    private final FileTable table;
    private final FileChanges<P> changes;
    private final Toasts toasts;

    /** The actions of the pane's owner on the selection. */
    Consumer<List<Item<P>>> onTransfer = items -> {};

    Consumer<List<Item<P>>> onProtectedTransfer = items -> {};
    Consumer<Item<P>> onChecksum = item -> {};

    PaneActions(
            Side side,
            BrowseModel<P> model,
            BrowseController<P> controller,
            FileTable table,
            FileChanges<P> changes,
            Toasts toasts) {
        this.side = side;
        this.model = model;
        this.controller = controller;
        this.table = table;
        this.changes = changes;
        this.toasts = toasts;
    }

    /** Returns the reason, as a sentence, why {@code right} is not granted here; empty if it is. */
    String refusal(FileSource.Right right) {
        return model.rights.get().refusal(right);
    }

    List<Item<P>> selected() {
        return controller.items(table.selected());
    }

    /** Opens the selection if it is one folder; otherwise transfers it. */
    void openOrTransfer() {
        List<Row> rows = table.selected();
        if (rows.size() == 1 && rows.getFirst().isFolder()) {
            selected().forEach(item -> controller.open(item.path()));
        } else {
            transfer();
        }
    }

    void transfer() {
        transfer(onTransfer);
    }

    private void transfer(Consumer<List<Item<P>>> how) {
        List<Item<P>> items = selected();
        String why = model.whyNotTransferred.get();
        if (!items.isEmpty() && why.isEmpty()) {
            how.accept(items);
        } else if (!items.isEmpty()) {
            toasts.error(why);
        }
    }

    /** Puts the selection under a passcode: on a share at once, on this computer as it is uploaded. */
    void protect() {
        switch (side) {
            case LOCAL -> transfer(onProtectedTransfer);
            case REMOTE -> changes.protect(table.selected());
        }
    }

    /** Removes the protection of the selection. */
    void unprotect() {
        if (side == Side.REMOTE) {
            changes.unprotect(table.selected());
        }
    }

    void up() {
        controller.up();
    }

    void refresh() {
        controller.refresh();
    }

    void newFolder() {
        changes.newFolder();
    }

    void rename() {
        List<Row> rows = table.selected();
        if (rows.size() == 1) {
            changes.rename(rows.getFirst());
        }
    }

    void delete() {
        changes.delete(table.selected());
    }

    /** Shows the checksum of the one selected file. */
    void checksum() {
        List<Row> rows = table.selected();
        if (rows.size() == 1
                && !rows.getFirst().isFolder()
                && model.rights.get().take()) {
            selected().forEach(onChecksum);
        }
    }

    /** Clears the filter if there is one, otherwise the selection. */
    void escape() {
        if (model.arrangement.get().filter().isEmpty()) {
            table.node().getSelectionModel().clearSelection();
        }
        controller.filter("");
        table.node().requestFocus();
    }
}
