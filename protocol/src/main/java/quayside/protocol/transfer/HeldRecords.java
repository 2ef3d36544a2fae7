package quayside.protocol.transfer;

import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records that this program holds locked. On Unix a program that closes any of its channels to a file loses all its locks on it, so a
 * record that is held must not even be opened a second time. Thread-safe.
 */
final class HeldRecords {
    private final Map<Object, FileChannel> held = new HashMap<>();

    /** Whether the file with this key is open and locked here; where the system has no such keys nobody can tell, and nothing is lost by opening. */
    synchronized boolean isHeld(@Nullable Object key) {
        held.values().removeIf(channel -> !channel.isOpen());
        return key != null && held.containsKey(key);
    }

    /** Notes a lock, which lasts until {@code channel} is closed; false where another one was quicker. */
    synchronized boolean hold(@Nullable Object key, FileChannel channel) {
        return key == null || (!isHeld(key) && held.put(key, channel) == null);
    }
}
