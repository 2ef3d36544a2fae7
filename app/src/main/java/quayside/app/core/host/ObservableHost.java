package quayside.app.core.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import quayside.server.ShareEvent;

/** Keeps the newest events of a host and passes each on to listeners. Thread-safe. */
final class EventHistory {
    private static final int MAX_EVENTS = 500;

    private final Deque<ShareEvent> events = new ArrayDeque<>();
    private final List<Consumer<ShareEvent>> listeners = new CopyOnWriteArrayList<>();

    void listen(Consumer<ShareEvent> listener) {
        listeners.add(listener);
    }

    void add(ShareEvent event) {
        synchronized (events) {
            events.add(event);
            if (events.size() > MAX_EVENTS) {
                events.remove();
            }
        }
        listeners.forEach(listener -> listener.accept(event));
    }

    /** Returns at most {@value #MAX_EVENTS} events, oldest first. */
    List<ShareEvent> newest() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }
}
