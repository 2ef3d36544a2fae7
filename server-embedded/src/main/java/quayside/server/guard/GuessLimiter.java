package quayside.server.guard;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerReason;

/**
 * Limits how often a secret can be guessed: the access key, or the passcode of one lock.
 *
 * <p>A source has {@value #FREE_TRIES} wrong tries. Each further one makes it wait: 1 s at first, doubling up to ten
 * minutes. So it has at most 157 tries in its first 24 hours, and 144 in each 24 hours after that. A source may have
 * only as many tries open at once as it has left; the others wait in line. So parallel tries gain nothing. The right
 * secret forgives, within a bound, the wrong tries of the source that gave it, and of no other source.
 *
 * <p>All sources together have {@value #ALL_TRIES} wrong tries, and one more every {@value #ALL_REFILL_SECONDS}
 * seconds: at most 14,500 in the first 24 hours, regardless of how many addresses a guesser has. A key of 40 bits then
 * withstands 100,000 years, a PIN of six digits a month. Only a wrong secret takes from that sum. All sources together
 * may have only as many tries open at once as the sum has left, so parallel tries gain nothing there either: the next
 * one waits until one of them is over. A try begins only once the guess has arrived, and lasts as long as its check, so
 * a client cannot hold one open by sending nothing.
 *
 * <p>A guesser with very many addresses can exhaust that sum, and sources that come for the first time then have to
 * wait. This is a deliberate choice: a share that a newcomer cannot enter for an hour does less harm than one that a
 * stranger can enter. It affects as few people as possible. Open connections are not affected. The sum does not apply
 * to sources that gave the right key before. The last {@value #RESERVED_FOR_NEW} tries are reserved for sources that
 * never gave a wrong key. So guesses that continue from the same addresses do not delay a newcomer; only ten new
 * addresses a minute do.
 *
 * <p>A server has further secrets besides the limited one: the keys of invitations. Which one is guessed is known only at
 * the end, so the limits of a source hold for all of them together. But who gives the key of an invitation has shown
 * nothing about the limited secret: its guesses at that still take from the sum, from whatever addresses they come. The
 * sum keeps nobody out who gave such a key before and gives it again.
 *
 * <p>Thread-safe. Time is the given monotonic clock. Remembers the sources seen last ({@link SourceMemory}); the sum
 * holds regardless.
 */
public final class GuessLimiter implements AutoCloseable {
    static final int FREE_TRIES = 5;
    static final int ALL_TRIES = 100;
    static final int ALL_REFILL_SECONDS = 6;
    static final int RESERVED_FOR_NEW = 20;

    /**
     * How many askers that gave a secret right are remembered for each; see {@link #begin(Source, Source, Duration)}. So
     * the askers of one secret, however many addresses they have, push out none of another.
     */
    static final int MAX_PROOFS = 256;

    /** For how many secrets, those that were given right last. */
    private static final int MAX_PROVEN = 256;

    private final LongSupplier nanos;
    private final ServerReason tooMany;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final int freeTries;
    private final SourceMemory sources;

    /** The askers that gave a secret right, and have given no wrong one since, by the secret. */
    private final LinkedHashMap<Source, LinkedHashSet<Source>> proofs = new LinkedHashMap<>();

    private int allLeft = ALL_TRIES;
    private int allOpen;
    private long allRefilledAt;
    private boolean closed;

    /**
     * Limits the guesses of one secret.
     *
     * @param tooMany the failure of a source that has to wait
     */
    public GuessLimiter(LongSupplier nanos, ServerReason tooMany) {
        this(nanos, tooMany, FREE_TRIES);
    }

    /**
     * Limits the guesses of several secrets together.
     *
     * @param freeTries wrong tries of a source before its first wait
     */
    public GuessLimiter(LongSupplier nanos, ServerReason tooMany, int freeTries) {
        this.nanos = nanos;
        this.tooMany = tooMany;
        this.freeTries = freeTries;
        this.sources = new SourceMemory(freeTries);
        this.allRefilledAt = nanos.getAsLong();
    }

    /** Returns whether the right secret, or that of an invitation, came from {@code source} before, as far as it is remembered. */
    public boolean knows(Source source) {
        lock.lock();
        try {
            Tries found = sources.find(source);
            return found != null && (found.isKnown() || found.isAdmitted());
        } finally {
            lock.unlock();
        }
    }

