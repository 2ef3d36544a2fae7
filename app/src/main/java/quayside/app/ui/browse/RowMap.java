package quayside.app.ui.browse;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the rows of one listing become those of the next. To compare two lists of a hundred thousand rows takes longer than the
 * JavaFX thread may be busy, so a worker makes it. Does not change.
 */
final class RowMap {
    /** The JavaFX thread goes through so many rows itself: a worker would answer later. */
    static final int FEW = 2_000;

    private final boolean unchanged;
    private final boolean sameFolder;
    private final Set<String> wanted;
    private final BitSet found;
    private final boolean locks;

    /** The index in the next listing of each row of the one before, or -1. */
    private final int[] places;

    /**
     * Compares two listings of a pane.
     *
     * @param names to be selected once a listing is complete
     */
    RowMap(Listing before, Listing next, Set<String> names) {
        boolean sameReading = before.job() == next.job();
        // A refresh is a new job whose only listing is complete. Every other new job begins with no rows.
        sameFolder = sameReading || (next.complete() && !before.shown().isEmpty());
        wanted = wanted(next, names);
        unchanged = wanted.isEmpty() && before.shown().equals(next.shown());
        found = named(wanted, next.shown());
        locks = next.shown().stream().anyMatch(Row::isProtected);
        places = unchanged || !sameFolder
                ? new int[0]
                : sameReading
                        ? sameReading(before.shown(), next.shown(), next.all().size())
                        : sameNames(before.shown(), next.shown());
    }

    /** Returns whether there is so little to compare that the JavaFX thread can do it. */
    static boolean isQuick(Listing before, Listing next) {
        return before.shown().size() + next.shown().size() <= FEW;
    }

    /** Returns which of these names are to be selected when {@code next} is shown. */
    static Set<String> wanted(Listing next, Set<String> names) {
        return next.complete() ? names : Set.of();
    }

    /** Returns which of the rows have one of these names. */
    static BitSet named(Set<String> names, List<Row> rows) {
        BitSet found = new BitSet(rows.size());
        for (int i = 0; i < rows.size() && !names.isEmpty(); i++) {
            if (names.contains(name(rows.get(i)))) {
                found.set(i);
            }
        }
        return found;
    }

    // A pass over a hundred thousand rows takes longest where it touches memory that it has not touched yet: names and
    // their places in a map. So rows are compared without a map as far as that is possible.

    /** One reading found both: its numbers say which row is which. */
    private static int[] sameReading(List<Row> before, List<Row> next, int read) {
        int[] at = filled(read);
        for (int i = 0; i < next.size(); i++) {
            at[next.get(i).place()] = i;
        }
        int[] places = filled(before.size());
        for (int i = 0; i < places.length; i++) {
            places[i] = at[before.get(i).place()];
        }
        return places;
    }

    private static int[] sameNames(List<Row> before, List<Row> next) {
        int[] places = filled(before.size());
        int most = Math.min(before.size(), next.size());
        int head = 0;
        while (head < most && isSame(before.get(head), next.get(head))) {
            places[head] = head;
            head++;
        }
        int from = before.size();
        int to = next.size();
        while (from > head && to > head && isSame(before.get(from - 1), next.get(to - 1))) {
            places[--from] = --to;
        }
        Map<String, Integer> others = new HashMap<>();
        for (int i = head; i < to; i++) {
            others.put(name(next.get(i)), i);
        }
        for (int i = head; i < from; i++) {
            places[i] = others.getOrDefault(name(before.get(i)), -1);
        }
        return places;
    }

    private static int[] filled(int size) {
        int[] none = new int[size];
        Arrays.fill(none, -1);
        return none;
    }

    private static boolean isSame(Row one, Row other) {
        return name(one).equals(name(other));
    }

    private static String name(Row row) {
        return row.entry().name();
    }

    /** Returns whether the next rows look the same and nothing is to be selected, so that there is nothing to do. */
    boolean isUnchanged() {
        return unchanged;
    }

    /** Returns whether both listings are of one folder, so that the scroll position stays. */
    boolean isSameFolder() {
        return sameFolder;
    }

    /** Returns the names that are to be selected instead of the present selection; empty if that stays. */
    Set<String> wanted() {
        return wanted;
    }

    /** Returns the rows that have those names. */
    BitSet found() {
        return (BitSet) found.clone();
    }

    /** Returns whether one of the next rows is protected. */
    boolean hasLocks() {
        return locks;
    }

    /** Returns where a row of the listing before is in the next; -1 if it is not there, or there is no such row. */
    int place(int row) {
        return row >= 0 && row < places.length ? places[row] : -1;
    }
}
