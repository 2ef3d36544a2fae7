package quayside.server;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import quayside.server.guard.Source;

/**
 * Reports to the host what guests do: each event of a guest while there are few, and otherwise only the number of each
 * kind. So a guest cannot fill the host's log. Thread-safe.
 */
final class GuestReports {
    /** The number of events of one source that may be reported one by one at any time. */
    static final int BURST = 1000;

    /** The time after which one more event may be reported. */
    static final Duration REFILL = Duration.ofMillis(200);

    /** The number of sources that are remembered. */
    static final int MAX_SOURCES = 1024;

    private final Environment environment;
    private final EventQueue events;
    private final LinkedHashMap<Source, Reported> guests = new LinkedHashMap<>();

    GuestReports(Environment environment, EventQueue events) {
        this.environment = environment;
        this.events = events;
    }

    /** The events of one source: how many may still be reported, and how many were only counted. */
    private static final class Reported {
        private final Map<ShareEvent.Kind, Count> counted = new EnumMap<>(ShareEvent.Kind.class);
        private int left = BURST;
        private long refilledAt;

        private Reported(long now) {
            this.refilledAt = now;
        }

        void refill(long now) {
            long steps = (now - refilledAt) / REFILL.toNanos();
            refilledAt += steps * REFILL.toNanos();
            left = (int) Math.min(BURST, left + steps);
        }
    }

    private record Count(long times, long bytes) {}

    /** Reports {@code event} of a guest at {@code source}, now or in the next sum. */
    synchronized void report(Source source, ShareEvent event) {
        Reported reported = guests.computeIfAbsent(
                source, _ -> new Reported(environment.nanos().getAsLong()));
        if (guests.size() > MAX_SOURCES) {
            sumUp(guests.pollFirstEntry());
        }
        reported.refill(environment.nanos().getAsLong());
        ShareEvent.Kind kind = ShareEvent.Kind.of(event);
        if (kind == null || reported.left > 0) {
            reported.left -= kind == null ? 0 : 1;
            events.publish(event);
            return;
        }
        long bytes = bytes(event);
        reported.counted.merge(
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

    /** Reports how many events were only counted since the last time; to be called periodically. */
    synchronized void sumUp() {
        Iterator<Map.Entry<Source, Reported>> each = guests.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Source, Reported> guest = each.next();
            sumUp(guest);
            guest.getValue().refill(environment.nanos().getAsLong());
            if (guest.getValue().left == BURST) {
                each.remove();
            }
        }
    }

    private void sumUp(Map.Entry<Source, Reported> guest) {
        guest.getValue()
                .counted
                .forEach((kind, count) -> events.publish(new ShareEvent.MoreOfGuest(
                        environment.clock().instant(), guest.getKey().network(), kind, count.times(), count.bytes())));
        guest.getValue().counted.clear();
    }
}
