package quayside.app.core.nearby;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import quayside.app.core.publish.Published;
import quayside.app.core.publish.Subscription;

/** What is nearby as a test says it. */
public final class FakeNearby implements Nearby {
    /** What was announced, in order; empty where an announcement was taken back. */
    public final List<Optional<Announcement>> announced = new CopyOnWriteArrayList<>();

    public volatile boolean looks;
    public volatile boolean closed;
    private final Published<State> state = new Published<>(State.OFF);

    public void become(State next) {
        state.set(next);
    }

    @Override
    public State state() {
        return state.get();
    }

    @Override
    public Subscription onState(Consumer<State> listener) {
        return state.listen(listener);
    }

    @Override
    public void announce(Optional<Announcement> share) {
        announced.add(share);
    }

    @Override
    public void look(boolean on) {
        looks = on;
    }

    @Override
    public void close() {
        closed = true;
    }
}
