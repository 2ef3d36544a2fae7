package quayside.protocol.client.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.Monitor;
import quayside.protocol.wire.ProtocolException;

/** A queue between two threads, bounded by number and weight. */
final class WorkQueue<T> {
    private final int maxItems;
    private final long maxWeight;
    private final Monitor monitor;
    private final Deque<Weighed<T>> waiting = new ArrayDeque<>();
    private long weight;
    private boolean complete;

    private record Weighed<T>(T item, long weight) {}

    /** @param cancellation ends all waiting */
    WorkQueue(int maxItems, long maxWeight, Cancellation cancellation) {
        this.maxItems = maxItems;
        this.maxWeight = maxWeight;
        this.monitor = new Monitor(this, cancellation);
    }

    /** Adds an item. Blocks while the queue is full. */
    synchronized void add(T item, long itemWeight) throws ProtocolException {
        monitor.await(() -> waiting.size() < maxItems && weight <= maxWeight);
        waiting.add(new Weighed<>(item, itemWeight));
        weight += itemWeight;
        if (waiting.size() == 1) {
            notifyAll();
        }
    }

    /** Reports that no more items follow. */
    synchronized void complete() {
        complete = true;
        notifyAll();
    }

    /**
     * Returns the waiting items, at most {@code maxCount}. Blocks until there is one. Returns an empty list after the
     * last.
     */
    synchronized List<T> take(int maxCount) throws ProtocolException {
        monitor.await(() -> !waiting.isEmpty() || complete);
        List<T> taken = new ArrayList<>();
        while (!waiting.isEmpty() && taken.size() < maxCount) {
            Weighed<T> next = waiting.remove();
            weight -= next.weight();
            taken.add(next.item());
        }
        notifyAll();
        return taken;
    }
}
