package quayside.app.ui.shell;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import quayside.app.core.transfer.TransferQueue;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Texts;
import quayside.app.ui.kit.Toasts;
import quayside.app.ui.transfers.Transfers;
import quayside.protocol.client.ShareClient;

/** The queue as the transfer panel sees it; a retry goes over the share that is open now. */
record QueueTransfers(TransferQueue queue, Supplier<Optional<ShareClient>> client, Toasts toasts) implements Transfers {
    @Override
    public List<TransferSnapshot> snapshot() {
        return queue.snapshot();
    }

    @Override
    public void onChange(Runnable listener) {
        queue.onChange(listener);
    }

    @Override
    public void cancel(long id) {
        queue.cancel(id);
    }

    @Override
    public void pause(long id) {
        queue.pause(id);
    }

    @Override
    public void retry(long id) {
        if (queue.tryNow(id)) {
            return;
        }
        Optional<ShareClient> share = client.get();
        if (share.isEmpty()) {
            toasts.error(Texts.get("shell.notConnected"));
        } else if (!queue.retry(id, share.get())) {
            toasts.error(Texts.get("shell.otherShare"));
        }
    }

    @Override
    public void remove(long id) {
        queue.remove(id);
    }

    @Override
    public void clearEnded() {
        queue.clearEnded();
    }
}