    /** Fails with {@link Fault#TOO_MANY_TRIES} and the time to wait if {@code source} may not try now. Never blocks. */
    public void check(Source source) throws ProtocolException {
        lock.lock();
        try {
            Tries found = sources.find(source);
            Tries tries = found == null ? new Tries(freeTries, nanos.getAsLong()) : found;
            checkOwn(tries);
            // Whether it guesses at the limited secret is known only when it does.
            checkAll(tries, tries.isKnown() || tries.isAdmitted());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins a try of {@code source}, whose outcome the caller reports soon. Blocks while the source, or all sources
     * together, have as many tries open as they have left.
     *
     * @throws ProtocolException with {@link Fault#TOO_MANY_TRIES} as {@link #check} does, and if {@code timeout} passes
     */
    public Attempt begin(Source source, Duration timeout) throws ProtocolException, InterruptedException {
        return begin(source, null, timeout, false);
    }

    /** Begins a try at the key of an invitation, in the same way. */
    public Attempt beginInvited(Source source, Duration timeout) throws ProtocolException, InterruptedException {
        return begin(source, null, timeout, true);
    }

    /**
     * Begins a try of {@code asker}, whose own limits are elsewhere, at one of several secrets. The wrong tries at each
     * count together, whoever makes them, and then all who ask for it have to wait. But whoever gave it right does not
     * wait for the wrong tries of others. A wrong try, which counts, ends that.
     *
     * @param secret stands for the secret, and counts as a source of tries
     */
    public Attempt begin(Source secret, Source asker, Duration timeout) throws ProtocolException, InterruptedException {
        return begin(secret, asker, timeout, false);
    }

    /** @param asker whoever tries, if {@code source} stands for a secret */
    private Attempt begin(Source source, @Nullable Source asker, Duration timeout, boolean invited)
            throws ProtocolException, InterruptedException {
        lock.lock();
        try {
            Tries tries = sources.track(source, nanos.getAsLong());
            tries.forgetOld(nanos.getAsLong());
            boolean exempt = tries.isKnown() || (invited && tries.isAdmitted());
            boolean waits = asker == null || !hasProven(source, asker);
            if (waits) {
                awaitSlot(tries, timeout, exempt);
            } else if (closed) {
                throw new ProtocolException(ServerReason.STOPPING);
            }
            boolean counted = waits && !exempt;
            allOpen += counted ? 1 : 0;
            tries.open++;
            return new Attempt(source, tries, counted, asker);
        } finally {
            lock.unlock();
        }
    }

    private boolean hasProven(Source secret, Source asker) {
        LinkedHashSet<Source> proven = proofs.get(secret);
        return proven != null && proven.contains(asker);
    }

    /** Returns the number of remembered sources. */
    int tracked() {
        lock.lock();
        try {
            return sources.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting: tries that wait, or begin later, are refused with {@link Fault#SERVER_FULL}. */
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

    /**
     * A try whose outcome is open. Closing it without an outcome takes it back, because the client learnt nothing from
     * it.
     */
    public final class Attempt implements AutoCloseable {
        private final Source source;
        private final Tries tries;
        private final boolean counted;

        /** Whoever tries, if the source stands for the secret. */
        private final @Nullable Source asker;

        private boolean over;

        private Attempt(Source source, Tries tries, boolean counted, @Nullable Source asker) {
            this.source = source;
            this.tries = tries;
            this.counted = counted;
            this.asker = asker;
        }

        public void succeeded() {
            end(() -> {
                // What forgives the wrong tries of all must come from whoever had to wait for them.
                if (!remembered()) {
                    tries.succeeded(nanos.getAsLong());
                    sources.welcome(source, tries);
                }
            });
        }

        /** Remembers the proof of the asker; returns whether it was known already. */
        private boolean remembered() {
            if (asker == null) {
                return false;
            }
            LinkedHashSet<Source> before = proofs.remove(source);
            LinkedHashSet<Source> proven = before == null ? new LinkedHashSet<>() : before;
            boolean known = proven.remove(asker);
            proven.add(asker);
            if (proven.size() > MAX_PROOFS) {
                Source _ = proven.removeFirst();
            }
            proofs.put(source, proven);
            if (proofs.size() > MAX_PROVEN) {
                var _ = proofs.pollFirstEntry();
            }
            return known;
        }

        /** The key was that of an invitation: the source may come back, but is not known to have the limited secret. */
        public void admitted() {
            end(() -> {
                tries.admitted(nanos.getAsLong());
                sources.welcome(source, tries);
            });
        }

        public void failed() {
            end(() -> {
                tries.failed(nanos.getAsLong());
                LinkedHashSet<Source> proven = proofs.get(source);
                if (asker != null && proven != null) {
                    proven.remove(asker);
                }
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

    /** @param exempt whether the sum of all sources does not apply */
    private void awaitSlot(Tries tries, Duration timeout, boolean exempt)
            throws ProtocolException, InterruptedException {
        long left = timeout.toNanos();
        tries.waiting++;
        try {
            checkOwn(tries);
            checkAll(tries, exempt);
            while (tries.open >= tries.slots() || (!exempt && isAllOpen(tries))) {
                if (left <= 0) {
                    throw tooMany(TimeUnit.SECONDS.toNanos(1));
                }
                left = changed.awaitNanos(left);
                checkOwn(tries);
                checkAll(tries, exempt);
            }
        } finally {
            tries.waiting--;
        }
    }

    private void checkOwn(Tries tries) throws ProtocolException {
        if (closed) {
            throw new ProtocolException(ServerReason.STOPPING);
        }
        long left = tries.waitLeft(nanos.getAsLong());
        if (left > 0) {
            throw tooMany(left);
        }
    }

    /** Returns whether the open tries would exhaust the sum if all of them were wrong. */
    private boolean isAllOpen(Tries tries) {
        return allOpen + reserved(tries) >= allLeft;
    }

    /** Returns how many tries of the sum this source may not use. */
    private static int reserved(Tries tries) {
        return tries.isNew() ? 0 : RESERVED_FOR_NEW;
    }

    private void checkAll(Tries tries, boolean exempt) throws ProtocolException {
        long refill = TimeUnit.SECONDS.toNanos(ALL_REFILL_SECONDS);
        long steps = (nanos.getAsLong() - allRefilledAt) / refill;
        allRefilledAt += steps * refill;
        allLeft = (int) Math.min(ALL_TRIES, allLeft + steps);
        int missing = reserved(tries) + 1 - allLeft;
        if (missing > 0 && !exempt) {
            throw tooMany(missing * refill - (nanos.getAsLong() - allRefilledAt));
        }
    }

    private ProtocolException tooMany(long leftNanos) {
        Duration left = Duration.ofSeconds(TimeUnit.NANOSECONDS.toSeconds(leftNanos - 1) + 1);
        return new ProtocolException(tooMany, left).retryAfter(left);
    }
}
