package quayside.app.ui.browse;

import java.util.Comparator;
import java.util.List;
import quayside.app.core.search.Sought;

/**
 * The selection and order of the shown entries. Folders come before files whichever way the column is sorted.
 *
 * @param filter shows only names that contain it, ignoring case; empty shows all
 */
public record Arrangement(SortBy sortBy, boolean ascending, String filter) {
    public enum SortBy {
        NAME,
        SIZE,
        TYPE,
        PERMISSIONS,
        OWNER,
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

    /** Returns the rows to show as a new list; {@code rows} is not changed. */
    List<Row> arrange(List<Row> rows) {
        Sought sought = Sought.whole(filter);
        return rows.stream()
                .filter(row -> sought.isIn(row.shownName()))
                .sorted(order())
                .toList();
    }

    private Comparator<Row> order() {
        Comparator<Row> column = switch (sortBy) {
            case NAME -> BY_NAME;
            case SIZE -> Comparator.comparingLong((Row row) -> row.entry().size());
            case TYPE -> Comparator.comparing(Row::type);
            case PERMISSIONS -> Comparator.comparing((Row row) -> row.access().permissions());
            case OWNER -> Comparator.comparing((Row row) -> row.access().owner());
            case MODIFIED -> Comparator.comparing((Row row) -> row.entry().modified());
        };
        return Comparator.comparing(Row::isFolder)
                .reversed()
                .thenComparing(ascending ? column : column.reversed())
                .thenComparing(BY_NAME);
    }

    /** Orders names as people expect them: case is ignored, and "file 9" comes before "file 10". A total order. */
    public static final class NaturalOrder implements Comparator<String> {
        @Override
        public int compare(String a, String b) {
            int i = 0;
            int j = 0;
            while (i < a.length() && j < b.length()) {
                char x = a.charAt(i);
                char y = b.charAt(j);
                if (isDigit(x) && isDigit(y)) {
                    int endA = endOfDigits(a, i);
                    int endB = endOfDigits(b, j);
                    int order = compareNumbers(a, skipZeros(a, i, endA), endA, b, skipZeros(b, j, endB), endB);
                    if (order != 0) {
                        return order;
                    }
                    i = endA;
                    j = endB;
                } else {
                    int order = Character.compare(fold(x), fold(y));
                    if (order != 0) {
                        return order;
                    }
                    i++;
                    j++;
                }
            }
            int order = Integer.compare(a.length() - i, b.length() - j);
            return order != 0 ? order : a.compareTo(b);
        }

        // Of two runs of digits without leading zeros, the longer one is the larger number. No number is parsed, so the
        // length is not limited.
        private static int compareNumbers(String a, int fromA, int endA, String b, int fromB, int endB) {
            int order = Integer.compare(endA - fromA, endB - fromB);
            for (int k = 0; order == 0 && k < endA - fromA; k++) {
                order = Character.compare(a.charAt(fromA + k), b.charAt(fromB + k));
            }
            return order;
        }

        private static int skipZeros(String text, int from, int end) {
            int i = from;
            while (i < end - 1 && text.charAt(i) == '0') {
                i++;
            }
            return i;
        }

        private static int endOfDigits(String text, int from) {
            int i = from;
            while (i < text.length() && isDigit(text.charAt(i))) {
                i++;
            }
            return i;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private static char fold(char c) {
            return Character.toLowerCase(Character.toUpperCase(c));
        }
    }
}
