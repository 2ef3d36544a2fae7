package quayside.server;

import java.time.Duration;
import java.time.Instant;

/**
 * Tells the host of connections that were not admitted: each of them while they are few, and of a flood how many there were. So strangers, who can
 * cause as many as they like, fill neither the memory nor the log. Thread-safe.
 */
final class RefusalReports {
    /** Told one by one at any time. */
    static final int BURST = 50;

    /** One more may be told after this time. */
    static final Duration REFILL = Duration.ofSeconds(5);

    private final Environment environment;
    private final EventQueue events;
    private int left = BURST;
    private long refilledAt;
    private long untold;

    RefusalReports(Environment environment, EventQueue events) {
        this.environment = environment;
        this.events = events;
        this.refilledAt = environment.nanos().getAsLong();
    }

    synchronized void tell(String address, String reason) {
        long steps = (environment.nanos().getAsLong() - refilledAt) / REFILL.toNanos();
        refilledAt += steps * REFILL.toNanos();
        left = (int) Math.min(BURST, left + steps);
        if (left == 0) {
            untold++;
            return;
        }
        left--;
        events.publish(new ShareEvent.Refused(now(), address, reason));
    }

    /** Tells how many were passed over since the last time; to be called from time to time. */
    synchronized void sumUp() {
        if (untold > 0) {
            events.publish(new ShareEvent.MoreRefused(now(), untold));
            untold = 0;
        }
    }

    private Instant now() {
        return environment.clock().instant();
    }
}
