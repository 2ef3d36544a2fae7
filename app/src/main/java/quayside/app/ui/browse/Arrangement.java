package quayside.app.ui.browse;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Which entries are shown and in what order. Folders stay before files whichever way the column is sorted.
 *
 * @param filter only names that contain it, without regard to case; empty shows all
 */
record Arrangement(SortBy sortBy, boolean ascending, String filter) {
    enum SortBy {
        NAME,
        SIZE,
        MODIFIED
    }

    static final Arrangement STANDARD = new Arrangement(SortBy.NAME, true, "");

    private static final Comparator<Row> BY_NAME =
            Comparator.comparing(row -> row.entry().name(), new NaturalOrder());

    Arrangement withFilter(String text) {
        return new Arrangement(sortBy, ascending, text);
    }

    Arrangement withOrder(SortBy column, boolean up) {
        return new Arrangement(column, up, filter);
    }

    /** The rows to show, as a new list; {@code rows} is left as it is. */
    List<Row> arrange(List<Row> rows) {
        String wanted = filter.toLowerCase(Locale.ROOT);
        return rows.stream()
                .filter(row -> wanted.isEmpty()
                        || row.shownName().toLowerCase(Locale.ROOT).contains(wanted))
                .sorted(order())
                .toList();
    }

    private Comparator<Row> order() {
        Comparator<Row> column = switch (sortBy) {
            case NAME -> BY_NAME;
            case SIZE -> Comparator.comparingLong((Row row) -> row.entry().size());
            case MODIFIED -> Comparator.comparing((Row row) -> row.entry().modified());
        };
        return Comparator.comparing(Row::isFolder)
                .reversed()
                .thenComparing(ascending ? column : column.reversed())
                .thenComparing(BY_NAME);
    }
}
