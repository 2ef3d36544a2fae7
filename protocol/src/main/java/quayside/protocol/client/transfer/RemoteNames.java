package quayside.protocol.client.transfer;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Entry;

/**
 * The entries of a folder of the share, as far as an upload into it needs them. Uses at most about 100 bytes per name,
 * however long the name is, since only 64 bits of each name are stored. For one thread at a time.
 */
final class RemoteNames {
    private static final long FOLDER = -1;
    private static final long FREE = 0;

    private final long seed = ThreadLocalRandom.current().nextLong();
    private long[] keys = new long[64];
    private long[] sizes = new long[64];
    private long[] micros = new long[64];
    private int count;

    /** The locks of the names that have one. */
    private final Map<Long, String> locks = new HashMap<>();

    /** The existing entry of a name. The time may be cut to the microsecond. */
    record Known(boolean folder, long size, Instant modified, Optional<String> lock) {
        static Known of(Entry entry) {
            return new Known(entry.isFolder(), entry.size(), entry.modified(), entry.lock());
        }

        boolean same(LocalFile local) {
            return !folder
                    && size == local.size()
                    && QuickCheck.sameTime(modified, local.modified().toInstant());
        }
    }

    void add(Entry entry) {
        if (count > keys.length / 2) {
            grow();
        }
        entry.lock().ifPresent(lock -> locks.put(key(entry.name()), lock));
        put(key(entry.name()), entry.isFolder() ? FOLDER : entry.size(), micros(entry.modified()));
    }

    @Nullable
    Known find(String name) {
        long key = key(name);
        for (int at = slot(key); keys[at] != FREE; at = (at + 1) & (keys.length - 1)) {
            if (keys[at] == key) {
                return new Known(
                        sizes[at] == FOLDER,
                        Math.max(0, sizes[at]),
                        Instant.EPOCH.plus(micros[at], ChronoUnit.MICROS),
                        Optional.ofNullable(locks.get(key)));
            }
        }
        return null;
    }

    private void put(long key, long size, long time) {
        int at = slot(key);
        while (keys[at] != FREE && keys[at] != key) {
            at = (at + 1) & (keys.length - 1);
        }
        count += keys[at] == FREE ? 1 : 0;
        keys[at] = key;
        sizes[at] = size;
        micros[at] = time;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldSizes = sizes;
        long[] oldMicros = micros;
        keys = new long[oldKeys.length * 2];
        sizes = Arrays.copyOf(oldSizes, keys.length);
        micros = Arrays.copyOf(oldMicros, keys.length);
        count = 0;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                put(oldKeys[i], oldSizes[i], oldMicros[i]);
            }
        }
    }

    private static long micros(Instant time) {
        return Math.floorDiv(time.getNano(), 1000L) + time.getEpochSecond() * 1_000_000L;
    }

    private int slot(long key) {
        return (int) key & (keys.length - 1);
    }

    private long key(String name) {
        return HashedNames.key(seed, name);
    }
}
