package quayside.app.ui.browse;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.jspecify.annotations.Nullable;
import quayside.app.ui.browse.FileSource.Item;
import quayside.app.ui.kit.MenuKey;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.message.Entry;

/**
 * A pane with files of this computer or of the share. JavaFX thread only; nothing blocks.
 *
 * @param <P> the type by which its source addresses files
 */
public final class BrowsePane<P> {
    private final BrowseModel<P> model = new BrowseModel<>();
    private final BrowseController<P> controller;
    private final FileTable table;
    private final BrowseView<P> view;
    private final PaneActions<P> actions;
    private Runnable showHidden = () -> {};

    /** Makes a pane without a source; {@link #attach} or {@link #detach} must follow. */
    public BrowsePane(Side side, UiServices services, DragBridge<P> bridge) {
        controller = new BrowseController<>(model, services);
        table = new FileTable(side.tableName(), services, controller::sort);
        FileChanges<P> changes = new FileChanges<>(side, model, controller, services);
        actions = new PaneActions<>(side, model, controller, table, changes, services.toasts());
        FolderTree<P> tree = new FolderTree<>(() -> controller.source().orElse(null), services, controller::open);
        // The crumb that was pressed is gone in the new folder, so the focus would jump to the start of the window.
        PathBar<P> path = new PathBar<>(this::title, folder -> {
            focus();
            controller.open(folder);
        });
        LeftOut leftOut = new LeftOut(side, services.dialogs(), () -> showHidden.run());
        view = new BrowseView<>(side, model, table, tree, path, actions, leftOut, controller::filter);
        table.node().setContextMenu(PaneMenu.of(side, table, model, actions));
        MenuKey.install(table.node());
        PaneMenu.addKeys(view.node(), table.node(), actions, view::focusFilter);
        services.focus().add(view.node(), this::focus);
        new PaneDrops<>(model, controller, table, bridge, actions).install(table.node());
    }

    /** Fills the dragboard for one pane and takes drops from it. The shell knows both panes and connects them. */
    public interface DragBridge<P> {
        void fill(ClipboardContent content, List<Item<P>> dragged);

        /** Returns whether the content of the dragboard can be dropped here. */
        boolean accepts(Clipboard dragboard);

        void dropped(Clipboard dragboard, P into);
    }

    public Node node() {
        return view.node();
    }

    /** Shows the files of {@code source}, beginning with {@code start}, under {@code title}. */
    public void attach(FileSource<P> source, P start, String title) {
        view.attach(title);
        controller.attach(source, start);
    }

    /** Shows {@code instead} and no files. The pane then has no source. */
    public void detach(Node instead) {
        Node owner =
                view.node().getScene() == null ? null : view.node().getScene().getFocusOwner();
        boolean hadFocus = owner != null && view.holds(owner);
        boolean hadFiles = model.folder.get() != null;
        controller.detach();
        view.detach(instead);
        if (hadFocus && owner != null && view.holds(owner)) {
            owner.requestFocus();
        } else if (hadFocus || (hadFiles && owner instanceof Button)) {
            // What had the focus is gone, or about to go: the button that disconnects is one.
            focus();
        }
    }

    /** Returns the shown folder; null while there is no source. */
    public ReadOnlyObjectProperty<@Nullable P> folder() {
        return model.folder.getReadOnlyProperty();
    }

    /** Returns the entry of that name in the shown folder, as far as it has been read. */
    public Optional<Entry> entry(String name) {
        return model.listing.get().all().stream()
                .map(Row::entry)
                .filter(entry -> entry.name().equals(name))
                .findFirst();
    }

    public void open(P folder) {
        controller.open(folder);
    }

    public List<Item<P>> selected() {
        return actions.selected();
    }

    /** Returns the files that are shown, in their order. */
    public List<Item<P>> files() {
        return controller.items(model.listing.get().shown().stream()
                .filter(row -> !row.isFolder())
                .toList());
    }

    /** Transfers the selection to the other side, or shows why that cannot be. */
    public void transfer() {
        actions.transfer();
    }

    public void refresh() {
        controller.refresh();
    }

    /** Reads the shown folder again if it was read longer ago than {@code age}. */
    public void refreshIfOlder(Duration age) {
        controller.refreshIfOlder(age);
    }

    /** Ends what runs for this pane beyond the window's jobs. */
    public void dispose() {
        controller.endWatch();
    }

    /** Reads {@code folder} again if it is shown. */
    public void refresh(P folder) {
        controller.refresh(folder, Set.of());
    }

    /** Sets the action that transfers the selected items to the other side. */
    public void onTransfer(Consumer<List<Item<P>>> action) {
        actions.onTransfer = action;
    }

    /** Sets the action that transfers the selected items to the other side and protects them there. */
    public void onProtectedTransfer(Consumer<List<Item<P>>> action) {
        actions.onProtectedTransfer = action;
    }

    /** Sets the action that makes the source list hidden files; the caller then refreshes the pane. */
    public void onShowHidden(Runnable action) {
        showHidden = action;
    }

    /** Updates the user's rights on the source's files. */
    public void rightsChanged() {
        controller.rightsChanged();
    }

    /** Sets the reason why the other side accepts no files from here now; empty if it accepts them. */
    public void hinder(String reason) {
        model.hindrance.set(reason);
    }

    /**
     * Sets what an action does with the selected items, and offers it from now on. Actions that need no selection may
     * get an empty list.
     */
    public void onAction(PaneAction action, Consumer<List<Item<P>>> run) {
        actions.set(action, run);
    }

    /** Sets the listener for each folder that has been read and is shown. */
    public void onPlace(Consumer<P> listener) {
        controller.onPlace(listener);
    }

    /** Selects the entries of these names in the shown folder, now or as soon as they are listed. */
    public void select(Set<String> names) {
        if (!table.select(names)) {
            controller.select(names);
        }
    }

    /**
     * Returns a digest of the file of that name in the shown folder, to be computed on a worker thread; empty while
     * there is no source.
     */
    public Optional<Digest> digest(String name) {
        P folder = model.folder.get();
        return folder == null
                ? Optional.empty()
                : controller
                        .source()
                        .map(source -> (progress, cancellation) -> source.sha256(folder, name, progress, cancellation));
    }

    /** Computes the SHA-256 of a file; see {@link #digest}. */
    @FunctionalInterface
    public interface Digest {
        String sha256(ProgressListener progress, Cancellation cancellation) throws IOException;
    }

    /** Returns the name of the shown folder as its path bar shows it; empty while there is no source. */
    public String folderTitle() {
        P folder = model.folder.get();
        return folder == null ? "" : title(folder);
    }

    public void focus() {
        view.focus();
    }

    private String title(P folder) {
        return controller.source().map(source -> source.title(folder)).orElse("");
    }
}
