package quayside.server.guard;

import java.time.Duration;

/** The remembered tries of one source. For {@link GuessLimiter}, under its lock. */
final class Tries {
    private static final Duration MAX_WAIT = Duration.ofMinutes(10);

    /**
     * How long a wrong try counts. With a day, a guesser who waits ten minutes each time has as many tries a day as one
     * who pauses to be forgotten. An hour would double the number.
     */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    /**
     * The number of wrong tries that the right key forgives in that time. A guest and a guesser may share one address,
     * and the guest's connections must not give the guesser a fresh start each time.
     */
    static final int MAX_FORGIVEN = 50;

    private final int free;
    int open;
    int waiting;

    private int wrong;
    private long wrongAt;
    private boolean known;
    private boolean admitted;
    private int forgiven;
    private long forgivingSince;

    /** @param free wrong tries before the first wait */
    Tries(int free, long now) {
        this.free = free;
        this.forgivingSince = now;
    }

    /** Returns how many tries may be open at once: those left before the next wait. */
    int slots() {
        return Math.max(1, free - wrong);
    }

    boolean isForgettable() {
        return open == 0 && waiting == 0;
    }

    /** Returns whether the right key came from this source before. */
    boolean isKnown() {
        return known;
    }

    /** Returns whether a right key of another secret came from this source before; see {@link GuessLimiter.Attempt}. */
    boolean isAdmitted() {
        return admitted;
    }

    /** Returns whether no wrong key came from this source. */
    boolean isNew() {
        return wrong == 0;
    }

    void failed(long now) {
        wrong++;
        wrongAt = now;
    }

    void succeeded(long now) {
        known = true;
        forgive(now);
    }

    void admitted(long now) {
        admitted = true;
        forgive(now);
    }

    private void forgive(long now) {
        if (now - forgivingSince > REMEMBERED.toNanos()) {
            forgiven = 0;
            forgivingSince = now;
        }
        if (forgiven + wrong <= MAX_FORGIVEN) {
            forgiven += wrong;
            wrong = 0;
        }
    }

    /** Returns the nanoseconds until the next try is allowed. */
    long waitLeft(long now) {
        if (wrong < free) {
            return 0;
        }
        return Math.max(0, waitAfter(wrong).toNanos() - (now - wrongAt));
    }

    private Duration waitAfter(int wrong) {
        return Duration.ofSeconds(Math.min(1L << Math.min(wrong - free, 30), MAX_WAIT.toSeconds()));
    }

    void forgetOld(long now) {
        if (now - wrongAt > REMEMBERED.toNanos()) {
            wrong = 0;
        }
    }
}
