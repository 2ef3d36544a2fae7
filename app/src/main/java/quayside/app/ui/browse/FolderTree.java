package quayside.app.ui.browse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.FileKind;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.message.Omitted;

/**
 * The folder chooser: the places, and below each its folders, which are read whenever it is opened. It opens the way to
 * the folder that the pane shows, and takes over what the pane reads of it.
 */
final class FolderTree<P> {
    /** A folder of the tree. */
    private static final class Branch<P> extends TreeItem<P> {
        private boolean isRead;

        Branch(P folder) {
            super(folder);
        }

        @Override
        public boolean isLeaf() {
            // Until its content is known, every folder can be opened.
            return isRead && getChildren().isEmpty();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(FolderTree.class);
    private static final double ROW_PX = 28;
    private static final int MAX_FOLDERS = 2_000;

    private final TreeView<P> tree = new TreeView<>();
    private final Supplier<@Nullable FileSource<P>> source;
    private final UiServices services;

    /** The folders from the top to the one to be selected; empty once it is selected. */
    private List<P> wanted = List.of();

    FolderTree(Supplier<@Nullable FileSource<P>> source, UiServices services, Consumer<P> open) {
        this.source = source;
        this.services = services;
        tree.getStyleClass().addAll("folder-tree", "dense", "edge-to-edge");
        tree.setAccessibleText(Texts.get("browse.chooser"));
        tree.setShowRoot(false);
        tree.fixedCellSizeProperty().bind(services.look().px(ROW_PX));
        tree.setCellFactory(view -> new FolderCell());
        // A hidden chooser reads nothing.
        tree.sceneProperty().addListener((scene, before, now) -> lead());
        tree.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY) {
                openSelected(open);
            }
        });
        tree.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                openSelected(open);
                event.consume();
            }
        });
    }

    TreeView<P> node() {
        return tree;
    }

    void show(List<P> places) {
        TreeItem<P> root = new TreeItem<>();
        places.forEach(place -> root.getChildren().add(branch(place)));
        tree.setRoot(root);
        if (places.size() == 1) {
            root.getChildren().getFirst().setExpanded(true);
        }
    }

    /** Opens the way along {@code trail} and selects its last folder. */
    void follow(List<P> trail) {
        wanted = trail;
        lead();
    }

    /** Shows the folders among {@code rows}, the whole content of {@code folder}, wherever that has been opened. */
    void update(@Nullable P folder, List<Row> rows) {
        FileSource<P> from = source.get();
        if (folder == null || from == null || tree.getRoot() == null || !hasRead(tree.getRoot(), folder)) {
            return;
        }
        List<Row> folders =
                rows.stream().filter(Row::isFolder).limit(MAX_FOLDERS).toList();
        try {
            List<P> children = children(from, folder, Arrangement.STANDARD.arrange(folders));
            tree.getRoot().getChildren().forEach(place -> update(place, folder, children));
        } catch (IOException e) {
            // A name that cannot be addressed here is shown in the table alone.
            LOG.debug("The folder chooser stays as it was", e);
        }
    }

    private boolean hasRead(TreeItem<P> item, P folder) {
        return (item instanceof Branch<P> branch && branch.isRead && folder.equals(branch.getValue()))
                || item.getChildren().stream().anyMatch(child -> hasRead(child, folder));
    }

    private void update(TreeItem<P> item, P folder, List<P> children) {
        if (item instanceof Branch<P> branch && branch.isRead && folder.equals(branch.getValue())) {
            fill(branch, children);
        } else {
            item.getChildren().forEach(child -> update(child, folder, children));
        }
    }

    /** Goes one step along the way; each folder that has to be read first continues from there. */
    private void lead() {
        if (wanted.isEmpty() || tree.getRoot() == null || tree.getScene() == null) {
            return;
        }
        TreeItem<P> at = tree.getRoot();
        int next = wanted.size();
        while (at.equals(tree.getRoot()) && next > 0) {
            at = child(tree.getRoot(), wanted.get(--next)).orElse(tree.getRoot());
        }
        boolean isKnown = !at.equals(tree.getRoot());
        while (isKnown && ++next < wanted.size()) {
            boolean wasRead = at instanceof Branch<P> branch && branch.isRead;
            at.setExpanded(true);
            if (!wasRead) {
                tree.getSelectionModel().clearSelection();
                return;
            }
            Optional<TreeItem<P>> child = child(at, wanted.get(next));
            isKnown = child.isPresent();
            at = child.orElse(at);
        }
        wanted = List.of();
        if (!isKnown) {
            tree.getSelectionModel().clearSelection();
        } else if (!at.equals(tree.getSelectionModel().getSelectedItem())) {
            tree.getSelectionModel().select(at);
            tree.scrollTo(Math.max(0, tree.getRow(at) - 3));
        }
    }

    private static <P> Optional<TreeItem<P>> child(TreeItem<P> item, P folder) {
        return item.getChildren().stream()
                .filter(child -> child.getValue().equals(folder))
                .findFirst();
    }

    /** Sets the children of a branch; those that were there already stay as they are. */
    private void fill(Branch<P> branch, List<P> children) {
        branch.isRead = true;
        Map<P, TreeItem<P>> before = new HashMap<>();
        branch.getChildren().forEach(child -> before.put(child.getValue(), child));
        List<TreeItem<P>> next = new ArrayList<>();
        for (P folder : children) {
            TreeItem<P> known = before.get(folder);
            next.add(known == null ? branch(folder) : known);
        }
        if (!next.equals(branch.getChildren())) {
            TreeItem<P> selected = tree.getSelectionModel().getSelectedItem();
            branch.getChildren().setAll(next);
            if (selected != null && tree.getRow(selected) >= 0) {
                tree.getSelectionModel().select(selected);
            } else {
                tree.getSelectionModel().clearSelection();
            }
        }
    }

    private Branch<P> branch(P folder) {
        Branch<P> branch = new Branch<>(folder);
        branch.expandedProperty().addListener((property, before, expanded) -> {
            if (expanded) {
                read(branch);
            }
        });
        return branch;
    }

    private void read(Branch<P> branch) {
        FileSource<P> from = source.get();
        if (from == null) {
            return;
        }
        P folder = branch.getValue();
        services.background()
                .run(
                        cancellation -> {
                            List<Row> folders = new ArrayList<>();
                            Omitted _ = from.list(
                                    folder,
                                    page -> page.stream()
                                            .filter(entry -> entry.isFolder() && from.shows(entry))
                                            .limit(MAX_FOLDERS - folders.size())
                                            .forEach(entry -> folders.add(Row.of(entry))),
                                    cancellation);
                            return children(from, folder, Arrangement.STANDARD.arrange(folders));
                        },
                        children -> {
                            fill(branch, children);
                            lead();
                        },
                        e -> branch.setExpanded(false));
    }

    private static <P> List<P> children(FileSource<P> source, P folder, List<Row> rows) throws IOException {
        List<P> children = new ArrayList<>();
        for (Row row : rows) {
            children.add(source.child(folder, row.entry().name()));
        }
        return children;
    }

    private void openSelected(Consumer<P> open) {
        TreeItem<P> selected = tree.getSelectionModel().getSelectedItem();
        if (selected != null) {
            open.accept(selected.getValue());
        }
    }

    private final class FolderCell extends TreeCell<P> {
        FolderCell() {
            Nodes.tooltipWhileShortened(this);
        }

        @Override
        protected void updateItem(@Nullable P folder, boolean empty) {
            super.updateItem(folder, empty);
            FileSource<P> from = source.get();
            if (empty || folder == null || from == null) {
                setText(null);
                setGraphic(null);
            } else {
                setText(from.title(folder));
                setGraphic(FileKind.FOLDER.icon());
            }
        }
    }
}
