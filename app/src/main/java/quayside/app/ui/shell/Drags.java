package quayside.app.ui.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DataFormat;
import javafx.scene.input.TransferMode;
import org.jspecify.annotations.Nullable;
import quayside.app.ui.browse.BrowsePane;
import quayside.app.ui.browse.FileSource.Item;
import quayside.protocol.message.RemotePath;

/**
 * Connects the two panes by drag-and-drop. Local files are on the dragboard as files, as the desktop's file manager
 * puts them there. Remote ones are there as a token, because they can only be dropped in the window that they come
 * from: on the other side, or on a folder of the same share, which moves them, or with Ctrl copies them.
 */
final class Drags {
    private static final String REMOTE = "application/x-quayside-remote";

    private final BiConsumer<List<Path>, RemotePath> upload;
    private final BiConsumer<List<Item<RemotePath>>, Path> download;
    private List<Item<RemotePath>> dragged = List.of();
    private @Nullable Object origin;
    private String token = "";

    Drags(BiConsumer<List<Path>, RemotePath> upload, BiConsumer<List<Item<RemotePath>>, Path> download) {
        this.upload = upload;
        this.download = download;
    }

    BrowsePane.DragBridge<Path> local() {
        return new BrowsePane.DragBridge<>() {
            @Override
            public void fill(ClipboardContent content, List<Item<Path>> items) {
                content.putFiles(
                        items.stream().map(item -> item.path().toFile()).toList());
            }

            @Override
            public boolean accepts(Clipboard dragboard) {
                return token.equals(dragboard.getContent(format()));
            }

            @Override
            public void dropped(Clipboard dragboard, Path into, TransferMode mode) {
                List<Item<RemotePath>> items = dragged;
                dragged = List.of();
                token = "";
                download.accept(items, into);
            }
        };
    }

    /**
     * @param move moves files within the share of this pane
     * @param copy copies them
     */
    BrowsePane.DragBridge<RemotePath> remote(
            BiConsumer<List<Item<RemotePath>>, RemotePath> move, BiConsumer<List<Item<RemotePath>>, RemotePath> copy) {
        return new BrowsePane.DragBridge<>() {
            @Override
            public void fill(ClipboardContent content, List<Item<RemotePath>> items) {
                dragged = items;
                origin = this;
                token = UUID.randomUUID().toString();
                content.put(format(), token);
            }

            @Override
            public boolean accepts(Clipboard dragboard) {
                return isOwn(dragboard) || dragboard.hasFiles();
            }

            private boolean isOwn(Clipboard dragboard) {
                return this.equals(origin) && token.equals(dragboard.getContent(format()));
            }

            @Override
            public TransferMode[] modes(boolean copies) {
                return copies ? new TransferMode[] {TransferMode.COPY} : TransferMode.COPY_OR_MOVE;
            }

            // With Ctrl, from the start or since, moving is not possible.
            @Override
            public TransferMode[] modes(Clipboard dragboard, Set<TransferMode> possible) {
                boolean moves = isOwn(dragboard) && possible.contains(TransferMode.MOVE);
                return new TransferMode[] {moves ? TransferMode.MOVE : TransferMode.COPY};
            }

            @Override
            public void dropped(Clipboard dragboard, RemotePath into, TransferMode mode) {
                if (isOwn(dragboard)) {
                    (mode == TransferMode.COPY ? copy : move).accept(dragged, into);
                    dragged = List.of();
                    token = "";
                    return;
                }
                upload.accept(dragboard.getFiles().stream().map(File::toPath).toList(), into);
            }
        };
    }

    // A format can be made only once in a program, and there may be several windows.
    private static DataFormat format() {
        DataFormat known = DataFormat.lookupMimeType(REMOTE);
        return known == null ? new DataFormat(REMOTE) : known;
    }
}
