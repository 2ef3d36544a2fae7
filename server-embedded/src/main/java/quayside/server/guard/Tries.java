package quayside.server.guard;

import java.time.Duration;

/** What is remembered of one source's tries. For {@link GuessLimiter}, under its lock. */
final class Tries {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /**
     * Wrong tries count so long: whoever waited the ten minutes out each time has no more tries a day than who paused to be forgotten. An hour
     * would have doubled them.
     */
    private static final Duration REMEMBERED = Duration.ofDays(1);

    /**
     * The right key forgives so many wrong tries in that time. Behind one address there may be a guest and a guesser, and the guest's
     * connections must not give the guesser a fresh start each.
     */
    static final int MOST_FORGIVEN = 50;

    private final int free;
    int open;
    int waiting;

    private int wrong;
    private long wrongAt;
    private boolean known;
    private int forgiven;
    private long forgivingSince;

    /** @param free wrong tries before the first wait */
    Tries(int free, long now) {
        this.free = free;
        this.forgivingSince = now;
    }

    /** How many may be open at once: what is left before the next wait. */
    int slots() {
        return Math.max(1, free - wrong);
    }

    boolean isForgettable() {
        return open == 0 && waiting == 0;
    }

    /** Whether the right key came from there before. */
    boolean isKnown() {
        return known;
    }

    /** Whether no wrong key came from there. */
    boolean isNew() {
        return wrong == 0;
    }

    void failed(long now) {
        wrong++;
        wrongAt = now;
    }

    void succeeded(long now) {
        known = true;
        if (now - forgivingSince > REMEMBERED.toNanos()) {
            forgiven = 0;
            forgivingSince = now;
        }
        if (forgiven + wrong <= MOST_FORGIVEN) {
            forgiven += wrong;
            wrong = 0;
        }
    }

    /** Nanoseconds until the next try is allowed. */
    long waitLeft(long now) {
        if (wrong < free) {
            return 0;
        }
        return Math.max(0, waitAfter(wrong).toNanos() - (now - wrongAt));
    }

    private Duration waitAfter(int wrong) {
        return Duration.ofSeconds(Math.min(1L << Math.min(wrong - free, 30), LONGEST_WAIT.toSeconds()));
    }

    void forgetOld(long now) {
        if (now - wrongAt > REMEMBERED.toNanos()) {
            wrong = 0;
        }
    }
}
