package quayside.app.ui.browse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quayside.app.ui.kit.Sentences;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;

/**
 * Reads one folder on a worker thread. The first page is handed over at once; after that each snapshot is a quarter
 * larger than the one before, so that sorting a folder of any size costs a few times what sorting it once does.
 */
final class Lister<P> {
    private final long job;
    private final FileSource<P> source;
    private final P folder;
    private final boolean wholeOnly;
    private final Supplier<Arrangement> arrangement;
    private final Consumer<Listing> snapshots;
    private final List<Row> rows = new ArrayList<>();
    private int handedOver;

    /**
     * A reader of {@code folder}.
     *
     * @param wholeOnly nothing is handed over before the end: a refresh must not flicker
     * @param arrangement the one wanted at that moment; asked on the worker thread
     */
    Lister(
            long job,
            FileSource<P> source,
            P folder,
            boolean wholeOnly,
            Supplier<Arrangement> arrangement,
            Consumer<Listing> snapshots) {
        this.job = job;
        this.source = source;
        this.folder = folder;
        this.wholeOnly = wholeOnly;
        this.arrangement = arrangement;
        this.snapshots = snapshots;
    }

    /** Blocks until the folder is read, fails or is cancelled; the last snapshot is complete or has a fault. */
    void read(Cancellation cancellation) {
        try {
            Omitted omitted = source.list(folder, this::page, cancellation);
            handOver(true, null, freeBytes(), omitted.total());
        } catch (IOException | RuntimeException e) {
            if (!cancellation.isCancelled()) {
                handOver(false, Sentences.of(e), OptionalLong.empty(), 0);
            }
        }
    }

    private void page(List<Entry> entries) {
        entries.forEach(entry -> rows.add(Row.of(entry)));
        if (!wholeOnly && rows.size() > handedOver + handedOver / 4) {
            handOver(false, null, OptionalLong.empty(), 0);
        }
    }

    private void handOver(boolean complete, @Nullable String fault, OptionalLong freeBytes, long notShown) {
        handedOver = rows.size();
        Arrangement wanted = arrangement.get();
        snapshots.accept(new Listing(
                job, List.copyOf(rows), wanted.arrange(rows), wanted, complete, fault, freeBytes, notShown));
    }

    private OptionalLong freeBytes() {
        try {
            return source.freeBytes(folder);
        } catch (IOException e) {
            // The status line goes without it.
            return OptionalLong.empty();
        }
    }
}
