package quayside.server;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import quayside.server.guard.Source;

/**
 * Tells the host what guests do: of each guest one thing after another while they are not too many, and of the rest how many of each kind there were. So
 * no guest fills the host's log. Thread-safe.
 */
final class GuestReports {
    /** Told one by one at any time, of one source. */
    static final int BURST = 1000;

    /** One more may be told after this time. */
    static final Duration REFILL = Duration.ofMillis(200);

    /** Sources that are remembered. */
    static final int MOST_SOURCES = 1024;

    private final Environment environment;
    private final EventQueue events;
    private final LinkedHashMap<Source, Told> guests = new LinkedHashMap<>();

    GuestReports(Environment environment, EventQueue events) {
        this.environment = environment;
        this.events = events;
    }

    /** What was told of one source, and what not. */
    private static final class Told {
        private final Map<ShareEvent.Kind, Count> untold = new EnumMap<>(ShareEvent.Kind.class);
        private int left = BURST;
        private long refilledAt;

        private Told(long now) {
            this.refilledAt = now;
        }

        void refill(long now) {
            long steps = (now - refilledAt) / REFILL.toNanos();
            refilledAt += steps * REFILL.toNanos();
            left = (int) Math.min(BURST, left + steps);
        }
    }

    private record Count(long times, long bytes) {}

    /** Tells {@code event} of a guest at {@code source}, now or in the next sum. */
    synchronized void tell(Source source, ShareEvent event) {
        Told told =
                guests.computeIfAbsent(source, _ -> new Told(environment.nanos().getAsLong()));
        if (guests.size() > MOST_SOURCES) {
            sumUp(guests.pollFirstEntry());
        }
        told.refill(environment.nanos().getAsLong());
        ShareEvent.Kind kind = ShareEvent.Kind.of(event);
        if (kind == null || told.left > 0) {
            told.left -= kind == null ? 0 : 1;
            events.publish(event);
            return;
        }
        long bytes = bytes(event);
        told.untold.merge(
                kind,
                new Count(1, bytes),
                (one, other) -> new Count(one.times() + other.times(), one.bytes() + other.bytes()));
    }

    private static long bytes(ShareEvent event) {
        return switch (event) {
            case ShareEvent.Downloaded file -> file.bytes();
            case ShareEvent.Uploaded file -> file.bytes();
            case ShareEvent _ -> 0;
        };
    }

    /** Tells how many were passed over since the last time; to be called from time to time. */
    synchronized void sumUp() {
        Iterator<Map.Entry<Source, Told>> each = guests.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Source, Told> guest = each.next();
            sumUp(guest);
            guest.getValue().refill(environment.nanos().getAsLong());
            if (guest.getValue().left == BURST) {
                each.remove();
            }
        }
    }

    private void sumUp(Map.Entry<Source, Told> guest) {
        guest.getValue()
                .untold
                .forEach((kind, count) -> events.publish(new ShareEvent.MoreOfGuest(
                        environment.clock().instant(), guest.getKey().network(), kind, count.times(), count.bytes())));
        guest.getValue().untold.clear();
    }
}
