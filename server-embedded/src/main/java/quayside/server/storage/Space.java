package quayside.server.storage;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** The room left on the share's disk, less what running uploads have been promised. Thread-safe. */
final class Space {
    /** So soon after it was asked a disk is not filled by half; what needs less of it need not ask again. */
    private static final Duration FRESH = Duration.ofMillis(100);

    /** For so long an upload is taken at its word. */
    private static final Duration BEGINNING = Duration.ofSeconds(10);

    /** Then only so much is kept for it as it brings in this time, at the pace that it has had: who announces much and sends little keeps nobody out. */
    private static final Duration AHEAD = Duration.ofHours(1);

    private final FileStore store;
    private final LongSupplier nanos;
    private final Set<Promise> promises = ConcurrentHashMap.newKeySet();

    /** Of all promises, as if each were kept in full. */
    private final AtomicLong most = new AtomicLong();

    private volatile Sample last;

    private record Sample(long nanos, long plenty) {}

    Space(Path place) throws IOException {
        this(place, System::nanoTime);
    }

    Space(Path place, LongSupplier nanos) throws IOException {
        this.store = Files.getFileStore(place);
        this.nanos = nanos;
        this.last = new Sample(nanos.getAsLong(), 0);
    }

    /** Begins a promise of nothing; it is to be closed when its upload ends. */
    Promise promise() {
        return new Promise(nanos.getAsLong());
    }

    /** What is set aside for one upload. Its methods are for one thread. */
    final class Promise implements AutoCloseable {
        private final long since;
        private final AtomicLong left = new AtomicLong();
        private final AtomicLong arrived = new AtomicLong();

        private Promise(long since) {
            this.since = since;
            promises.add(this);
        }

        /** Sets {@code bytes} aside; fails with {@link quayside.protocol.wire.Fault#DISK_FULL}, and sets nothing aside, where they do not fit. */
        void raise(RemotePath target, long bytes) throws ProtocolException {
            set(bytes);
            if (!fits()) {
                set(-bytes);
                throw FileProblem.FULL.atHost(target, null);
            }
        }

        /** So many bytes of it have been written: the disk knows of them. */
        void arrived(long bytes) {
            arrived.addAndGet(bytes);
            set(-bytes);
        }

        private void set(long more) {
            left.addAndGet(more);
            most.addAndGet(more);
        }

        private long kept(long now) {
            long age = now - since;
            return age < BEGINNING.toNanos()
                    ? left.get()
                    : Math.min(left.get(), (long) ((double) arrived.get() / age * AHEAD.toNanos()));
        }

        /** Closing twice is fine. */
        @Override
        public void close() {
            if (promises.remove(this)) {
                most.addAndGet(-left.get());
            }
        }
    }

    /** What further uploads find room for; empty where the file system does not know. */
    OptionalLong left() {
        OptionalLong usable = usable();
        return usable.isPresent() ? OptionalLong.of(Math.max(0, usable.getAsLong() - kept())) : usable;
    }

    private long kept() {
        long now = nanos.getAsLong();
        return promises.stream().mapToLong(promise -> promise.kept(now)).sum();
    }

    private boolean fits() {
        long now = nanos.getAsLong();
        Sample known = last;
        if (most.get() <= known.plenty() && now - known.nanos() < FRESH.toNanos()) {
            return true;
        }
        // Where the size is not known a write says itself when it does not fit.
        long usable = usable().orElse(Long.MAX_VALUE);
        last = new Sample(now, usable / 2);
        return kept() <= usable;
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
