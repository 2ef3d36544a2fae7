package quayside.app.ui.transfers;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferService;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Dialogs;
import quayside.app.ui.kit.HumanFormat;

/** What the buttons, the keys and the menu of a row do. JavaFX thread only. */
final class RowActions {
    /** A download of which more has arrived is cancelled only after a question, because that is deleted. */
    private static final long ASKED_BYTES = 10_000_000;

    private final TransferService transfers;
    private final Dialogs dialogs;
    private final LongConsumer retry;
    private final Consumer<TransferSnapshot> details;
    private Consumer<Path> show = path -> {};
    private Consumer<Path> showInManager = path -> {};
    private LongConsumer elsewhere = id -> {};

    /**
     * @param retry resumes a transfer by its id; tries at once if it waits for its connection
     * @param details shows the items of a transfer that could not be transferred
     */
    RowActions(TransferService transfers, Dialogs dialogs, LongConsumer retry, Consumer<TransferSnapshot> details) {
        this.transfers = transfers;
        this.dialogs = dialogs;
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
            cancel(List.of(t));
        }
    }

    /** Cancels those of {@code chosen} that have not ended. */
    void cancel(List<TransferSnapshot> chosen) {
        List<TransferSnapshot> open =
                chosen.stream().filter(t -> !t.state().hasEnded()).toList();
        ask(open, () -> open.forEach(t -> transfers.cancel(t.id())));
    }

    /** Cancels all that have not ended. */
    void cancelAll() {
        ask(
                transfers.snapshot().stream().filter(t -> !t.state().hasEnded()).toList(),
                () -> transfers.all(TransferService.Act.CANCEL));
    }

    private void ask(List<TransferSnapshot> open, Runnable cancelling) {
        long arrived = open.stream()
                .filter(t -> t.direction() == TransferSnapshot.Direction.DOWNLOAD)
                .mapToLong(TransferSnapshot::bytesDone)
                .sum();
        if (arrived <= ASKED_BYTES) {
            cancelling.run();
            return;
        }
        dialogs.show(DialogBox.of(Texts.get(
                        "transfers.cancel.title", open.size(), open.getFirst().name()))
                .sentence(Texts.get("transfers.cancel.sentence", HumanFormat.size(arrived)))
                .safe(Texts.get("transfers.cancel.keep"))
                .danger(Texts.get("transfers.cancel.action", open.size()), cancelling));
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
