package quayside.app.core.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import quayside.app.core.publish.Listeners;
import quayside.app.core.publish.Published;
import quayside.app.core.publish.Subscription;
import quayside.server.ShareEvent;

/** The state and the newest events of a host, with their listeners. Thread-safe. */
abstract class ObservableHost implements HostService {
    private static final int MAX_EVENTS = 500;

    private final Published<HostState> state = new Published<>(new HostState.Off());
    private final Deque<ShareEvent> events = new ArrayDeque<>();
    private final Listeners<Consumer<ShareEvent>> eventListeners = new Listeners<>();
    private final Journal journal;

    /** A host whose log is only in memory. */
    ObservableHost() {
        this(Journal.inMemory());
    }

    /** @param journal is closed by its owner */
    ObservableHost(Journal journal) {
        this.journal = journal;
    }

    @Override
    public final HostState state() {
        return state.get();
    }

    @Override
    public final Subscription onState(Consumer<HostState> listener) {
        return state.listen(listener);
    }

    /** Returns at most {@value #MAX_EVENTS} events, oldest first. */
    @Override
    public final List<ShareEvent> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    @Override
    public final Subscription onEvent(Consumer<ShareEvent> listener) {
        return eventListeners.add(listener);
    }

    @Override
    public final List<LogEntry> log() {
        return journal.entries();
    }

    @Override
    public final void clearLog() {
        synchronized (events) {
            events.clear();
        }
        journal.clear();
    }

    /** Publishes the next state. */
    void become(HostState next) {
        state.set(next);
    }

    /** Keeps an event, and passes it on to the listeners. */
    void happen(ShareEvent event) {
        synchronized (events) {
            events.add(event);
            if (events.size() > MAX_EVENTS) {
                events.remove();
            }
        }
        journal.add(LogEntry.of(event));
        eventListeners.tell(listener -> listener.accept(event));
    }
}
