package quayside.server.storage;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/** The free space on the share's disk, less the space that is reserved for running uploads. Thread-safe. */
final class Space {
    /**
     * Within this time the free space does not shrink by half. The disk is not asked again while the reservations fit
     * into half of what was free.
     */
    private static final Duration SAMPLE_LIFETIME = Duration.ofMillis(100);

    /** For this time an upload reserves all bytes that it announced. */
    private static final Duration TRUST_PERIOD = Duration.ofSeconds(10);

    /**
     * After that, an upload reserves only the bytes that it would deliver within this time at its average speed so far.
     * So a client that announces much and sends little does not block others.
     */
    private static final Duration LOOKAHEAD = Duration.ofHours(1);

    private final @Nullable FileStore store;
    private final LongSupplier nanos;
    private final Set<Reservation> reservations = ConcurrentHashMap.newKeySet();

    /** The sum of all reservations in full. */
    private final AtomicLong total = new AtomicLong();

    private volatile Sample last;

    private record Sample(long nanos, long enough) {}

    Space(Path place) {
        this(place, System::nanoTime);
    }

    Space(Path place, LongSupplier nanos) {
        this.store = disk(place).orElse(null);
        this.nanos = nanos;
        this.last = new Sample(nanos.getAsLong(), 0);
    }

    /** Begins an empty reservation; it must be closed when its upload ends. */
    Reservation reserve() {
        return new Reservation(nanos.getAsLong());
    }

    /** The space reserved for one upload. Its methods are for one thread. */
    final class Reservation implements AutoCloseable {
        private final long since;
        private final AtomicLong left = new AtomicLong();
        private final AtomicLong arrived = new AtomicLong();

        private Reservation(long since) {
            this.since = since;
            reservations.add(this);
        }

        /**
         * Reserves {@code bytes} more. If they do not fit, reserves nothing and throws {@link
         * quayside.protocol.wire.Fault#DISK_FULL}.
         */
        void raise(RemotePath target, long bytes) throws ProtocolException {
            set(bytes);
            if (!fits()) {
                set(-bytes);
                throw FileProblem.FULL.atHost(target, null);
            }
        }

        /** Releases bytes that have been written: the disk accounts for them. */
        void arrived(long bytes) {
            arrived.addAndGet(bytes);
            set(-bytes);
        }

        private void set(long more) {
            left.addAndGet(more);
            total.addAndGet(more);
        }

        private long reserved(long now) {
            long age = now - since;
            return age < TRUST_PERIOD.toNanos()
                    ? left.get()
                    : Math.min(left.get(), (long) ((double) arrived.get() / age * LOOKAHEAD.toNanos()));
        }

        /** Closing twice has no further effect. */
        @Override
        public void close() {
            if (reservations.remove(this)) {
                total.addAndGet(-left.get());
            }
        }
    }

    /** Returns the space left for further uploads; empty if the file system does not know. */
    OptionalLong left() {
        OptionalLong usable = usable();
        return usable.isPresent() ? OptionalLong.of(Math.max(0, usable.getAsLong() - reserved())) : usable;
    }

    private long reserved() {
        long now = nanos.getAsLong();
        return reservations.stream()
                .mapToLong(reservation -> reservation.reserved(now))
                .sum();
    }

    private boolean fits() {
        long now = nanos.getAsLong();
        Sample known = last;
        if (total.get() <= known.enough() && now - known.nanos() < SAMPLE_LIFETIME.toNanos()) {
            return true;
        }
        // If the free space is not known, the write itself fails when it does not fit.
        long usable = usable().orElse(Long.MAX_VALUE);
        last = new Sample(now, usable / 2);
        return reserved() <= usable;
    }

    /** Returns the disk of a folder; empty if the system does not know it, as in some containers. */
    static Optional<FileStore> disk(Path place) {
        try {
            return Optional.of(Files.getFileStore(place));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private OptionalLong usable() {
        if (store == null) {
            return OptionalLong.empty();
        }
        try {
            long usable = store.getUsableSpace();
            // Some network file systems do not know their size.
            boolean known = usable > 0 || (usable == 0 && store.getTotalSpace() > 0);
            return known ? OptionalLong.of(usable) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
