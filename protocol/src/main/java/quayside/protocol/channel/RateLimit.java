package quayside.protocol.channel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A limit on the bytes per second of all connections that share it: a token bucket. The limit may change at any time;
 * a change takes effect at once. Waiting connections take turns, so that none of them stalls. Thread-safe.
 *
 * <p>Limits below {@link #MIN_BYTES_PER_SECOND} count as that, because the other side ends a connection on which nothing
 * moves for {@link quayside.protocol.wire.Limits#STALL_TIMEOUT}.
 */
public final class RateLimit {
    /** No limit. */
    public static final RateLimit NONE = new RateLimit(System::nanoTime, () -> 0);

    public static final long MIN_BYTES_PER_SECOND = 16_000;

    /** The number of steps in a second. The bucket holds the bytes of one step. */
    private static final int STEPS_PER_SECOND = 4;

    /** The longest wait before the limit, and whether the connection still exists, are looked at again. */
    private static final long MAX_WAIT_NANOS = 100_000_000;

    private final LongSupplier nanos;
    private final LongSupplier bytesPerSecond;
    private final Pause pause;

    /** Those that wait, the next one first. The monitor of this limit guards the fields below. */
    private final Deque<Object> waiting = new ArrayDeque<>();

    private double tokens;
    private long filledNanos;

    /** Waits on a monitor that the caller holds, for at most a time. */
    @FunctionalInterface
    interface Pause {
        void on(Object monitor, long nanos) throws InterruptedException;
    }

    /** @param bytesPerSecond the limit at present, 0 for none; called often, on the transferring threads */
    public RateLimit(LongSupplier bytesPerSecond) {
        this(System::nanoTime, bytesPerSecond);
    }

    private RateLimit(LongSupplier nanos, LongSupplier bytesPerSecond) {
        this(nanos, bytesPerSecond, TimeUnit.NANOSECONDS::timedWait);
    }

    RateLimit(LongSupplier nanos, LongSupplier bytesPerSecond, Pause pause) {
        this.nanos = nanos;
        this.bytesPerSecond = bytesPerSecond;
        this.pause = pause;
        this.filledNanos = nanos.getAsLong();
    }

    private long rate() {
        long limit = bytesPerSecond.getAsLong();
        return limit <= 0 ? 0 : Math.max(limit, MIN_BYTES_PER_SECOND);
    }

    /** Returns how many of {@code bytes} may move in one step. */
    public int step(int bytes) {
        long rate = rate();
        return rate == 0 ? bytes : (int) Math.min(bytes, rate / STEPS_PER_SECOND);
    }

    /**
     * Waits until {@code bytes} may move, which are those of a step.
     *
     * @param ended whether the caller's connection has ended, so that there is nothing to wait for
     * @throws InterruptedIOException if the thread is interrupted
     */
    public void take(int bytes, BooleanSupplier ended) throws IOException {
        if (rate() == 0) {
            return;
        }
        try {
            await(bytes, ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private synchronized void await(int bytes, BooleanSupplier ended) throws InterruptedException {
        Object self = new Object();
        waiting.add(self);
        try {
            for (long rate = rate(); rate > 0 && !ended.getAsBoolean(); rate = rate()) {
                fill(rate);
                if (!self.equals(waiting.peek())) {
                    pause.on(this, MAX_WAIT_NANOS);
                } else if (tokens > 0) {
                    // The debt is paid by the next one.
                    tokens -= bytes;
                    return;
                } else {
                    long missing = (long) (-tokens * TimeUnit.SECONDS.toNanos(1) / rate) + 1;
                    pause.on(this, Math.min(missing, MAX_WAIT_NANOS));
                }
            }
        } finally {
            waiting.remove(self);
            notifyAll();
        }
    }

    private void fill(long rate) {
        long now = nanos.getAsLong();
        double added = (double) (now - filledNanos) * rate / TimeUnit.SECONDS.toNanos(1);
        tokens = Math.min(tokens + added, (double) rate / STEPS_PER_SECOND);
        filledNanos = now;
    }
}
