package quayside.app.ui.browse;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
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

    /** Asks for files of this computer, and puts them into the shown folder. */
    Runnable onChooseFiles = () -> {};

    /** What an action of the pane's owner does, and whether there is something to do apart from the selection. */
    private record Offered<P>(BooleanSupplier possible, Consumer<List<Item<P>>> run) {}

    /** The further actions that the pane's owner has set. */
    private final Map<PaneAction, Offered<P>> set = new EnumMap<>(PaneAction.class);

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

    /** Returns the reason, as a sentence, why this action is not allowed here; empty if it is. */
    String refusal(PaneAction action) {
        return action.right().map(this::refusal).orElse("");
    }

    void set(PaneAction action, BooleanSupplier possible, Consumer<List<Item<P>>> run) {
        set.put(action, new Offered<>(possible, run));
    }

    boolean has(PaneAction action) {
        return set.containsKey(action);
    }

    /** Returns whether an action that is set has something to do with this selection. */
    boolean applies(PaneAction action, List<Row> rows) {
        Offered<P> known = set.get(action);
        return known != null && action.appliesTo(rows) && known.possible().getAsBoolean();
    }

    /** Runs an action that is set, if the selection is one for it and it is allowed. If there is nothing to do, it says so. */
    void run(PaneAction action) {
        Offered<P> known = set.get(action);
        if (known == null || controller.source().isEmpty() || !action.appliesTo(table.selected())) {
            return;
        }
        String why = refusal(action);
        if (why.isEmpty()) {
            known.run().accept(selected());
        } else {
            toasts.error(why);
        }
    }

    /** Returns whether the key is a space within a name that is being typed. */
    boolean isTyping(KeyEvent event) {
        return event.getCode() == KeyCode.SPACE && table.isTyping();
    }

    List<Item<P>> selected() {
        return controller.items(table.selected());
    }

    /** Returns whether {@link #openOrTransfer} opens this selection. */
    boolean isOpened(List<Row> rows) {
        return isOneFolder(rows) || (!rows.isEmpty() && has(PaneAction.OPEN));
    }

    /** Returns the reason, as a sentence, why {@link #openOrTransfer} does not open this selection; empty if it does. */
    String whyNotOpened(List<Row> rows) {
        return isOneFolder(rows) ? "" : refusal(PaneAction.OPEN);
    }

    /** Returns whether files of this selection may have a protection to remove: a folder's own are not known here. */
    boolean isUnprotected(List<Row> rows) {
        return side == Side.REMOTE && rows.stream().anyMatch(row -> row.isFolder() || row.isProtected());
    }

    /** Returns whether {@link #rename} renames this selection. */
    static boolean isRenamed(List<Row> rows) {
        return rows.size() == 1;
    }

    private static boolean isOneFolder(List<Row> rows) {
        return rows.size() == 1 && rows.getFirst().isFolder();
    }

    /** Opens one folder here. Opens files if the owner of the pane has set how; otherwise transfers them. */
    void openOrTransfer() {
        if (isOneFolder(table.selected())) {
            selected().forEach(item -> controller.open(item.path()));
        } else if (has(PaneAction.OPEN)) {
            run(PaneAction.OPEN);
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
        if (isUnprotected(table.selected())) {
            changes.unprotect(table.selected());
        }
    }

    void up() {
        controller.up();
    }

    void back() {
        controller.back();
    }

    void forward() {
        controller.forward();
    }

    void refresh() {
        controller.refresh();
    }

    void newFolder() {
        changes.newFolder();
    }

    void rename() {
        List<Row> rows = table.selected();
        if (isRenamed(rows)) {
            changes.rename(rows.getFirst());
        }
    }

    /** Deletes the selection without the trash. */
    void deleteForGood() {
        changes.deleteForGood(table.selected());
    }

    /** Deletes as the owner of the pane has set; otherwise asks, and moves to the trash or deletes. */
    void delete() {
        if (has(PaneAction.DELETE)) {
            run(PaneAction.DELETE);
        } else {
            changes.delete(table.selected());
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
