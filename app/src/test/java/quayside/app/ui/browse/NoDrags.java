package quayside.app.ui.browse;

import java.util.List;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.TransferMode;
import quayside.app.ui.browse.FileSource.Item;

/** For panes that nothing is dragged from or to. */
public final class NoDrags<P> implements BrowsePane.DragBridge<P> {
    @Override
    public void fill(ClipboardContent content, List<Item<P>> dragged) {}

    @Override
    public boolean accepts(Clipboard dragboard) {
        return false;
    }

    @Override
    public void dropped(Clipboard dragboard, P into, TransferMode mode) {}
}
