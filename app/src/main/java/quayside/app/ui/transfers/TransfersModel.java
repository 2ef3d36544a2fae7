package quayside.app.ui.transfers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.animation.PauseTransition;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import quayside.app.core.search.Sought;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.State;

/** The rows of the table, what filters them, and the whole queue in numbers. JavaFX thread only. */
final class TransfersModel {
    /** What the table is filtered by. */
    enum Group {
        ALL("transfers.chip.all", "transfers.none"),
        ACTIVE("transfers.chip.active", "transfers.none.active"),
        WAITING("transfers.chip.waiting", "transfers.none.waiting"),
        FAILED("transfers.chip.failed", "transfers.none.failed"),
        DONE("transfers.chip.done", "transfers.none.done"),
        CANCELLED("transfers.cancelled", "transfers.none");

        private final String key;
        private final String none;

        Group(String key, String none) {
            this.key = key;
            this.none = none;
        }

        String words() {
            return Texts.get(key);
        }

        /** Returns what a table says that shows this group, but has no row. */
        String none() {
            return Texts.get(none);
        }

        static Group of(State state) {
            return switch (state) {
                case RUNNING -> ACTIVE;
                case QUEUED, WAITING, ASKING, PAUSED -> WAITING;
                case FAILED -> FAILED;
                case DONE, SKIPPED -> DONE;
                case CANCELLED -> CANCELLED;
            };
        }
    }

    /** The table makes so many rows at most, and then uses them again for others. */
    private static final int FIRST = 12;

    /** So that a few rows are drawn before the next ones come. */
    private static final javafx.util.Duration SOON = javafx.util.Duration.millis(10);

    private final Map<Long, TransferRow> rows = new HashMap<>();
    private final ObservableList<TransferRow> shown = FXCollections.observableArrayList();
    private final ObjectProperty<Group> group = new SimpleObjectProperty<>(this, "group", Group.ALL);
    private final StringProperty filter = new SimpleStringProperty(this, "filter", "");
    private final ReadOnlyObjectWrapper<Overall> overall =
            new ReadOnlyObjectWrapper<>(Overall.of(List.of(), Set.of(), 0, Map.of()));

    /** The transfers that were active since the queue was idle last; the whole progress is about them. */
    private final Set<Long> batch = new HashSet<>();

    /** The bytes of those in the batch that were done and have left the queue since. */
    private long bytesGone;

    private List<TransferSnapshot> queue = List.of();
    private Runnable stopped = () -> {};
    private Runnable beforeChange = () -> {};
    private Runnable afterChange = () -> {};
    private final PauseTransition soon = new PauseTransition(SOON);
    private final int together;

    /** The most rows that were shown at the same time. */
    private int most;

    /** @param together so many of the first rows come at once: the table takes long to make a row */
    TransfersModel(int together) {
        this.together = together;
        soon.setOnFinished(event -> filter());
        group.addListener((property, before, now) -> filter());
        filter.addListener((property, before, now) -> filter());
    }

    /**
     * Returns the live list of the rows that pass the filters: those that have not ended in the order of the queue, then
     * the failed ones, then those that are done, the newest first.
     */
    ObservableList<TransferRow> shown() {
        return shown;
    }

    /** Runs the action when a transfer has failed or was paused so soon that no snapshot showed it active. */
    void onStoppedAtOnce(Runnable action) {
        stopped = action;
    }

    /** Runs the actions around each change of the shown list, so that the table can keep its selection. */
    void aroundChanges(Runnable before, Runnable after) {
        beforeChange = before;
        afterChange = after;
    }

    ObjectProperty<Group> groupProperty() {
        return group;
    }

    /** The letters that a name must contain. */
    StringProperty filterProperty() {
        return filter;
    }

    ReadOnlyObjectProperty<Overall> overall() {
        return overall.getReadOnlyProperty();
    }

    void show(List<TransferSnapshot> now) {
        Map<Long, TransferRow> before = Map.copyOf(rows);
        rows.clear();
        Map<Group, Integer> counts = new EnumMap<>(Group.class);
        boolean active = false;
        boolean stoppedAtOnce = false;
        for (TransferSnapshot snapshot : now) {
            TransferRow row = before.get(snapshot.id());
            stoppedAtOnce |= hasStoppedAtOnce(row == null ? null : row.now(), snapshot);
            if (row == null) {
                row = new TransferRow(snapshot);
            } else if (!row.now().equals(snapshot)) {
                row.update(snapshot);
            }
            rows.put(snapshot.id(), row);
            counts.merge(Group.of(snapshot.state()), 1, Integer::sum);
            if (snapshot.state().isActive()) {
                batch.add(snapshot.id());
                active = true;
            }
        }
        before.forEach((id, row) -> {
            if (!rows.containsKey(id) && batch.remove(id) && row.now().state() == State.DONE) {
                bytesGone += row.now().bytesDone();
            }
        });
        counts.put(Group.ALL, now.size());
        queue = now;
        filter();
        overall.set(Overall.of(now, batch, bytesGone, counts));
        if (!active) {
            batch.clear();
            bytesGone = 0;
        }
        if (stoppedAtOnce) {
            stopped.run();
        }
    }

