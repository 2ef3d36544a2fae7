package quayside.server.guard;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Bounds how often a secret can be guessed: the access key, or the passcode of one lock.
 *
 * <p>A source has {@value #FREE_TRIES} wrong tries; each further one makes it wait, 1 s at first, doubling up to ten minutes: at most
 * 157 in its first 24 hours, and 144 in each 24 after. Of a source's handshakes no more are open at once than it has tries left, so
 * that many at once gain nothing: the others wait in line. The right one forgives the source that gave it, within a bound, and no other.
 *
 * <p>All sources together have {@value #ALL_TRIES} wrong tries, and one more every {@value #ALL_REFILL_SECONDS} seconds: at most 14,500 in
 * the first 24 hours, however many addresses a guesser has. A key of 40 bits then stands for 100,000 years, a PIN of six digits for a month.
 * Only a secret that was wrong takes from that sum. No more tries are open at once than are left of it, so that many at once gain nothing there
 * either: who comes then waits until one of them is over. A try is to be begun once the guess is there, and lasts as long as looking at it; so
 * nobody can hold one open by saying nothing.
 *
 * <p>Who has very many addresses can use that sum up, and whoever comes for the first time meanwhile has to wait. That is the choice: a share that
 * a newcomer cannot enter for an hour does less harm than one that a stranger can. It costs as few people as can be: connections that
 * are open are not touched; sources that gave the right key before are outside of the sum; and the last {@value #FOR_NEW} tries are kept
 * for sources that never gave a wrong key, so that a newcomer is not held up by those who go on and on from the same addresses, but only by
 * ten new addresses a minute.
 *
 * <p>Thread-safe. Time is the monotonic clock given. Remembers the sources seen last ({@link SourceMemory}); the sum holds all the same.
 */
public final class GuessLimiter implements AutoCloseable {
    static final int FREE_TRIES = 5;
    static final int ALL_TRIES = 100;
    static final int ALL_REFILL_SECONDS = 6;
    static final int FOR_NEW = 20;

    private final LongSupplier nanos;
    private final String what;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int freeTries;
    private final SourceMemory sources;
    private int allLeft = ALL_TRIES;
    private int allOpen;
    private long allRefilledAt;
    private boolean closed;

    /**
     * For one secret.
     *
     * @param what those that are wrong, for a sentence
     */
    public GuessLimiter(LongSupplier nanos, String what) {
        this(nanos, what, FREE_TRIES);
    }

    /**
     * For several secrets together.
     *
     * @param freeTries wrong ones of a source before its first wait
     */
    public GuessLimiter(LongSupplier nanos, String what, int freeTries) {
        this.nanos = nanos;
        this.what = what;
        this.freeTries = freeTries;
        this.sources = new SourceMemory(freeTries);
        this.allRefilledAt = nanos.getAsLong();
    }

    /** Whether the right secret came from {@code source} before, as far as it is remembered. */
    public boolean knows(Source source) {
        lock.lock();
        try {
            Tries found = sources.find(source);
            return found != null && found.isKnown();
        } finally {
            lock.unlock();
        }
    }

    /** Fails with {@link Fault#TOO_MANY_TRIES} and the time to wait, where {@code source} may not try now. Never blocks. */
    public void check(Source source) throws ProtocolException {
        lock.lock();
        try {
            Tries found = sources.find(source);
            Tries tries = found == null ? new Tries(freeTries, nanos.getAsLong()) : found;
            checkOwn(tries);
            checkAll(tries);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins a try of {@code source}, whose outcome is to be told soon; blocks while as many are open as the source has left, or all have.
     *
     * @throws ProtocolException {@link Fault#TOO_MANY_TRIES} as {@link #check}, and where {@code patience} runs out
     */
    public Attempt begin(Source source, Duration patience) throws ProtocolException, InterruptedException {
        lock.lock();
        try {
            Tries tries = sources.track(source, nanos.getAsLong());
            tries.forgetOld(nanos.getAsLong());
            awaitSlot(tries, patience);
            boolean counted = !tries.isKnown();
            allOpen += counted ? 1 : 0;
            tries.open++;
            return new Attempt(source, tries, counted);
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
        private final Source source;
        private final Tries tries;
        private final boolean counted;
        private boolean over;

        private Attempt(Source source, Tries tries, boolean counted) {
            this.source = source;
            this.tries = tries;
            this.counted = counted;
        }

        /** The key was right. */
        public void succeeded() {
            end(() -> {
                tries.succeeded(nanos.getAsLong());
                sources.welcome(source, tries);
            });
        }

        /** The key was wrong. */
        public void failed() {
            end(() -> {
                tries.failed(nanos.getAsLong());
                allLeft -= counted ? 1 : 0;
            });
        }

        @Override
        public void close() {
            end(() -> {});
        }

        private void end(Runnable outcome) {
            lock.lock();
            try {
                if (!over) {
                    over = true;
                    tries.open--;
                    allOpen -= counted ? 1 : 0;
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
            checkAll(tries);
            while (tries.open >= tries.slots() || isAllOpen(tries)) {
                if (left <= 0) {
                    throw tooMany(TimeUnit.SECONDS.toNanos(1));
                }
                left = changed.awaitNanos(left);
                checkOwn(tries);
                checkAll(tries);
            }
        } finally {
            tries.waiting--;
        }
    }

    private void checkOwn(Tries tries) throws ProtocolException {
        if (closed) {
            throw new ProtocolException(Fault.SERVER_FULL, "The host is about to stop sharing.");
        }
        long left = tries.waitLeft(nanos.getAsLong());
        if (left > 0) {
            throw tooMany(left);
        }
    }

    /** Whether those that are open now would use the sum up, were they all wrong. */
    private boolean isAllOpen(Tries tries) {
        return !tries.isKnown() && allOpen + kept(tries) >= allLeft;
    }

    /** How many of the sum are not for that source. */
    private static int kept(Tries tries) {
        return tries.isNew() ? 0 : FOR_NEW;
    }

    private void checkAll(Tries tries) throws ProtocolException {
        long refill = TimeUnit.SECONDS.toNanos(ALL_REFILL_SECONDS);
        long steps = (nanos.getAsLong() - allRefilledAt) / refill;
        allRefilledAt += steps * refill;
        allLeft = (int) Math.min(ALL_TRIES, allLeft + steps);
        int missing = kept(tries) + 1 - allLeft;
        if (missing > 0 && !tries.isKnown()) {
            throw tooMany(missing * refill - (nanos.getAsLong() - allRefilledAt));
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
}
