package quayside.protocol.message;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import quayside.protocol.wire.Limits;

/**
 * Packs the entries of a folder into pages that fit a frame (PROTOCOL.md section 5.1), so that neither side holds a
 * whole folder in memory. For one listing, on one thread.
 */
public final class ListingPages {
    /**
     * A third less than a frame. Escaping in JSON at most doubles the bytes of a name, and each name is counted twice.
     */
    private static final int PAGE_BYTES = Limits.MAX_HEADER_BYTES * 2 / 3;

    private static final int BYTES_BESIDE_NAME = 210;

    private final Sender sender;
    private final List<Entry> page = new ArrayList<>();
    private int bytes;

    /** Receives the full pages. */
    @FunctionalInterface
    public interface Sender {
        void send(Response.Listing page) throws IOException;
    }

    public ListingPages(Sender sender) {
        this.sender = sender;
    }

    public void add(Entry entry) throws IOException {
        int entryBytes = BYTES_BESIDE_NAME + 2 * entry.name().getBytes(StandardCharsets.UTF_8).length;
        if (page.size() == Limits.MAX_PAGE_ENTRIES || bytes + entryBytes > PAGE_BYTES) {
            send(true, Omitted.NONE);
        }
        page.add(entry);
        bytes += entryBytes;
    }

    /** Sends the last page, which may be empty, with the counts of omitted entries. */
    public void finish(Omitted omitted) throws IOException {
        send(false, omitted);
    }

    private void send(boolean more, Omitted omitted) throws IOException {
        sender.send(new Response.Listing(page, more, omitted));
        page.clear();
        bytes = 0;
    }
}
