package quayside.app.ui.shell;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.util.Duration;
import quayside.app.core.share.ShareService;
import quayside.app.core.share.ShareState;
import quayside.app.core.share.Shares;
import quayside.app.core.transfer.TransferQueue;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.Direction;
import quayside.app.ui.browse.BrowsePane;
import quayside.protocol.wire.Fault;

/**
 * Keeps the open shares, the transfers and the panes in step. When a transfer finds a connection lost or back, the
 * shares are notified at once, and vice versa. A pane is read again after something has arrived there; a burst of small
 * files causes one reading.
 */
final class ShareWatch {
    private static final Duration PAUSE = Duration.millis(400);

    private final TransferQueue queue;
    private final Shares shares;
    private final BrowsePane<?> local;
    private final Supplier<List<SharePage>> pages;

    /** The directions whose target panes have to be read again. JavaFX thread only. */
    private final Set<Direction> toRefresh = EnumSet.noneOf(Direction.class);

    private final PauseTransition pause = new PauseTransition(PAUSE);

    ShareWatch(TransferQueue queue, Shares shares, BrowsePane<?> local, Supplier<List<SharePage>> pages) {
        this.queue = queue;
        this.shares = shares;
        this.local = local;
        this.pages = pages;
    }

    void start() {
        pause.setOnFinished(event -> refresh());
        queue.onEnded(ended -> Platform.runLater(() -> ended(ended)));
        queue.onConnection(this::transferChanged);
    }

    /** Follows a share from now on. */
    void follow(ShareService share) {
        share.onState(this::shareChanged);
    }

    private void ended(TransferSnapshot transfer) {
        if (toRefresh.isEmpty()) {
            pause.playFromStart();
        }
        toRefresh.add(transfer.direction());
        transfer.fault().ifPresent(fault -> {
            if (fault == Fault.REFUSED) {
                // The permissions have changed since the transfer began.
                pages.get().forEach(SharePage::refreshPermissions);
            } else if (fault == Fault.CONNECTION_LOST || fault == Fault.UNREACHABLE) {
                // Reading the share shows whether it is gone or only one connection was lost.
                toRefresh.add(Direction.UPLOAD);
            }
        });
    }

    private void refresh() {
        if (toRefresh.contains(Direction.UPLOAD)) {
            refreshShares();
        }
        if (toRefresh.contains(Direction.DOWNLOAD)) {
            local.refresh();
        }
        toRefresh.clear();
    }

    private void refreshShares() {
        pages.get().forEach(page -> page.remote().refresh());
    }

    private void transferChanged(TransferSnapshot transfer) {
        if (transfer.state() == TransferSnapshot.State.WAITING) {
            Platform.runLater(this::refreshShares);
        } else {
            for (ShareService share : shares.open()) {
                if (share.state() instanceof ShareState.Lost lost && lost.why().isTriedAgain()) {
                    share.reconnect();
                }
            }
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
