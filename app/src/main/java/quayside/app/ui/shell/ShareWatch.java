package quayside.app.ui.shell;

import java.util.Optional;
import javafx.application.Platform;
import quayside.app.core.share.ShareService;
import quayside.app.core.share.ShareState;
import quayside.app.core.transfer.TransferQueue;
import quayside.app.core.transfer.TransferSnapshot;

/** Lets the open share and its transfers know of each other's connection: what one finds lost or back, the other finds out at once. */
final class ShareWatch {
    private final TransferQueue queue;
    private final ShareService connector;
    private final Runnable look;

    /** Begins; {@code look} reads the share again on the JavaFX thread, and so finds out whether it is there. */
    ShareWatch(TransferQueue queue, ShareService connector, Runnable look) {
        this.queue = queue;
        this.connector = connector;
        this.look = look;
        queue.onConnection(this::transferChanged);
        connector.onState(this::shareChanged);
    }

    private void transferChanged(TransferSnapshot transfer) {
        if (transfer.state() == TransferSnapshot.State.WAITING) {
            keepInStep(connector.state());
            Platform.runLater(look);
        } else if (connector.state() instanceof ShareState.Lost) {
            connector.reconnect();
        }
    }

    private void shareChanged(ShareState state) {
        keepInStep(state);
        if (state instanceof ShareState.Connected) {
            queue.snapshot().stream()
                    .filter(transfer -> transfer.state() == TransferSnapshot.State.WAITING)
                    .forEach(transfer -> queue.tryNow(transfer.id()));
        }
    }

    private void keepInStep(ShareState state) {
        switch (state) {
            case ShareState.Connected open -> queue.shareIs(Optional.of(open.client()));
            case ShareState.Idle _, ShareState.Failed _ -> queue.shareIs(Optional.empty());
            // The share may still turn out to be theirs.
            case ShareState.Connecting _, ShareState.Waiting _, ShareState.Lost _ -> {}
        }
    }
}
