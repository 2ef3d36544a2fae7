package quayside.app.ui.shell;

import java.util.List;
import java.util.Optional;
import javafx.stage.Stage;
import javafx.util.Subscription;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.home.Visit;

/** The title of the window: how far the transfers are, and the share that is shown. JavaFX thread only. */
final class WindowTitle {
    private final Stage stage;
    private Optional<Visit> shown = Optional.empty();
    private Subscription names = Subscription.EMPTY;
    private int percent = -1;

    WindowTitle(Stage stage) {
        this.stage = stage;
    }

    void show(Optional<Visit> visit) {
        names.unsubscribe();
        shown = visit;
        names = visit.map(share -> share.titleProperty().subscribe(this::refresh))
                .orElse(Subscription.EMPTY);
        refresh();
    }

    /** Shows how much of the transfers that run is done. A transfer that was not counted yet is left out. */
    void progress(List<TransferSnapshot> all) {
        List<TransferSnapshot> running = all.stream()
                .filter(transfer -> transfer.state().isActive() && transfer.bytesTotal() > 0)
                .toList();
        long total = running.stream().mapToLong(TransferSnapshot::bytesTotal).sum();
        long done = running.stream().mapToLong(TransferSnapshot::bytesDone).sum();
        int now = running.isEmpty() ? -1 : (int) Math.clamp(100.0 * done / total, 0, 100);
        if (now != percent) {
            percent = now;
            refresh();
        }
    }

    private void refresh() {
        String place = shown.map(share ->
                        Texts.get("shell.title.share", share.titleProperty().get()))
                .orElseGet(() -> Texts.get("shell.title"));
        stage.setTitle(percent < 0 ? place : Texts.get("shell.title.progress", percent, place));
    }
}
