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
 * Uploads that have landed lately. A guest whose connection was lost sends once more what it had no answer to, while the first sending may still be on its
 * way: whichever is second must not land, for it would undo what others have done to the file since. Thread-safe.
 *
 * <p>An upload of another size or time is another one, also under an id that was used before. What is kept is bounded in bytes, whatever guests call their
 * files: of all that a hash, and of the entry what the request does not say.
 */
final class CompletedUploads {
    /** A client gives up after ten minutes without progress. */
    static final Duration KEPT = Duration.ofMinutes(15);

    /** Of memory, by {@link #cost}: some 10,000 uploads. */
    static final long MAX_BYTES = 2L * 1024 * 1024;

    /** What an upload costs here beside its texts. */
    private static final long COST = 200;

    private final InstantSource clock;
    private final LinkedHashMap<Key, Landed> landed = new LinkedHashMap<>();
    private long bytes;

    CompletedUploads(InstantSource clock) {
        this.clock = clock;
    }

    /** Half of a SHA-256: nobody makes two uploads that have the same. */
    private record Key(long first, long second) {}

    /** @param entry its name is empty where it is that of the path */
    private record Landed(Entry entry, Instant at) {}

    private static Entry named(Entry entry, String name) {
        return new Entry(name, entry.kind(), entry.size(), entry.modified(), entry.mode(), entry.lock());
    }

    private static Optional<Key> key(Storage.Upload upload) {
        return upload.id().map(id -> {
            String all = String.join(
                    "\0",
                    upload.target().toString(),
                    id,
                    Long.toString(upload.size()),
                    upload.modified().toString());
            ByteBuffer hash = ByteBuffer.wrap(Sha256.of(all));
            return new Key(hash.getLong(), hash.getLong());
        });
    }

    private static long cost(Landed each) {
        return COST
                + cost(each.entry().name())
                + each.entry().lock().map(CompletedUploads::cost).orElse(0L);
    }

    private static long cost(String text) {
        return text.isEmpty() ? 0 : COST / 4 + 2L * text.length();
    }

    /** What an earlier sending of {@code upload} has become. */
    Optional<Entry> of(Storage.Upload upload) {
        Optional<Key> key = key(upload);
        synchronized (this) {
            forgetOld();
            return key.map(landed::get)
                    .map(Landed::entry)
                    .map(entry -> entry.name().isEmpty()
                            ? named(entry, upload.target().name())
                            : entry);
        }
    }

    /** @param entry of the file that it became */
    void add(Storage.Upload upload, Entry entry) {
        boolean asAsked = entry.name().equals(upload.target().name());
        Landed added = new Landed(asAsked ? named(entry, "") : entry, clock.instant());
        key(upload).ifPresent(key -> add(key, added));
    }

    private synchronized void add(Key key, Landed added) {
        remove(key);
        landed.putLast(key, added);
        bytes += cost(added);
        forgetOld();
    }

    private void forgetOld() {
        Instant before = clock.instant().minus(KEPT);
        Map.Entry<Key, Landed> oldest = landed.firstEntry();
        while (oldest != null && (bytes > MAX_BYTES || oldest.getValue().at().isBefore(before))) {
            remove(oldest.getKey());
            oldest = landed.firstEntry();
        }
    }

    private void remove(Key key) {
        Landed removed = landed.remove(key);
        if (removed != null) {
            bytes -= cost(removed);
        }
    }

    /** It did not get to the disk for sure after all. */
    void remove(Storage.Upload upload) {
        Optional<Key> key = key(upload);
        synchronized (this) {
            key.ifPresent(this::remove);
        }
    }

    /** Forgets what is too old; to be called from time to time. */
    synchronized void sweep() {
        forgetOld();
    }

    /** What it costs now, in bytes. */
    synchronized long bytes() {
        return bytes;
    }
}
