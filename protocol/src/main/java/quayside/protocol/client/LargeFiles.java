package quayside.protocol.client;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.ProtocolException;

/**
 * The large files of a folder, one after the other over a connection of their own, beside the small ones. One thread hands over; another, which
 * is started for the first of them, moves.
 */
final class LargeFiles {
    /** More wait with whoever hands them over. */
    private static final int MOST_WAITING = 256;

    private final Crew crew;
    private final Monitor monitor;
    private final Reconnection connections;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private boolean started;
    private boolean complete;

    /** One file; deals with what is its own fault, and throws what ends the transfer. */
    @FunctionalInterface
    interface Job {
        void run(Carrier carrier) throws IOException;
    }

    LargeFiles(Crew crew, Reconnection connections) {
        this.crew = crew;
        this.connections = connections;
        this.monitor = new Monitor(this, crew.cancellation());
    }

    /** Blocks while too many wait already. */
    void add(Job job) throws ProtocolException {
        synchronized (this) {
            monitor.await(() -> waiting.size() < MOST_WAITING);
            waiting.add(job);
            notifyAll();
            if (started) {
                return;
            }
            started = true;
        }
        crew.start("quayside-large-files", this::work);
    }

    /** No more will come. */
    synchronized void complete() {
        complete = true;
        notifyAll();
    }

    private void work() throws IOException {
        try (Carrier carrier = new Carrier(connections, crew.cancellation())) {
            for (Job next = next(); next != null; next = next()) {
                next.run(carrier);
            }
        }
    }

    private synchronized @Nullable Job next() throws ProtocolException {
        monitor.await(() -> !waiting.isEmpty() || complete);
        notifyAll();
        return waiting.poll();
    }
}
