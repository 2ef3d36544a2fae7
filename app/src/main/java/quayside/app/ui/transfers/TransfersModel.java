package quayside.app.ui.transfers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import quayside.app.core.transfer.TransferSnapshot;

/** The rows of the three lists. JavaFX thread only. */
final class TransfersModel {
    /** The list that a transfer is in. */
    enum Group {
        ACTIVE,
        FAILED,
        DONE;

        static Group of(TransferSnapshot.State state) {
            return switch (state) {
                case QUEUED, RUNNING, WAITING, ASKING, PAUSED -> ACTIVE;
                case FAILED -> FAILED;
                // A transfer that the user cancelled has ended and needs no attention.
                case DONE, SKIPPED, CANCELLED -> DONE;
            };
        }
    }

    private final Map<Long, TransferRow> rows = new HashMap<>();
    private final ObservableList<TransferRow> active = FXCollections.observableArrayList();
    private final ObservableList<TransferRow> failed = FXCollections.observableArrayList();
    private final ObservableList<TransferRow> done = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Overall> overall = new ReadOnlyObjectWrapper<>(Overall.of(List.of()));

    /**
     * Returns the live list of a group, which only this class may change. Active transfers are in queue order, ended
     * ones newest first.
     */
    ObservableList<TransferRow> rows(Group group) {
        return switch (group) {
            case ACTIVE -> active;
            case FAILED -> failed;
            case DONE -> done;
        };
    }

    ReadOnlyObjectProperty<Overall> overall() {
        return overall.getReadOnlyProperty();
    }

    void show(List<TransferSnapshot> all) {
        Map<Long, TransferRow> before = Map.copyOf(rows);
        rows.clear();
        for (TransferSnapshot snapshot : all) {
            TransferRow row = before.get(snapshot.id());
            if (row == null) {
                row = new TransferRow(snapshot);
            } else if (!row.snapshot.get().equals(snapshot)) {
                row.update(snapshot);
            }
            rows.put(snapshot.id(), row);
        }
        for (Group group : Group.values()) {
            List<TransferRow> now = new ArrayList<>();
            for (TransferSnapshot snapshot : all) {
                TransferRow row = rows.get(snapshot.id());
                if (row != null && Group.of(snapshot.state()) == group) {
                    now.add(row);
                }
            }
            // Most snapshots only change progress; then the lists, and with them their cells, stay unchanged.
            List<TransferRow> ordered = group == Group.ACTIVE ? now : now.reversed();
            if (!rows(group).equals(ordered)) {
                rows(group).setAll(ordered);
            }
        }
        overall.set(Overall.of(all));
    }

    /**
     * The whole queue in numbers.
     *
     * @param active queued, running, or waiting for their connection or a passcode
     * @param waiting the active ones whose connection was lost
     * @param asking the active ones that wait for a passcode
     * @param failed excludes those that the user cancelled
     * @param fraction 0 to 1 over all active transfers, or -1 while a size is not known
     */
    record Overall(
            int active,
            int waiting,
            int asking,
            int paused,
            int failed,
            double fraction,
            long bytesPerSecond,
            Optional<Duration> timeLeft) {
        static Overall of(List<TransferSnapshot> all) {
            int active = 0;
            int waiting = 0;
            int asking = 0;
            int paused = 0;
            int failed = 0;
            long bytesDone = 0;
            long bytesTotal = 0;
            long speed = 0;
            boolean known = true;
            for (TransferSnapshot t : all) {
                switch (t.state()) {
                    case QUEUED, RUNNING, WAITING, ASKING -> {
                        active++;
                        asking += t.state() == TransferSnapshot.State.ASKING ? 1 : 0;
                        waiting += t.state() == TransferSnapshot.State.WAITING ? 1 : 0;
                        bytesDone += t.bytesDone();
                        bytesTotal += Math.max(0, t.bytesTotal());
                        speed += t.bytesPerSecond();
                        known &= t.bytesTotal() >= 0;
                    }
                    case PAUSED -> paused++;
                    case FAILED -> failed++;
                    case DONE, SKIPPED, CANCELLED -> {}
                }
            }
            double fraction = !known ? -1 : bytesTotal == 0 ? 0 : (double) bytesDone / bytesTotal;
            Optional<Duration> left = known && speed > 0
                    ? Optional.of(Duration.ofSeconds((bytesTotal - bytesDone) / speed))
                    : Optional.empty();
            return new Overall(active, waiting, asking, paused, failed, fraction, speed, left);
        }
    }
}
