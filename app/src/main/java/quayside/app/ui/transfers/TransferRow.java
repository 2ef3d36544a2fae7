package quayside.app.ui.transfers;

import java.time.Duration;
import java.util.Optional;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.HumanFormat;

/** One transfer as its row shows it; lives as long as the transfer. JavaFX thread only. */
final class TransferRow {
    final ObjectProperty<TransferSnapshot> snapshot;

    /** The progress for a progress bar: 0 to 1, or -1 while the total size is not known. */
    final DoubleProperty fraction = new SimpleDoubleProperty();

    /** "1.4 MB of 20 MB", with the number of files for a folder. */
    final StringProperty amount = new SimpleStringProperty("");

    /** "3.1 MB/s, 2 min 5 s left" while bytes are moving; otherwise the state. */
    final StringProperty pace = new SimpleStringProperty("");

    TransferRow(TransferSnapshot first) {
        snapshot = new SimpleObjectProperty<>(first);
        update(first);
    }

    long id() {
        return snapshot.get().id();
    }

    void update(TransferSnapshot now) {
        fraction.set(now.fraction());
        amount.set(amountOf(now));
        pace.set(paceOf(now));
        snapshot.set(now);
    }

    /**
     * Returns what the transfer does or waits for, or what went wrong, as its row shows it; empty if there is nothing
     * to show.
     */
    static String message(TransferSnapshot t) {
        return t.remarks()
                .untilNextTry()
                .map(left -> left.isZero()
                        ? Texts.get("transfers.waiting.now", t.message())
                        : Texts.get("transfers.waiting.next", t.message(), HumanFormat.duration(wholeSeconds(left))))
                .orElse(t.message());
    }

    /** Rounds up, so that a countdown ends at 1 and not at 0. */
    private static Duration wholeSeconds(Duration left) {
        return Duration.ofSeconds(left.plusNanos(999_999_999).toSeconds());
    }

    private static String amountOf(TransferSnapshot t) {
        String done = HumanFormat.size(t.bytesDone());
        String bytes = switch (t.state()) {
            case DONE -> done;
            case SKIPPED -> "";
            case QUEUED, RUNNING, WAITING, ASKING, PAUSED, FAILED, CANCELLED ->
                t.bytesTotal() < 0 ? done : Texts.get("transfers.amount", done, HumanFormat.size(t.bytesTotal()));
        };
        if (!t.folder()) {
            return bytes;
        }
        return t.state() == TransferSnapshot.State.DONE
                ? Texts.get("transfers.filesDone", t.filesDone(), bytes)
                : Texts.get("transfers.files", t.filesDone(), Math.max(t.filesTotal(), t.filesDone()), bytes);
    }

    private static String paceOf(TransferSnapshot t) {
        return switch (t.state()) {
            case QUEUED -> Texts.get("transfers.queued");
            case RUNNING -> speedAndTimeLeft(t.bytesPerSecond(), t.timeLeft());
            case WAITING -> Texts.get("transfers.waiting");
            case ASKING -> Texts.get("transfers.asking");
            case PAUSED -> Texts.get("transfers.paused");
            case DONE -> Texts.get("transfers.done");
            case SKIPPED -> Texts.get("transfers.skipped");
            case FAILED -> Texts.get("transfers.failed");
            case CANCELLED -> Texts.get("transfers.cancelled");
        };
    }

    /** Returns the speed and the remaining time, as far as they are known. */
    static String speedAndTimeLeft(long bytesPerSecond, Optional<Duration> left) {
        if (bytesPerSecond <= 0) {
            return Texts.get("transfers.starting");
        }
        String speed = HumanFormat.speed(bytesPerSecond);
        return left.map(time -> Texts.get("transfers.pace", speed, HumanFormat.timeLeft(time)))
                .orElse(speed);
    }
}
