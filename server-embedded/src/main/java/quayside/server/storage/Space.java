package quayside.server.storage;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** The room left on the share's disk, less what running uploads have been promised. Thread-safe. */
final class Space {
    /** So soon after it was asked a disk is not filled by half; what needs less of it need not ask again. */
    private static final Duration FRESH = Duration.ofMillis(100);

    private final FileStore store;
    private final AtomicLong promised = new AtomicLong();
    private volatile Sample last = new Sample(System.nanoTime(), 0);

    private record Sample(long nanos, long plenty) {}

    Space(Path place) throws IOException {
        this.store = Files.getFileStore(place);
    }

    /**
     * Sets {@code bytes} aside until they are {@link #release released}, as they are written or given up; fails with {@link
     * quayside.protocol.wire.Fault#DISK_FULL} where they do not fit.
     */
    void promise(RemotePath target, long bytes) throws ProtocolException {
        if (!fits(promised.addAndGet(bytes))) {
            promised.addAndGet(-bytes);
            throw DiskFaults.diskFull(target, null);
        }
    }

    void release(long bytes) {
        promised.addAndGet(-bytes);
    }

    /** What further uploads find room for; empty where the file system does not know. */
    OptionalLong left() {
        OptionalLong usable = usable();
        return usable.isPresent() ? OptionalLong.of(Math.max(0, usable.getAsLong() - promised.get())) : usable;
    }

    private boolean fits(long bytes) {
        long now = System.nanoTime();
        Sample known = last;
        if (bytes <= known.plenty() && now - known.nanos() < FRESH.toNanos()) {
            return true;
        }
        // Where the size is not known a write says itself when it does not fit.
        long usable = usable().orElse(Long.MAX_VALUE);
        last = new Sample(now, usable / 2);
        return bytes <= usable;
    }

    private OptionalLong usable() {
        try {
            long usable = store.getUsableSpace();
            // Some file systems over a network do not know their size.
            boolean known = usable > 0 || (usable == 0 && store.getTotalSpace() > 0);
            return known ? OptionalLong.of(usable) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
