package quayside.app.ui.browse;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.TransferMode;
import org.jspecify.annotations.Nullable;
import quayside.app.core.settings.Bookmarks;
import quayside.app.core.settings.PaneLayout;
import quayside.app.ui.browse.FileSource.Item;
import quayside.app.ui.kit.Background;
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
    private final PaneBookmarks<P> bookmarks;
    private final Undo undo;
    private BooleanSupplier showsHidden = () -> false;
    private Consumer<Boolean> showHidden = shown -> {};
    private Consumer<PaneLayout> onLayout = layout -> {};

    /** Makes a pane without a source; {@link #attach} or {@link #detach} must follow. */
    public BrowsePane(Side side, UiServices services, DragBridge<P> bridge) {
        controller = new BrowseController<>(model, services);
        table = new FileTable(side, services, controller::sort);
        undo = new Undo(services);
        FileChanges<P> changes = new FileChanges<>(side, model, controller, services, undo);
        actions = new PaneActions<>(side, model, controller, table, changes, services.toasts());
        bookmarks = new PaneBookmarks<>(model, controller, services);
        FolderTree<P> tree = new FolderTree<>(() -> controller.source().orElse(null), services, controller::open);
        MoreMenu.Choice hidden = new MoreMenu.Choice(
                "browse.hidden", "Shortcut+H", () -> showsHidden.getAsBoolean(), this::toggleHidden);
        LeftOut leftOut = new LeftOut(side, services.dialogs(), () -> showHidden.accept(true));
        view = new BrowseView<>(
                side, model, table, tree, controller, actions, bookmarks, leftOut, List.of(hidden), services);
        table.columns().onChange(this::columnsChanged);
        view.onTree(this::laidOut);
        model.arrangement.addListener((arrangement, before, now) -> {
            if (now.sortBy() != before.sortBy() || now.ascending() != before.ascending()) {
                laidOut();
            }
        });
        table.node().setContextMenu(PaneMenu.of(side, table, model, actions));
        MenuKey.install(table.node());
        PaneMenu.addKeys(
                view.node(),
                table.node(),
                actions,
                new PaneMenu.Ways(
                        view::focusFilter,
                        view::typePath,
                        view::toggleTree,
                        this::toggleHidden,
                        bookmarks::toggle,
                        undo::run));
        services.focus().add(view.node(), this::focus);
        model.folder.addListener((folder, before, now) -> markCut());
        PaneDrops<P> drops = new PaneDrops<>(model, controller, table, bridge, actions);
        drops.install();
        drops.accept(table.node());
        drops.accept(view.dropZone());
    }

    /** Fills the dragboard for one pane and takes drops from it. The shell knows both panes and connects them. */
    public interface DragBridge<P> {
        void fill(ClipboardContent content, List<Item<P>> dragged);

        /** Returns whether the content of the dragboard can be dropped here. */
        boolean accepts(Clipboard dragboard);

        /**
         * Returns what can become of files that are dragged out of the pane.
         *
         * @param copies whether the user asks for copies from the start
         */
        default TransferMode[] modes(boolean copies) {
            return new TransferMode[] {TransferMode.COPY};
        }

        /**
         * Returns the modes in which the content of the dragboard, which is accepted, can be dropped here.
         *
         * @param possible the modes that are possible, with the keys that the user holds
         */
        default TransferMode[] modes(Clipboard dragboard, Set<TransferMode> possible) {
            return new TransferMode[] {possible.contains(TransferMode.COPY) ? TransferMode.COPY : TransferMode.MOVE};
        }

        void dropped(Clipboard dragboard, P into, TransferMode mode);
    }

    public Node node() {
        return view.node();
    }

    /** Shows the files of {@code source}, beginning with {@code start}. */
    public void attach(FileSource<P> source, P start) {
        view.attach();
        controller.attach(source, start);
    }

    /** Sets what the path row shows while the pane has no source; escaped. */
    public void title(String now) {
        view.title(now);
    }

    /** Sets what the status line says while the pane has no source; if empty, that it is not connected. */
    public void away(String status) {
        model.away.set(status);
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
        view.dispose();
    }

    /** Reads {@code folder} again if it is shown. */
    public void refresh(P folder) {
        controller.refresh(folder, Set.of());
    }

    /**
     * Reads {@code folder} again if it is shown, because entries of these names have arrived there. Selects them, unless
     * the user has selected something since.
     */
    public void arrived(P folder, Set<String> names, Instant since) {
        controller.refresh(folder, table.touched().isBefore(since) ? names : Set.of());
    }

    /** Sets the action that transfers the selected items to the other side. */
    public void onTransfer(Consumer<List<Item<P>>> action) {
        actions.onTransfer = action;
    }

    /** Sets the action that transfers the selected items to the other side and protects them there. */
    public void onProtectedTransfer(Consumer<List<Item<P>>> action) {
        actions.onProtectedTransfer = action;
    }

    /** Sets what an empty folder of a share offers beside drag-and-drop: asks for files, and uploads them into it. */
    public void onChooseFiles(Runnable action) {
        actions.onChooseFiles = action;
    }

    /**
     * Sets whether hidden files are shown, and what shows or hides them for good. The owner then refreshes the pane.
     */
    public void onShowHidden(BooleanSupplier now, Consumer<Boolean> change) {
        showsHidden = now;
        showHidden = change;
    }

    private void toggleHidden() {
        showHidden.accept(!showsHidden.getAsBoolean());
    }

    /** Dims the files that are cut, in whatever folder they are, and no others. */
    public void showCut(Set<P> files) {
        model.cut.set(files);
        markCut();
    }

    private void markCut() {
        P folder = model.folder.get();
        Set<P> cut = model.cut.get();
        table.markCut(controller
                .source()
                .filter(source -> folder != null && !cut.isEmpty())
                .map(source -> cut.stream()
                        .filter(file -> source.parent(file)
                                .filter(p -> p.equals(folder))
                                .isPresent())
                        .map(source::name)
                        .collect(Collectors.toSet()))
                .orElse(Set.of()));
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
        onAction(action, () -> true, run);
    }

    /**
     * Sets what an action does, as above, and when there is something to do.
     *
     * @param possible whether there is something to do, apart from the selection; asked often, so it returns at once
     */
    public void onAction(PaneAction action, BooleanSupplier possible, Consumer<List<Item<P>>> run) {
        actions.set(action, possible, run);
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

    /** Shows in the status line what is being done with the files; empty once nothing is. */
    public void busy(String words) {
        model.busy.set(words);
    }

    /** Offers to take back a change that the owner of the pane has made and shown; see {@link #changed}. */
    public void offerBack(String done, Background.Action back) {
        undo.offer(done, back, this::refresh);
    }

    /** Does the same for what is in the trash now, which can be taken back until something else is changed. */
    public void trashed(String done, Background.Action back) {
        undo.offerLastingly(done, back, this::refresh);
    }

    /**
     * Reports a change that the owner of the pane has made, and offers to take it back.
     *
     * @param done the change, as a sentence
     * @param back takes it back, on a worker thread; the pane is then read again
     */
    public void changed(String done, Background.Action back) {
        refresh();
        offerBack(done, back);
    }

    /** Keeps the bookmarks of this pane in {@code store} from now on, and shows a star for them. */
    public void bookmarks(Bookmarks store) {
        bookmarks.use(store);
    }

    /** Lays the pane out as it was kept. */
    public void layout(PaneLayout kept) {
        table.columns().layout(kept);
        view.showTree(kept.tree());
        controller.showAccess(table.columns().showAccess());
    }

    /** Sets the listener for a new layout: the columns, the order, or the folder tree. */
    public void onLayout(Consumer<PaneLayout> listener) {
        onLayout = listener;
    }

    /** Goes back to the folder that was shown before. */
    public void back() {
        controller.back();
    }

    /** Goes to the folder from which {@link #back} returned. */
    public void forward() {
        controller.forward();
    }

    private void columnsChanged() {
        controller.showAccess(table.columns().showAccess());
        laidOut();
    }

    private void laidOut() {
        onLayout.accept(table.columns().layout(view.showsTree()));
    }

    private String title(P folder) {
        return controller.source().map(source -> source.title(folder)).orElse("");
    }
}