    /** Returns whether a try of this start of the program began and ended between two snapshots, and needs attention. */
    private static boolean hasStoppedAtOnce(@Nullable TransferSnapshot before, TransferSnapshot now) {
        boolean tried = now.result().took().isPresent()
                && (before == null || !before.result().equals(now.result()));
        return tried
                && (now.state() == State.FAILED || now.state() == State.PAUSED)
                && (before == null || !before.state().isActive());
    }

    private void filter() {
        Sought sought = Sought.whole(filter.get().strip());
        List<TransferRow> open = new ArrayList<>();
        List<TransferRow> failed = new ArrayList<>();
        List<TransferRow> done = new ArrayList<>();
        for (TransferSnapshot t : queue) {
            TransferRow row = rows.get(t.id());
            boolean passes = (group.get() == Group.ALL || group.get() == Group.of(t.state())) && sought.isIn(t.name());
            if (row != null && passes) {
                switch (Group.of(t.state())) {
                    case ACTIVE, WAITING, ALL -> open.add(row);
                    case FAILED -> failed.add(row);
                    case DONE, CANCELLED -> done.add(row);
                }
            }
        }
        List<TransferRow> all = new ArrayList<>(open);
        all.addAll(failed.reversed());
        all.addAll(done.reversed());
        List<TransferRow> next = all;
        if (most < FIRST && all.size() - most > together) {
            next = all.subList(0, most + together);
            soon.playFromStart();
        }
        most = Math.max(most, next.size());
        // Most snapshots only change progress; then the list, and with it the cells, stay unchanged.
        if (!shown.equals(next)) {
            beforeChange.run();
            become(next);
            afterChange.run();
        }
    }

    /**
     * Changes the shown rows in steps of one kind each: rows go, rows come, rows move. A table whose rows were replaced
     * empties all its cells and fills them again, which takes several times as long.
     */
    private void become(List<TransferRow> next) {
        Map<TransferRow, Integer> places = new HashMap<>();
        for (int i = 0; i < next.size(); i++) {
            places.put(next.get(i), i);
        }
        shown.removeIf(row -> !places.containsKey(row));
        if (shown.size() < next.size()) {
            Set<TransferRow> before = new HashSet<>(shown);
            shown.addAll(next.stream().filter(row -> !before.contains(row)).toList());
        }
        if (!shown.equals(next)) {
            shown.sort(Comparator.comparing(places::get));
        }
    }

    /**
     * The whole queue in numbers.
     *
     * @param counts the number of transfers in each group; a group without any may be missing
     * @param active queued, running, or waiting for their connection or a passcode
     * @param waiting the active ones whose share is not connected
     * @param asking the active ones that wait for a passcode
     * @param bytesTotal of all that were active since the queue was idle; -1 while a size is not known
     */
    record Overall(
            Map<Group, Integer> counts,
            int active,
            int waiting,
            int asking,
            int paused,
            long bytesDone,
            long bytesTotal,
            long bytesPerSecond) {
        Overall {
            counts = Map.copyOf(counts);
        }

        int count(Group group) {
            return counts.getOrDefault(group, 0);
        }

        int failed() {
            return count(Group.FAILED);
        }

        /** Returns 0 to 1 while transfers are active and their sizes are known. */
        Optional<Double> fraction() {
            return active == 0 || bytesTotal < 0
                    ? Optional.empty()
                    : Optional.of(bytesTotal == 0 ? 0 : Math.min(1, (double) bytesDone / bytesTotal));
        }

        Optional<Duration> timeLeft() {
            return bytesTotal >= 0 && bytesPerSecond > 0
                    ? Optional.of(Duration.ofSeconds(Math.ceilDiv(Math.max(0, bytesTotal - bytesDone), bytesPerSecond)))
                    : Optional.empty();
        }

        static Overall of(List<TransferSnapshot> all, Set<Long> batch, long bytesGone, Map<Group, Integer> counts) {
            int active = 0;
            int waiting = 0;
            int asking = 0;
            int paused = 0;
            long done = bytesGone;
            long total = bytesGone;
            long speed = 0;
            boolean known = true;
            for (TransferSnapshot t : all) {
                active += t.state().isActive() ? 1 : 0;
                waiting += t.state() == State.WAITING ? 1 : 0;
                asking += t.state() == State.ASKING ? 1 : 0;
                paused += t.state() == State.PAUSED ? 1 : 0;
                speed += t.bytesPerSecond();
                boolean matters = batch.contains(t.id()) && (t.state().isActive() || t.state() == State.DONE);
                if (matters) {
                    done += t.bytesDone();
                    total += t.state() == State.DONE ? t.bytesDone() : Math.max(0, t.bytesTotal());
                    known &= t.state() == State.DONE || t.bytesTotal() >= 0;
                }
            }
            return new Overall(counts, active, waiting, asking, paused, done, known ? total : -1, speed);
        }
    }
}
