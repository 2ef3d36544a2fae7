package quayside.app.ui.browse;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a folder at one moment; an immutable snapshot that a worker hands to the pane.
 *
 * @param job which listing it belongs to: those of an earlier one are dropped
 * @param all everything read so far
 * @param shown what of it is shown, in order
 * @param complete whether the end of the folder was reached
 * @param fault why it was not, a sentence; null where nothing went wrong
 * @param notShown entries of the folder that are left out of it, known where it is complete
 */
record Listing(
        long job,
        List<Row> all,
        List<Row> shown,
        Arrangement arrangement,
        boolean complete,
        @Nullable String fault,
        OptionalLong freeBytes,
        long notShown) {
    /** How many folders and files, and the bytes of the files. */
    record Counts(int folders, int files, long bytes) {
        static Counts of(List<Row> rows) {
            int folders = 0;
            long bytes = 0;
            for (Row row : rows) {
                if (row.isFolder()) {
                    folders++;
                } else {
                    bytes += row.entry().size();
                }
            }
            return new Counts(folders, rows.size() - folders, bytes);
        }
    }
}
