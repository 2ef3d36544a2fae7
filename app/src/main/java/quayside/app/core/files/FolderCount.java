package quayside.app.core.files;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Entry;

/**
 * The number and size of everything in folders.
 *
 * @param unread folders that could not be read, so that their content is not counted
 */
public record FolderCount(long files, long folders, long bytes, long unread) {
    /** Nothing counted yet. */
    public static final FolderCount NONE = new FolderCount(0, 0, 0, 0);

    /**
     * Counts what is in {@code tops}, without these folders themselves. Blocks until everything is read.
     *
     * @param progress receives the counts so far, often, on the calling thread
     */
    public static <P> FolderCount of(
            Tree<P> tree, List<P> tops, Consumer<FolderCount> progress, Cancellation cancellation) throws IOException {
        class Counting implements Tree.Visitor<P> {
            private FolderCount count = NONE;

            @Override
            public boolean visit(P folder, String place, List<Entry> entries) {
                long folders = entries.stream().filter(Entry::isFolder).count();
                long bytes = entries.stream().mapToLong(Entry::size).sum();
                count = new FolderCount(
                        count.files + entries.size() - folders,
                        count.folders + folders,
                        count.bytes + bytes,
                        count.unread);
                progress.accept(count);
                return true;
            }

            @Override
            public void unread() {
                count = new FolderCount(count.files, count.folders, count.bytes, count.unread + 1);
            }
        }
        Counting counting = new Counting();
        for (P top : tops) {
            tree.walk(top, counting, cancellation);
        }
        return counting.count;
    }
}
