package quayside.app.core.nearby;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import quayside.app.core.publish.Subscription;

/**
 * Announces the share of this computer to others nearby, and finds theirs. Thread-safe; calls take effect in their order,
 * and only {@link #close} blocks.
 */
public interface Nearby extends AutoCloseable {
    /**
     * What is known of the networks.
     *
     * @param isLooking whether shares are looked for
     * @param isBlocked whether no network of this computer passes what is asked and answered: there is none, or the system
     *     does not allow it
     * @param shares the shares that were found, in the order of their names
     */
    record State(boolean isLooking, boolean isBlocked, List<NearbyShare> shares) {
        public static final State OFF = new State(false, false, List.of());
    }

    /** Returns the newest state. */
    State state();

    /** Adds a listener, which gets the present state at once and each new one on worker threads, at most five a second. */
    Subscription onState(Consumer<State> listener);

    /** Announces this share from now on, instead of an earlier one; nothing if it is empty. */
    void announce(Optional<Announcement> share);

    /** Looks for shares, or ends that. */
    void look(boolean on);

    /** Takes back what was announced, and ends; waits for that at most a second. */
    @Override
    void close();

    /** Returns one that announces nothing and finds nothing. */
    static Nearby none() {
        return new Nearby() {
            @Override
            public State state() {
                return State.OFF;
            }

            @Override
            public Subscription onState(Consumer<State> listener) {
                listener.accept(State.OFF);
                return () -> {};
            }

            @Override
            public void announce(Optional<Announcement> share) {}

            @Override
            public void look(boolean on) {}

            @Override
            public void close() {}
        };
    }
}
