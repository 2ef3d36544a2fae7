package quayside.app.ui.transfers;

import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import quayside.app.core.transfer.TransferService;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.State;

/** What the buttons, the keys and the menu of a row do. JavaFX thread only. */
final class RowActions {
    private final TransferService transfers;
    private final LongConsumer retry;
    private final Consumer<TransferSnapshot> details;
    private Consumer<Path> show = path -> {};
    private Consumer<Path> showInManager = path -> {};
    private LongConsumer elsewhere = id -> {};

    /**
     * @param retry resumes a transfer by its id; tries at once if it waits for its connection
     * @param details shows the items of a transfer that could not be transferred
     */
    RowActions(TransferService transfers, LongConsumer retry, Consumer<TransferSnapshot> details) {
        this.transfers = transfers;
        this.retry = retry;
        this.details = details;
    }

    void onShow(Consumer<Path> here, Consumer<Path> inManager) {
        show = here;
        showInManager = inManager;
    }

    /** Shows in the file manager what has arrived. */
    void showInManager(TransferSnapshot t) {
        t.result().path().ifPresent(showInManager);
    }

    void onElsewhere(LongConsumer action) {
        elsewhere = action;
    }

    static boolean canGo(TransferSnapshot t) {
        return t.state() == State.PAUSED || t.state() == State.FAILED || t.state() == State.CANCELLED;
    }

    /** Resumes or tries again what can be. */
    void go(TransferSnapshot t) {
        retry.accept(t.id());
    }

    void pause(TransferSnapshot t) {
        transfers.pause(t.id());
    }

    void pauseOrGo(TransferSnapshot t) {
        if (canGo(t)) {
            go(t);
        } else {
            pause(t);
        }
    }

    /** Cancels what has not ended, and removes what has. */
    void end(TransferSnapshot t) {
        if (t.state().hasEnded()) {
            transfers.remove(t.id());
        } else {
            transfers.cancel(t.id());
        }
    }

    void step(TransferSnapshot t, TransferWords.Step step) {
        switch (step) {
            case PASSCODE -> retry.accept(t.id());
            case ELSEWHERE -> elsewhere.accept(t.id());
            case DETAILS -> details.accept(t);
            case SHOW -> t.result().path().ifPresent(show);
        }
    }
}
