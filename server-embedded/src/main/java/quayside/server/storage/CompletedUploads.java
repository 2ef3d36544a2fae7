package quayside.server.storage;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.message.Entry;

/**
 * The uploads that were published recently. A guest whose connection was lost repeats a request that got no response,
 * while the first request may still be on its way. The request that arrives second must not be published, because it
 * would undo what others have done to the file since. Thread-safe.
 *
 * <p>An upload with a different size or time is a different upload, even if its id was used before. The memory is
 * bounded in bytes, whatever guests call their files. For each upload it holds a hash, and those parts of the entry
 * that the request does not state.
 */
final class CompletedUploads {
    /** A client gives up after ten minutes without progress. */
    static final Duration KEPT = Duration.ofMinutes(15);

    /** The bound of memory, measured by {@link #cost}: about 10,000 uploads. */
    static final long MAX_BYTES = 2L * 1024 * 1024;

    /** The bytes that an upload costs here besides its texts. */
    private static final long BASE_COST = 200;

    private final InstantSource clock;
    private final LinkedHashMap<Key, Completed> completed = new LinkedHashMap<>();
    private long bytes;

    CompletedUploads(InstantSource clock) {
        this.clock = clock;
    }

    /** Half of a SHA-256, so that nobody can make two uploads with the same key. */
    private record Key(long first, long second) {}

    /** @param entry its name is empty if it is the last name of the upload's path */
    private record Completed(Entry entry, Instant at) {}

    private static Entry named(Entry entry, String name) {
        return new Entry(name, entry.kind(), entry.size(), entry.modified(), entry.mode(), entry.lock());
    }

    private static Optional<Key> key(Storage.Upload upload) {
        return upload.id().map(id -> {
            String all = String.join(
                    "\0",
                    upload.wanted().toString(),
                    id,
                    Long.toString(upload.size()),
                    upload.modified().toString());
            ByteBuffer hash = ByteBuffer.wrap(Sha256.of(all));
            return new Key(hash.getLong(), hash.getLong());
        });
    }

    private static long cost(Completed each) {
        return BASE_COST
                + cost(each.entry().name())
                + each.entry().lock().map(CompletedUploads::cost).orElse(0L);
    }

    private static long cost(String text) {
        return text.isEmpty() ? 0 : BASE_COST / 4 + 2L * text.length();
    }

    /** Returns the file that an earlier request of {@code upload} was published as. */
    Optional<Entry> of(Storage.Upload upload) {
        Optional<Key> key = key(upload);
        synchronized (this) {
            forgetOld();
            return key.map(completed::get)
                    .map(Completed::entry)
                    .map(entry -> entry.name().isEmpty()
                            ? named(entry, upload.wanted().name())
                            : entry);
        }
    }

    /** @param entry the file that it was published as */
    void add(Storage.Upload upload, Entry entry) {
        boolean asAsked = entry.name().equals(upload.wanted().name());
        Completed added = new Completed(asAsked ? named(entry, "") : entry, clock.instant());
        key(upload).ifPresent(key -> add(key, added));
    }

    private synchronized void add(Key key, Completed added) {
        remove(key);
        completed.putLast(key, added);
        bytes += cost(added);
        forgetOld();
    }

    private void forgetOld() {
        Instant before = clock.instant().minus(KEPT);
        Map.Entry<Key, Completed> oldest = completed.firstEntry();
        while (oldest != null && (bytes > MAX_BYTES || oldest.getValue().at().isBefore(before))) {
            remove(oldest.getKey());
            oldest = completed.firstEntry();
        }
    }

    private void remove(Key key) {
        Completed removed = completed.remove(key);
        if (removed != null) {
            bytes -= cost(removed);
        }
    }

    /** Forgets an upload that is not certainly on the disk. */
    void remove(Storage.Upload upload) {
        Optional<Key> key = key(upload);
        synchronized (this) {
            key.ifPresent(this::remove);
        }
    }

    /** Forgets uploads that are too old; to be called periodically. */
    synchronized void sweep() {
        forgetOld();
    }

    /** Returns the present cost in bytes. */
    synchronized long bytes() {
        return bytes;
    }
}
