package quayside.server;

import java.time.Duration;
import java.time.Instant;
import quayside.protocol.text.Sentence;

/**
 * Reports to the host the connections that were not admitted: each one while they are few, and only their number in a
 * flood. So strangers, who can cause any number of refusals, cannot fill the memory or the log. Thread-safe.
 */
final class RefusalReports {
    /** The number of refusals that may be reported one by one at any time. */
    static final int BURST = 50;

    /** The time after which one more refusal may be reported. */
    static final Duration REFILL = Duration.ofSeconds(5);

    private final Environment environment;
    private final EventQueue events;
    private int left = BURST;
    private long refilledAt;
    private long counted;

    RefusalReports(Environment environment, EventQueue events) {
        this.environment = environment;
        this.events = events;
        this.refilledAt = environment.nanos().getAsLong();
    }

    synchronized void report(String address, Sentence reason) {
        long steps = (environment.nanos().getAsLong() - refilledAt) / REFILL.toNanos();
        refilledAt += steps * REFILL.toNanos();
        left = (int) Math.min(BURST, left + steps);
        if (left == 0) {
            counted++;
            return;
        }
        left--;
        events.publish(new ShareEvent.Refused(now(), address, reason));
    }

    /** Reports how many refusals were only counted since the last time; to be called periodically. */
    synchronized void sumUp() {
        if (counted > 0) {
            events.publish(new ShareEvent.MoreRefused(now(), counted));
            counted = 0;
        }
    }

    private Instant now() {
        return environment.clock().instant();
    }
}
