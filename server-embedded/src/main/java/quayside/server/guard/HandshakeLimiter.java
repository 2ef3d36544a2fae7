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

/**
 * Bounds what the handshakes of strangers cost. A hello can be repeated as often as somebody likes, and each would be some milliseconds of
 * computing; so of all strangers together {@value #ALL_BURST} handshakes may begin at once and {@value #ALL_PER_SECOND} more each second, of one source
 * {@value #BURST} and one more each second, and what is computed for them takes no more than the places given at any time.
 *
 * <p>The last {@value #FOR_NEW} of all are kept for sources that have begun none for ten minutes: those who knock again and again do not keep a newcomer
 * out. Sources from which the right key came are not bound: they are guests.
 *
 * <p>Thread-safe. Time is the monotonic clock given. Remembers the sources seen last; the bound for all holds all the same.
 */
public final class HandshakeLimiter {
    static final int BURST = 20;
    static final int ALL_BURST = 100;
    static final int ALL_PER_SECOND = 10;
    static final int FOR_NEW = 40;
    static final int MOST_SOURCES = 4096;

    /** After so long a source is a newcomer again; a shorter time would let a few sources pass for newcomers, each time they knock. */
    private static final Duration NEW_AGAIN = Duration.ofMinutes(10);

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanos;
    private final Predicate<Source> known;
    private final Semaphore places;
    private final Map<Source, Bucket> sources = new LinkedHashMap<>(16, 0.75f, true);
    private final Bucket all;

    /**
     * @param known whether a source has been a guest's
     * @param places how many strangers are computed for at once: fewer than there are processors, so that guests keep one
     */
    public HandshakeLimiter(LongSupplier nanos, Predicate<Source> known, int places) {
        this.nanos = nanos;
        this.known = known;
        // In their order, so that nobody waits for ever.
        this.places = new Semaphore(places, true);
        this.all = new Bucket(ALL_BURST, NANOS_PER_SECOND / ALL_PER_SECOND, nanos.getAsLong());
    }

    /** So many, filled up again by time. */
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
     * A handshake of {@code source} begins. Never blocks.
     *
     * @throws ProtocolException {@link Fault#SERVER_FULL} and the time to wait, where it may not
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
        int kept = own.isNew ? 0 : FOR_NEW;
        if (own.left == 0 || all.left <= kept) {
            throw tooMany();
        }
        own.take(now);
        all.take(now);
    }

    private static ProtocolException tooMany() {
        return new ProtocolException(
                Fault.SERVER_FULL, "Too many strangers knock at once.", Duration.ofSeconds(1), null);
    }

    private void forgetOldest() {
        Iterator<Bucket> oldest = sources.values().iterator();
        while (sources.size() > MOST_SOURCES) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Sources remembered now. */
    synchronized int tracked() {
        return sources.size();
    }

    /** A place for computing, to be closed soon. */
    public interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for a place to compute in for {@code source}; a guest's source needs none.
     *
     * @throws ProtocolException {@link Fault#SERVER_FULL} where {@code patience} runs out
     */
    public Place enter(Source source, Duration patience) throws ProtocolException, InterruptedException {
        if (known.test(source)) {
            return () -> {};
        }
        if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw tooMany();
        }
        return places::release;
    }
}
