package quayside.app.ui.transfers;

import java.util.function.Function;
import java.util.function.LongConsumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.IntegerExpression;
import javafx.scene.Node;
import org.controlsfx.control.StatusBar;
import quayside.app.core.transfer.TransferService;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.UiServices;

/** The transfers: the panel at the bottom and the line in the status bar. JavaFX thread only. */
public final class TransfersFeature {
    private final TransfersModel model = new TransfersModel();
    private final TransfersView view;

    /**
     * @param retry resumes, by its id, a transfer that was paused, failed or was cancelled; tries at once if it waits
     *     for its connection
     */
    public TransfersFeature(TransferService transfers, LongConsumer retry, UiServices services) {
        this(transfers, retry, services, FailureDetails::new);
    }

    TransfersFeature(
            TransferService transfers,
            LongConsumer retry,
            UiServices services,
            Function<TransferSnapshot, FailureDetails> details) {
        view = new TransfersView(
                model,
                transfers,
                retry,
                failed -> services.dialogs().show(details.apply(failed).dialog()));
        model.overall().addListener((property, before, now) -> {
            // Once no transfer is active, the failures matter most.
            if (now.active() == 0 && before.active() > 0 && now.failed() > before.failed()) {
                view.showFailed();
            }
        });
        // The snapshot is taken on the JavaFX thread: of two workers, the later one could deliver an older snapshot.
        Latest<Boolean> changes = new Latest<>(ignored -> model.show(transfers.snapshot()));
        transfers.onChange(() -> changes.offer(true));
        model.show(transfers.snapshot());
    }

    /** Returns the panel with its three lists. */
    public Node view() {
        return view.node();
    }

    /** Returns the progress of the whole queue in one line, as a status bar that the window can extend. */
    public StatusBar statusBar() {
        return view.statusBar();
    }

    /** Returns the number of transfers that have not ended: queued, running, waiting, asking, paused. */
    public IntegerExpression activeCount() {
        return Bindings.size(model.rows(TransfersModel.Group.ACTIVE));
    }

    public IntegerExpression failedCount() {
        return Bindings.size(model.rows(TransfersModel.Group.FAILED));
    }

    public void showActive() {
        view.showActive();
    }

    public void showFailed() {
        view.showFailed();
    }
}
