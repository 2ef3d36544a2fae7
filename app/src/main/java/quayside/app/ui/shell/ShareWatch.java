package quayside.app.ui.shell;

import java.util.EnumSet;
import java.util.Set;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.util.Duration;
import quayside.app.core.share.ShareService;
import quayside.app.core.share.ShareState;
import quayside.app.core.transfer.TransferQueue;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.Direction;
import quayside.app.ui.browse.BrowsePane;
import quayside.protocol.wire.Fault;

/**
 * Keeps the open share, its transfers and the panes in step. When a transfer finds the connection lost or back, the
 * share is notified at once, and vice versa. A pane is read again after something has arrived there; a burst of small
 * files causes one reading.
 */
final class ShareWatch {
    private static final Duration PAUSE = Duration.millis(400);

    private final TransferQueue queue;
    private final ShareService share;
    private final BrowsePane<?> local;
    private final BrowsePane<?> remote;
    private final Runnable refreshPermissions;

    /** The directions whose target pane has to be read again. JavaFX thread only. */
    private final Set<Direction> toRefresh = EnumSet.noneOf(Direction.class);

    private final PauseTransition pause = new PauseTransition(PAUSE);

    /**
     * @param refreshPermissions requests the permissions of guests, after a transfer was refused that was allowed when
     *     it began
     */
    ShareWatch(
            TransferQueue queue,
            ShareService share,
            BrowsePane<?> local,
            BrowsePane<?> remote,
            Runnable refreshPermissions) {
        this.queue = queue;
        this.share = share;
        this.local = local;
        this.remote = remote;
        this.refreshPermissions = refreshPermissions;
    }

    void start() {
        pause.setOnFinished(event -> refresh());
        queue.onEnded(ended -> Platform.runLater(() -> ended(ended)));
        queue.onConnection(this::transferChanged);
        share.onState(this::shareChanged);
    }

    private void ended(TransferSnapshot transfer) {
        if (toRefresh.isEmpty()) {
            pause.playFromStart();
        }
        toRefresh.add(transfer.direction());
        transfer.fault().ifPresent(fault -> {
            if (fault == Fault.REFUSED) {
                refreshPermissions.run();
            } else if (fault == Fault.CONNECTION_LOST || fault == Fault.UNREACHABLE) {
                // Reading the share shows whether it is gone or only one connection was lost.
                toRefresh.add(Direction.UPLOAD);
            }
        });
    }

    private void refresh() {
        if (toRefresh.contains(Direction.UPLOAD)) {
            remote.refresh();
        }
        if (toRefresh.contains(Direction.DOWNLOAD)) {
            local.refresh();
        }
        toRefresh.clear();
    }

    private void transferChanged(TransferSnapshot transfer) {
        if (transfer.state() == TransferSnapshot.State.WAITING) {
            Platform.runLater(remote::refresh);
        } else if (share.state() instanceof ShareState.Lost lost && lost.why().isTriedAgain()) {
            share.reconnect();
        }
    }

    private void shareChanged(ShareState state) {
        if (state instanceof ShareState.Connected) {
            queue.snapshot().stream()
                    .filter(transfer -> transfer.state() == TransferSnapshot.State.WAITING)
                    .forEach(transfer -> queue.tryNow(transfer.id()));
        }
    }
}
