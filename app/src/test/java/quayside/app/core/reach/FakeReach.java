package quayside.app.core.reach;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import quayside.app.core.publish.Published;
import quayside.app.core.publish.Subscription;

/** What a router does as a test says it. */
public final class FakeReach implements Reach {
    /** The ports that were wanted, in order. */
    public final List<OptionalInt> wanted = new CopyOnWriteArrayList<>();

    public volatile boolean closed;
    private final Published<State> state = new Published<>(new State.Off());

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
    public void keepOpen(OptionalInt port) {
        wanted.add(port);
    }

    @Override
    public void close() {
        closed = true;
    }
}
