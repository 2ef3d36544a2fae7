package quayside.app.ui.browse;

import java.util.List;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/** What one pane puts on the dragboard and what it takes from there; the shell knows both panes and joins them. */
public interface DragBridge<P> {
    void fill(ClipboardContent content, List<Item<P>> dragged);

    /** Whether what hangs on the dragboard can be dropped here. */
    boolean accepts(Clipboard dragboard);

    void dropped(Clipboard dragboard, P into);
}
