package quayside.app.ui.browse;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.scene.Node;
import org.jspecify.annotations.Nullable;
import quayside.app.ui.kit.Kit;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.message.Entry;

/**
 * A pane of files: this computer's or the share's. JavaFX thread only; nothing blocks.
 *
 * @param <P> how its source addresses files
 */
public final class BrowsePane<P> {
    private final BrowseModel<P> model = new BrowseModel<>();
    private final BrowseController<P> controller;
    private final Side side;
    private final Kit kit;
    private final FileActions<P> changes;
    private final ProtectActions<P> protections;
    private final FileTable table;
    private final BrowseView<P> view;
    private Consumer<List<Item<P>>> transfer = items -> {};
    private Consumer<List<Item<P>>> protectedTransfer = items -> {};
    private Consumer<Item<P>> checksum = item -> {};
    private Runnable leave = () -> {};

    /** A pane without a source: {@link #attach} or {@link #detach} comes next. */
    public BrowsePane(Side side, Kit kit, DragBridge<P> bridge) {
        this.side = side;
        this.kit = kit;
        controller = new BrowseController<>(model, kit);
        changes = new FileActions<>(model, controller, kit);
        protections = new ProtectActions<>(model, controller, kit);
        table = new FileTable(side.tableName(), kit.clock(), controller::sort);
        FolderTree<P> tree = new FolderTree<>(() -> controller.source().orElse(null), kit, controller::open);
        PathBar<P> path = new PathBar<>(this::title, controller::open);
        Actions actions = new Actions();
        view = new BrowseView<>(side, model, table, tree, path, actions, controller::filter);
        table.node().setContextMenu(PaneMenu.of(side, table, model, actions));
        PaneKeys.install(view.node(), table.node(), actions);
        new PaneDrops<>(model, controller, table, bridge, actions).install(table.node());
    }

    public Node node() {
        return view.node();
    }

    /** Shows the files of {@code source} from {@code start} on, under {@code title}. */
    public void attach(FileSource<P> source, P start, String title) {
        view.attach(title);
        controller.attach(source, start);
    }

    /** Shows {@code instead} of files: there is no source now. */
    public void detach(Node instead) {
        controller.detach();
        view.detach(instead);
    }

    /** The folder shown; null while there is no source. */
    public ReadOnlyObjectProperty<@Nullable P> folder() {
        return model.folder();
    }

    /** The entry of that name in the folder shown, as far as it has been read. */
    public Optional<Entry> entry(String name) {
        return model.listing().get().all().stream()
                .map(Row::entry)
                .filter(entry -> entry.name().equals(name))
                .findFirst();
    }

    public void open(P folder) {
        controller.open(folder);
    }

    public List<Item<P>> selected() {
        return controller.items(table.selected());
    }

    public void refresh() {
        controller.refresh();
    }

    /** Reads {@code folder} again if it is the one shown. */
    public void refresh(P folder) {
        controller.refresh(folder, Set.of());
    }

    /** Called when the user wants what is selected on the other side. */
    public void onTransfer(Consumer<List<Item<P>>> action) {
        transfer = action;
    }

    /** Called when the user wants what is selected here on the other side, and protected there. */
    public void onProtectedTransfer(Consumer<List<Item<P>>> action) {
        protectedTransfer = action;
    }

    /** What may be done with the source's files may have changed. */
    public void rightsChanged() {
        controller.rightsChanged();
    }

    /** {@code reason} says why the other side takes nothing from here now; empty where it does. */
    public void hinder(String reason) {
        model.hinder(reason);
    }

    /** Called when the user wants the checksum of the one file that is selected. */
    public void onChecksum(Consumer<Item<P>> action) {
        checksum = action;
    }

    /** Computes the SHA-256 of the file of that name in the folder shown, on the calling worker thread; empty while there is no source. */
    public Optional<Digest> digest(String name) {
        P folder = model.folder().get();
        return folder == null
                ? Optional.empty()
                : controller
                        .source()
                        .map(source -> (progress, cancellation) -> source.sha256(folder, name, progress, cancellation));
    }

    /** See {@link #digest}. */
    @FunctionalInterface
    public interface Digest {
        String sha256(ProgressListener progress, Cancellation cancellation) throws IOException;
    }

    /** The folder's name as its path bar shows it; empty while there is no source. */
    public String folderTitle() {
        P folder = model.folder().get();
        return folder == null ? "" : title(folder);
    }

    /** Called when the user goes to the other pane by key. */
    public void onLeave(Runnable action) {
        leave = action;
    }

    public void focus() {
        table.node().requestFocus();
    }

    private String title(P folder) {
        return controller.source().map(source -> source.title(folder)).orElse("");
    }

    private final class Actions implements PaneActions {
        private final StringBinding whyNotTransferred = model.whyNotTransferred();

        @Override
        public void openOrTransfer() {
            List<Row> rows = table.selected();
            if (rows.size() == 1 && rows.getFirst().isFolder()) {
                controller.items(rows).forEach(item -> controller.open(item.path()));
            } else {
                transfer();
            }
        }

        @Override
        public void transfer() {
            transfer(transfer);
        }

        private void transfer(Consumer<List<Item<P>>> how) {
            List<Item<P>> items = selected();
            String why = whyNotTransferred.get();
            if (!items.isEmpty() && why.isEmpty()) {
                how.accept(items);
            } else if (!items.isEmpty()) {
                kit.toasts().error(why);
            }
        }

        @Override
        public void protect() {
            switch (side) {
                case LOCAL -> transfer(protectedTransfer);
                case REMOTE -> protections.protect(table.selected());
            }
        }

        @Override
        public void unprotect() {
            if (side == Side.REMOTE) {
                protections.unprotect(table.selected());
            }
        }

        @Override
        public void up() {
            controller.up();
        }

        @Override
        public void refresh() {
            controller.refresh();
        }

        @Override
        public void newFolder() {
            changes.newFolder();
        }

        @Override
        public void rename() {
            List<Row> rows = table.selected();
            if (rows.size() == 1) {
                changes.rename(rows.getFirst());
            }
        }

        @Override
        public void delete() {
            changes.delete(table.selected());
        }

        @Override
        public void checksum() {
            List<Row> rows = table.selected();
            if (rows.size() == 1
                    && !rows.getFirst().isFolder()
                    && model.rights().get().take()) {
                selected().forEach(checksum);
            }
        }

        @Override
        public void focusFilter() {
            view.focusFilter();
        }

        @Override
        public void escape() {
            if (!view.clearFilter()) {
                table.node().getSelectionModel().clearSelection();
            }
            focus();
        }

        @Override
        public void leave() {
            leave.run();
        }
    }
}
