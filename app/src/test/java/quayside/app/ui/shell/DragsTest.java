package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DataFormat;
import javafx.scene.input.TransferMode;
import org.junit.jupiter.api.Test;
import quayside.app.ui.browse.BrowsePane;
import quayside.app.ui.browse.FileSource.Item;
import quayside.app.ui.browse.MemorySource;
import quayside.app.ui.kit.Fx;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;

class DragsTest {
    private static final Path FILE = Path.of("/tmp/a.txt");
    private static final Item<RemotePath> REMOTE_ITEM =
            new Item<>(MemorySource.path("x/b.txt"), new Entry("b.txt", Entry.Kind.FILE, 1, Instant.EPOCH));

    private final List<String> asked = new ArrayList<>();
    private final Drags drags = drags();
    private final BrowsePane.DragBridge<RemotePath> remote = bridge(drags);

    @Test
    void filesOfThisComputerOrOfItsFileManagerAreUploaded() {
        Fx.run(() -> {
            ClipboardContent content = new ClipboardContent();
            content.putFiles(List.of(FILE.toFile()));
            Clipboard dragboard = holding(content);
            assertThat(remote.accepts(dragboard)).isTrue();
            assertThat(drags.local().accepts(dragboard)).isFalse();
            remote.dropped(dragboard, MemorySource.path("into"), TransferMode.COPY);
        });
        assertThat(asked).containsExactly("upload [" + FILE + "] into");
    }

    @Test
    void rowsOfTheLocalPaneHangOnTheDragboardAsFiles() {
        ClipboardContent content = new ClipboardContent();
        drags.local().fill(content, List.of(new Item<>(FILE, REMOTE_ITEM.entry())));
        assertThat(content.getFiles()).containsExactly(FILE.toFile());
    }

    @Test
    void rowsOfTheShareAreDownloadedOnce() {
        Fx.run(() -> {
            ClipboardContent content = new ClipboardContent();
            remote.fill(content, List.of(REMOTE_ITEM));
            Clipboard dragboard = holding(content);
            assertThat(bridge(drags).accepts(dragboard)).isFalse();
            assertThat(drags.local().accepts(dragboard)).isTrue();
            drags.local().dropped(dragboard, Path.of("/home"), TransferMode.COPY);
            assertThat(drags.local().accepts(dragboard)).isFalse();
        });
        assertThat(asked).containsExactly("download [x/b.txt] /home");
    }

    @Test
    void rowsOfTheShareAreMovedOntoAFolderOfTheSameShare() {
        Fx.run(() -> {
            ClipboardContent content = new ClipboardContent();
            remote.fill(content, List.of(REMOTE_ITEM));
            Clipboard dragboard = holding(content);
            assertThat(remote.accepts(dragboard)).isTrue();
            assertThat(remote.modes(false)).containsExactly(TransferMode.COPY_OR_MOVE);
            assertThat(remote.modes(dragboard, EnumSet.of(TransferMode.COPY, TransferMode.MOVE)))
                    .containsExactly(TransferMode.MOVE);
            remote.dropped(dragboard, MemorySource.path("into"), TransferMode.MOVE);
            assertThat(remote.accepts(dragboard)).isFalse();
        });
        assertThat(asked).containsExactly("move [x/b.txt] into");
    }

    @Test
    void withCtrlTheyAreCopiedThere() {
        Fx.run(() -> {
            ClipboardContent content = new ClipboardContent();
            remote.fill(content, List.of(REMOTE_ITEM));
            Clipboard dragboard = holding(content);
            assertThat(remote.modes(true)).containsExactly(TransferMode.COPY);
            assertThat(remote.modes(dragboard, EnumSet.of(TransferMode.COPY))).containsExactly(TransferMode.COPY);
            remote.dropped(dragboard, MemorySource.path("into"), TransferMode.COPY);
        });
        assertThat(asked).containsExactly("copy [x/b.txt] into");
    }

    @Test
    void filesOfAFileManagerAreNeverMoved() {
        Fx.run(() -> {
            ClipboardContent content = new ClipboardContent();
            content.putFiles(List.of(FILE.toFile()));
            assertThat(remote.modes(holding(content), EnumSet.of(TransferMode.COPY, TransferMode.MOVE)))
                    .containsExactly(TransferMode.COPY);
            assertThat(drags.local().modes(false)).containsExactly(TransferMode.COPY);
        });
    }

    @Test
    void rowsOfAnotherWindowsShareAreNotTaken() {
        Fx.run(() -> {
            ClipboardContent content = new ClipboardContent();
            bridge(drags()).fill(content, List.of(REMOTE_ITEM));
            assertThat(drags.local().accepts(holding(content))).isFalse();
        });
    }

    @Test
    void textIsNotTaken() {
        Fx.run(() -> {
            ClipboardContent content = new ClipboardContent();
            content.putAll(Map.of(DataFormat.PLAIN_TEXT, ""));
            assertThat(drags.local().accepts(holding(content))).isFalse();
            assertThat(remote.accepts(holding(content))).isFalse();
        });
    }

    private BrowsePane.DragBridge<RemotePath> bridge(Drags of) {
        return of.remote(
                (items, into) ->
                        asked.add("move " + items.stream().map(Item::path).toList() + " " + into),
                (items, into) ->
                        asked.add("copy " + items.stream().map(Item::path).toList() + " " + into));
    }

    private Drags drags() {
        return new Drags(
                (files, into) -> asked.add("upload " + files + " " + into),
                (items, into) ->
                        asked.add("download " + items.stream().map(Item::path).toList() + " " + into));
    }

    // The dragboard is a clipboard; only a running drag has one, and the headless platform has no drags.
    private static Clipboard holding(ClipboardContent content) {
        Clipboard clipboard = Clipboard.getSystemClipboard();
        clipboard.setContent(content);
        return clipboard;
    }
}
