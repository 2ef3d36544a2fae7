package quayside.app.ui.shell;

import java.util.EnumSet;
import java.util.Set;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.util.Duration;
import quayside.app.core.transfer.TransferQueue;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.browse.BrowsePane;
import quayside.protocol.wire.Fault;

/**
 * Reads a pane again once something has arrived there; a burst of small files is one reading. After a transfer whose
 * connection failed it reads the share too, which tells whether the share is gone or that one connection was.
 */
final class Refresher {
    private static final Duration PAUSE = Duration.millis(400);

    private final BrowsePane<?> local;
    private final BrowsePane<?> remote;
    private final Set<TransferSnapshot.Direction> due = EnumSet.noneOf(TransferSnapshot.Direction.class);
    private final Runnable look;
    private final PauseTransition pause = new PauseTransition(PAUSE);

    /** @param look asks what guests may do: a transfer was refused that was allowed when it was begun */
    Refresher(TransferQueue queue, BrowsePane<?> local, BrowsePane<?> remote, Runnable look) {
        this.look = look;
        this.local = local;
        this.remote = remote;
        pause.setOnFinished(event -> refresh());
        queue.onEnded(ended -> Platform.runLater(() -> ended(ended)));
    }

    private void ended(TransferSnapshot transfer) {
        if (due.isEmpty()) {
            pause.playFromStart();
        }
        due.add(transfer.direction());
        transfer.fault().filter(fault -> fault == Fault.REFUSED).ifPresent(fault -> look.run());
        transfer.fault()
                .filter(fault -> fault == Fault.CONNECTION_LOST || fault == Fault.UNREACHABLE)
                .ifPresent(fault -> due.add(TransferSnapshot.Direction.UPLOAD));
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
