package quayside.app.ui.transfers;

import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.IntegerExpression;
import javafx.scene.Node;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.UiServices;

/** The transfers' front door: the panel at the bottom and the line in the status bar. JavaFX thread only. */
public final class TransfersFeature {
    private final TransfersModel model = new TransfersModel();
    private final TransfersView view;
    private final OverallView overall;

    public TransfersFeature(Transfers transfers, UiServices services) {
        this(transfers, services, FailureDetails::new);
    }

    TransfersFeature(Transfers transfers, UiServices services, Function<TransferSnapshot, FailureDetails> details) {
        view = new TransfersView(
                model,
                transfers,
                failed -> services.dialogs().show(details.apply(failed).dialog()));
        overall = new OverallView(model);
        model.overall().addListener((property, before, now) -> {
            // Once nothing moves any more, what did not arrive is what matters.
            if (now.active() == 0 && before.active() > 0 && now.failed() > before.failed()) {
                view.showFailed();
            }
        });
        // The snapshot is taken where it is shown: of two workers the one that is late could bring the older one.
        Latest<Boolean> changes = new Latest<>(ignored -> model.show(transfers.snapshot()));
        transfers.onChange(() -> changes.offer(true));
        model.show(transfers.snapshot());
    }

    /** The panel with its three lists. */
    public Node view() {
        return view.node();
    }

    /** The whole queue's progress in one line. */
    public Node overall() {
        return overall.node();
    }

    /** How many have not ended: queued, running, waiting for their connection, paused. */
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
