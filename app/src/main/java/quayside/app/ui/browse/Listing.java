package quayside.app.ui.browse;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Omitted;

/**
 * An immutable snapshot of the part of a folder that has been read. A worker delivers it to the pane.
 *
 * @param job the listing that it belongs to; snapshots of an earlier listing are dropped
 * @param all everything read so far
 * @param counts of everything read so far
 * @param shown the part of it that is shown, in order
 * @param complete whether the end of the folder was reached
 * @param fault the reason, as a sentence, why it was not; null if there was no error
 * @param omitted the counts of the entries that the folder's listing leaves out; known once it is complete
 * @param unwanted the number of hidden entries among them that the source {@linkplain FileSource#shows does not show}
 */
record Listing(
        long job,
        List<Row> all,
        Counts counts,
        List<Row> shown,
        Arrangement arrangement,
        boolean complete,
        @Nullable String fault,
        OptionalLong freeBytes,
        Omitted omitted,
        long unwanted) {
    /** Returns a listing of which nothing has been read yet. */
    static Listing begun(long job, Arrangement arrangement) {
        return new Listing(
                job,
                List.of(),
                Counts.of(List.of()),
                List.of(),
                arrangement,
                false,
                null,
                OptionalLong.empty(),
                Omitted.NONE,
                0);
    }

    /** Returns the same listing in another order, or with another filter. */
    Listing arranged(Arrangement wanted) {
        return new Listing(
                job, all, counts, wanted.arrange(all), wanted, complete, fault, freeBytes, omitted, unwanted);
    }

    /** The number of folders and files, and the bytes of the files. */
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
