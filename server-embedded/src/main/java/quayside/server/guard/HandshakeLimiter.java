package quayside.server.guard;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerReason;

/**
 * Limits the cost of strangers' handshakes. A hello can be repeated any number of times, and each costs some
 * milliseconds of computing. So all strangers together may begin {@value #ALL_BURST} handshakes at once and {@value
 * #ALL_PER_SECOND} more each second. A single source may begin {@value #BURST} at once and one more each second. The
 * computations for them never use more than the given number of places.
 *
 * <p>The last {@value #RESERVED_FOR_NEW} of all handshakes are reserved for sources that have begun none for ten
 * minutes. So sources that connect again and again do not exclude a newcomer. Sources that gave the right key are not
 * limited: they are guests.
 *
 * <p>Thread-safe. Time is the given monotonic clock. Remembers the sources seen last; the limit for all holds
 * regardless.
 */
public final class HandshakeLimiter {
    static final int BURST = 20;
    static final int ALL_BURST = 100;
    static final int ALL_PER_SECOND = 10;
    static final int RESERVED_FOR_NEW = 40;
    static final int MAX_SOURCES = 4096;

    /**
     * The time after which a source counts as a newcomer again. If it were shorter, a few sources could pass for
     * newcomers each time they connect.
     */
    private static final Duration NEW_AGAIN = Duration.ofMinutes(10);

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private final Predicate<Source> known;
    private final Semaphore places;
    private final Map<Source, Bucket> sources = new LinkedHashMap<>(16, 0.75f, true);
    private final Bucket all;

    /**
     * @param known whether a source had a guest before
     * @param places the maximum of concurrent computations for strangers: fewer than there are processors, so that
     *     guests keep one
     */
    public HandshakeLimiter(LongSupplier nanos, Predicate<Source> known, int places) {
        this.nanos = nanos;
        this.known = known;
        // A fair semaphore, so that no thread waits forever.
        this.places = new Semaphore(places, true);
        this.all = new Bucket(ALL_BURST, NANOS_PER_SECOND / ALL_PER_SECOND, nanos.getAsLong());
    }

    /** A token bucket, refilled over time. */
    private static final class Bucket {
        private final int size;
        private final long refillNanos;
        private int left;
        private long refilledAt;
        private boolean isNew = true;
        private long takenAt;

        Bucket(int size, long refillNanos, long now) {
            this.size = size;
            this.refillNanos = refillNanos;
            this.left = size;
            this.refilledAt = now;
            this.takenAt = now;
        }

        void refill(long now) {
            long steps = (now - refilledAt) / refillNanos;
            refilledAt += steps * refillNanos;
            left = (int) Math.min(size, left + steps);
            isNew |= now - takenAt > NEW_AGAIN.toNanos();
        }

        void take(long now) {
            left--;
            isNew = false;
            takenAt = now;
        }
    }

    /**
     * Counts a new handshake of {@code source}. Never blocks.
     *
     * @throws ProtocolException with {@link Fault#SERVER_FULL} and the time to wait if it may not begin
     */
    public void begin(Source source) throws ProtocolException {
        if (!known.test(source)) {
            take(source);
        }
    }

    private synchronized void take(Source source) throws ProtocolException {
        long now = nanos.getAsLong();
        Bucket own = sources.computeIfAbsent(source, _ -> new Bucket(BURST, NANOS_PER_SECOND, now));
        forgetOldest();
        own.refill(now);
        all.refill(now);
        int reserved = own.isNew ? 0 : RESERVED_FOR_NEW;
        if (own.left == 0 || all.left <= reserved) {
            throw tooMany();
        }
        own.take(now);
        all.take(now);
    }

    private static ProtocolException tooMany() {
        return new ProtocolException(ServerReason.TOO_MANY_CONNECTIONS).retryAfter(Duration.ofSeconds(1));
    }

    private void forgetOldest() {
        Iterator<Bucket> oldest = sources.values().iterator();
        while (sources.size() > MAX_SOURCES) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Returns the number of remembered sources. */
    synchronized int tracked() {
        return sources.size();
    }

    /** A place for computing, to be closed soon. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for a place to compute for {@code source}. The source of a guest needs no place.
     *
     * @throws ProtocolException with {@link Fault#SERVER_FULL} if {@code timeout} passes
     */
    public Place enter(Source source, Duration timeout) throws ProtocolException, InterruptedException {
        if (known.test(source)) {
            return () -> {};
        }
        if (!places.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw tooMany();
        }
        return places::release;
    }
}
