package quayside.server.guard;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Bounds how often a secret can be guessed: the access key, or the passcode of one lock.
 *
 * <p>A source has {@value #FREE_TRIES} wrong tries; each further one makes it wait, 1 s at first, doubling up to ten minutes.
 * Of a source's handshakes no more are open at once than it has tries left, so that many at once gain nothing:
 * the others wait in line. The
 * right one forgives the source that gave it, and no other. All sources together have {@value #ALL_TRIES} wrong
 * tries, and one more every {@value #ALL_REFILL_SECONDS} seconds; sources that gave the right key before are outside of that sum, so that
 * a flood of strangers does not lock guests out.
 *
 * <p>Thread-safe. Time is the monotonic clock given. Remembers at most {@value #MOST_SOURCES} sources, those seen last; the sum
 * holds all the same.
 */
public final class GuessLimiter implements AutoCloseable {
    static final int FREE_TRIES = 5;
    static final int ALL_TRIES = 100;
    static final int ALL_REFILL_SECONDS = 6;
    static final int MOST_SOURCES = 4096;

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final LongSupplier nanos;
    private final String what;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Source, Tries> sources = new LinkedHashMap<>(16, 0.75f, true);
    private int allLeft = ALL_TRIES;
    private long allRefilledAt;
    private boolean closed;

    private static final class Tries {
        private int wrong;
        private long wrongAt;
        private int open;
        private int waiting;
        private boolean known;

        /** How many may be open at once: what is left before the next wait. */
        private int slots() {
            return Math.max(1, FREE_TRIES - wrong);
        }

        private boolean isForgettable() {
            return open == 0 && waiting == 0;
        }
    }

    /**
     * For one secret.
     *
     * @param what those that are wrong, for a sentence
     */
    public GuessLimiter(LongSupplier nanos, String what) {
        this.nanos = nanos;
        this.what = what;
        this.allRefilledAt = nanos.getAsLong();
    }

    /** Fails with {@link Fault#TOO_MANY_TRIES} and the time to wait, where {@code source} may not try now. Never blocks. */
    public void check(Source source) throws ProtocolException {
        lock.lock();
        try {
            Tries tries = sources.getOrDefault(source, new Tries());
            checkOwn(tries);
            checkAll(tries);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Counts a try of {@code source} until its outcome is told; blocks while as many are open as the source has left.
     *
     * @throws ProtocolException {@link Fault#TOO_MANY_TRIES} as {@link #check}, and where {@code patience} runs out
     */
    public Attempt begin(Source source, Duration patience) throws ProtocolException, InterruptedException {
        lock.lock();
        try {
            Tries tries = track(source);
            awaitSlot(tries, patience);
            checkAll(tries);
            boolean counted = !tries.known;
            if (counted) {
                allLeft--;
            }
            tries.open++;
            return new Attempt(tries, counted);
        } finally {
            lock.unlock();
        }
    }

    /** Sources remembered now. */
    int tracked() {
        lock.lock();
        try {
            return sources.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting: who waits, or begins from now on, is refused with {@link Fault#SERVER_FULL}. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** One try whose outcome is open. Closing it without an outcome takes it back: nothing was learnt by it. */
    public final class Attempt implements AutoCloseable {
        private final Tries tries;
        private final boolean counted;
        private boolean over;

        private Attempt(Tries tries, boolean counted) {
            this.tries = tries;
            this.counted = counted;
        }

        /** The key was right. */
        public void succeeded() {
            end(() -> {
                tries.wrong = 0;
                tries.known = true;
                allLeft += counted ? 1 : 0;
            });
        }

        /** The key was wrong. */
        public void failed() {
            end(() -> {
                tries.wrong++;
                tries.wrongAt = nanos.getAsLong();
            });
        }

        @Override
        public void close() {
            end(() -> allLeft += counted ? 1 : 0);
        }

        private void end(Runnable outcome) {
            lock.lock();
            try {
                if (!over) {
                    over = true;
                    tries.open--;
                    outcome.run();
                    changed.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void awaitSlot(Tries tries, Duration patience) throws ProtocolException, InterruptedException {
        long left = patience.toNanos();
        tries.waiting++;
        try {
            checkOwn(tries);
            while (tries.open >= tries.slots()) {
                if (left <= 0) {
                    throw tooMany(TimeUnit.SECONDS.toNanos(1));
                }
                left = changed.awaitNanos(left);
                checkOwn(tries);
            }
        } finally {
            tries.waiting--;
        }
    }

    private void checkOwn(Tries tries) throws ProtocolException {
        if (closed) {
            throw new ProtocolException(Fault.SERVER_FULL, "The host is about to stop sharing.");
        }
        if (tries.wrong >= FREE_TRIES) {
            long left = waitAfter(tries.wrong).toNanos() - (nanos.getAsLong() - tries.wrongAt);
            if (left > 0) {
                throw tooMany(left);
            }
        }
    }

    private static Duration waitAfter(int wrong) {
        Duration doubled = Duration.ofSeconds(1L << Math.min(wrong - FREE_TRIES, 30));
        return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }

    private void checkAll(Tries tries) throws ProtocolException {
        long refill = TimeUnit.SECONDS.toNanos(ALL_REFILL_SECONDS);
        long steps = (nanos.getAsLong() - allRefilledAt) / refill;
        allRefilledAt += steps * refill;
        allLeft = (int) Math.min(ALL_TRIES, allLeft + steps);
        if (allLeft < 1 && !tries.known) {
            throw tooMany(refill - (nanos.getAsLong() - allRefilledAt));
        }
    }

    private ProtocolException tooMany(long leftNanos) {
        Duration left = Duration.ofSeconds(TimeUnit.NANOSECONDS.toSeconds(leftNanos - 1) + 1);
        return new ProtocolException(
                Fault.TOO_MANY_TRIES,
                "Too many wrong " + what + "; try again in " + left.toSeconds() + " s.",
                left,
                null);
    }

    /** The record of {@code source}; the one not seen for longest makes room. */
    private Tries track(Source source) {
        Tries tries = sources.computeIfAbsent(source, _ -> new Tries());
        if (tries.wrong > 0 && nanos.getAsLong() - tries.wrongAt > REMEMBERED.toNanos()) {
            tries.wrong = 0;
        }
        Iterator<Tries> oldest = sources.values().iterator();
        while (sources.size() > MOST_SOURCES && oldest.hasNext()) {
            Tries candidate = oldest.next();
            if (candidate != tries && candidate.isForgettable()) {
                oldest.remove();
            }
        }
        return tries;
    }
}
