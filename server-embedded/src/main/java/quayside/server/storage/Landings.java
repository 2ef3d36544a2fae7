package quayside.server.storage;

import java.util.LinkedHashMap;
import java.util.Optional;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;

/**
 * Uploads that have landed lately. A guest whose connection was lost sends once more what it had no answer to, while the first sending may still be on its
 * way: whichever is second must not land, for it would undo what others have done to the file since. Thread-safe.
 */
final class Landings {
    /** More than guests can have unanswered at a time. */
    static final int MOST = 16_384;

    private final LinkedHashMap<Key, Entry> landed = new LinkedHashMap<>();

    private record Key(RemotePath target, String id) {}

    private static Optional<Key> key(Storage.Upload upload) {
        return upload.id().map(id -> new Key(upload.target(), id));
    }

    /** What an earlier sending of {@code upload} has become. */
    synchronized Optional<Entry> of(Storage.Upload upload) {
        return key(upload).map(landed::get);
    }

    synchronized void add(Storage.Upload upload, Entry entry) {
        key(upload).ifPresent(key -> {
            landed.putLast(key, entry);
            if (landed.size() > MOST) {
                landed.pollFirstEntry();
            }
        });
    }

    /** It did not get to the disk for sure after all. */
    synchronized void remove(Storage.Upload upload) {
        key(upload).ifPresent(landed::remove);
    }
}
