package quayside.app.ui.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.app.ui.kit.Fx;
import quayside.protocol.message.RemotePath;

class FolderTreeTest {
    private PaneUnderTest pane;

    @BeforeEach
    void open() {
        pane = new PaneUnderTest();
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        pane.window.push(KeyCode.F9);
    }

    @AfterEach
    void close() {
        pane.close();
    }

    @Test
    void theTreeOpensTheWayToTheFolderThatIsShown() {
        Fx.run(() -> pane.pane.open(MemorySource.path("Zoo/Inner")));
        Fx.await(() -> MemorySource.path("Zoo/Inner").equals(marked()));
        Fx.run(() -> pane.pane.open(MemorySource.path("archive")));
        Fx.await(() -> MemorySource.path("archive").equals(marked()));
    }

    @Test
    void aRefreshShowsTheFoldersThatCame() {
        Fx.await(() -> top().equals(List.of("archive", "Zoo")));
        pane.files.folder("Birds");
        pane.window.push(KeyCode.F5);
        Fx.await(() -> top().equals(List.of("archive", "Birds", "Zoo")));
    }

    @Test
    void aDeletedFolderGoesAndTheOthersStayOpen() {
        Fx.run(() -> pane.pane.open(MemorySource.path("Zoo/Inner")));
        Fx.await(() -> MemorySource.path("Zoo/Inner").equals(marked()));
        Fx.run(() -> pane.pane.open(RemotePath.root()));
        pane.awaitNames("archive", "Zoo", "Budget.xlsx", "img9.jpg", "img10.jpg");
        pane.select("archive");
        pane.window.push(KeyCode.DELETE);
        pane.window.press("Delete from the share");
        Fx.await(() -> top().equals(List.of("Zoo")));
        Fx.run(() -> assertThat(tree().getRoot()
                        .getChildren()
                        .getFirst()
                        .getChildren()
                        .getFirst()
                        .isExpanded())
                .isTrue());
    }

    @SuppressWarnings("unchecked")
    private TreeView<RemotePath> tree() {
        return (TreeView<RemotePath>) pane.pane.node().lookup(".folder-tree");
    }

    private @Nullable RemotePath marked() {
        TreeItem<RemotePath> item = tree().getSelectionModel().getSelectedItem();
        return item == null ? null : item.getValue();
    }

    private List<String> top() {
        return tree().getRoot().getChildren().getFirst().getChildren().stream()
                .map(item -> item.getValue().name())
                .toList();
    }
}
