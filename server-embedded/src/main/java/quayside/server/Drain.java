package quayside.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import quayside.server.text.ServerPhrase;

/**
 * Ends a share once its guests are done: the connections of each guest are ended when the guest has transferred nothing
 * for a moment. Guests that come later are not let finish: all guests behind one router have one address, so only their
 * introduction shows that they are new. {@link #step} is called periodically, on one thread.
 */
final class Drain {
    /** The time between two steps. */
    static final Duration STEP = Duration.ofMillis(250);

    /** The time for which a guest must transfer nothing: longer than the pause between two files of a folder. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    /** The bytes between two steps that a guest may move without transferring, with its pings. */
    private static final long QUIET_BYTES = 4096;

    private final GuestList guests;
    private final LongSupplier nanos;
    private final IntConsumer left;
    private final Set<String> admitted;
    private final Map<String, Watched> watched = new HashMap<>();
    private int reported = -1;

    private record Watched(long bytes, long busyNanos) {}

    /**
     * Lets the guests finish that are present now.
     *
     * @param left is notified of the number of them that are left, when it changes; must return at once
     */
    Drain(GuestList guests, LongSupplier nanos, IntConsumer left) {
        this.guests = guests;
        this.nanos = nanos;
        this.left = left;
        this.admitted = guests.snapshot().stream().map(Guest::id).collect(Collectors.toUnmodifiableSet());
    }

    void step() {
        long now = nanos.getAsLong();
        List<Guest> present = guests.snapshot();
        watched.keySet().retainAll(present.stream().map(Guest::id).toList());
        for (Guest guest : present) {
            boolean isKnown = watched.containsKey(guest.id());
            Watched before = watched.getOrDefault(guest.id(), new Watched(guest.bytes(), now));
            boolean busy = guest.isTransferring() || guest.bytes() - before.bytes() > QUIET_BYTES;
            Watched after = new Watched(guest.bytes(), busy ? now : before.busyNanos());
            watched.put(guest.id(), after);
            if (!admitted.contains(guest.id())) {
                // A further connection of a guest that may finish has had the time of a step to say whose it is.
                if (isKnown) {
                    guests.sessions(guest.id()).forEach(session -> session.dismiss(ServerPhrase.HOST_STOPPED));
                }
            } else if (now - after.busyNanos() > QUIET.toNanos()) {
                guests.sessions(guest.id()).forEach(session -> session.end(ServerPhrase.HOST_STOPPED));
            }
        }
        int remaining = (int)
                present.stream().filter(guest -> admitted.contains(guest.id())).count();
        if (remaining != reported) {
            reported = remaining;
            left.accept(reported);
        }
    }
}
