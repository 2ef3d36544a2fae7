package quayside.app.ui.shell;

import java.util.EnumSet;
import java.util.Set;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.util.Duration;
import quayside.app.core.transfer.TransferQueue;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.browse.BrowsePane;

/** Reads a pane again once something has arrived there; a burst of small files is one reading. */
final class Refresher {
    private static final Duration PAUSE = Duration.millis(400);

    private final BrowsePane<?> local;
    private final BrowsePane<?> remote;
    private final Set<TransferSnapshot.Direction> due = EnumSet.noneOf(TransferSnapshot.Direction.class);
    private final PauseTransition pause = new PauseTransition(PAUSE);

    Refresher(TransferQueue queue, BrowsePane<?> local, BrowsePane<?> remote) {
        this.local = local;
        this.remote = remote;
        pause.setOnFinished(event -> refresh());
        queue.onEnded(ended -> Platform.runLater(() -> arrived(ended.direction())));
    }

    private void arrived(TransferSnapshot.Direction direction) {
        if (due.isEmpty()) {
            pause.playFromStart();
        }
        due.add(direction);
    }

    private void refresh() {
        if (due.contains(TransferSnapshot.Direction.UPLOAD)) {
            remote.refresh();
        }
        if (due.contains(TransferSnapshot.Direction.DOWNLOAD)) {
            local.refresh();
        }
        due.clear();
    }
}
