package quayside.app.ui.browse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.FileKind;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;

/** The folder chooser: the places, and below each its folders, which are read when it is opened. */
final class FolderTree<P> {
    /** A folder of the tree; its children are read once, when it is first opened. */
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

    private static final double ROW_PX = 28;
    private static final int MAX_FOLDERS = 2_000;

    private final TreeView<P> tree = new TreeView<>();
    private final Supplier<@Nullable FileSource<P>> source;
    private final UiServices services;

    FolderTree(Supplier<@Nullable FileSource<P>> source, UiServices services, Consumer<P> open) {
        this.source = source;
        this.services = services;
        tree.getStyleClass().addAll("folder-tree", "dense", "edge-to-edge");
        tree.setAccessibleText(Texts.get("browse.chooser"));
        tree.setShowRoot(false);
        tree.fixedCellSizeProperty().bind(services.look().px(ROW_PX));
        tree.setCellFactory(view -> new FolderCell());
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

    /** Selects the branch of {@code folder} if it is in the tree already; otherwise none. */
    void mark(@Nullable P folder) {
        tree.getSelectionModel().clearSelection();
        TreeItem<P> found = tree.getRoot() == null ? null : find(tree.getRoot(), folder);
        if (found != null) {
            tree.getSelectionModel().select(found);
        }
    }

    private @Nullable TreeItem<P> find(TreeItem<P> below, @Nullable P folder) {
        for (TreeItem<P> child : below.getChildren()) {
            if (child.getValue().equals(folder)) {
                return child;
            }
            TreeItem<P> found = child.isExpanded() ? find(child, folder) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private Branch<P> branch(P folder) {
        Branch<P> branch = new Branch<>(folder);
        branch.expandedProperty().addListener((property, before, expanded) -> {
            if (expanded && !branch.isRead) {
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
                                            .filter(Entry::isFolder)
                                            .limit(MAX_FOLDERS - folders.size())
                                            .forEach(entry -> folders.add(Row.of(entry))),
                                    cancellation);
                            return children(from, folder, Arrangement.STANDARD.arrange(folders));
                        },
                        children -> {
                            branch.isRead = true;
                            branch.getChildren()
                                    .setAll(children.stream().map(this::branch).toList());
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
