package quayside.protocol.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Pipeline} has sent or is about to, and has no answer to; in order, and not more than its window allows. Thread-safe: conditions that are waited for
 * here are looked at under its monitor, and whoever brings one about from outside calls {@link #changed} afterwards.
 */
final class Unanswered {
    private final Pipeline.Window window;
    private final Deque<Submitted> queue = new ArrayDeque<>();
    private long bytes;
    private @Nullable BooleanSupplier awaited;

    /** An exchange, and what is known of its last sending; the latter is the submitting thread's. */
    static final class Submitted {
        private final Pipeline.Exchange exchange;

        /** Where its last byte would stand, or its first where the sending failed; none of it before it was tried. */
        private long position = Long.MAX_VALUE;

        private boolean mayHaveArrived;

        Submitted(Pipeline.Exchange exchange) {
            this.exchange = exchange;
        }

        Pipeline.Exchange exchange() {
            return exchange;
        }

        void sentTo(long position) {
            this.position = position;
        }

        boolean mayHaveArrived() {
            return mayHaveArrived;
        }
    }

    Unanswered(Pipeline.Window window) {
        this.window = window;
    }

    synchronized boolean hasRoom(Pipeline.Exchange exchange) {
        return queue.isEmpty() || (queue.size() < window.requests() && bytes + exchange.bytes() <= window.bytes());
    }

    synchronized boolean isHalfFree() {
        return queue.size() <= window.requests() / 2 && bytes <= window.bytes() / 2;
    }

    synchronized boolean isEmpty() {
        return queue.isEmpty();
    }

    synchronized List<Submitted> all() {
        return List.copyOf(queue);
    }

    synchronized void add(Submitted submitted) {
        queue.add(submitted);
        bytes += submitted.exchange.bytes();
        if (queue.size() == 1) {
            notifyAll();
        }
    }

    /** The first of them is answered. */
    synchronized void answered() {
        bytes -= queue.remove().exchange.bytes();
        if (awaited != null && awaited.getAsBoolean()) {
            notifyAll();
        }
    }

    /** Their connection is gone: notes which of them may have arrived over it. */
    synchronized void lost(SentBytes sent) {
        for (Submitted each : queue) {
            each.mayHaveArrived |= sent.mayHaveLeft(each.position);
        }
    }

    /** Something else that is waited for may hold now. */
    synchronized void changed() {
        notifyAll();
    }

    /** The first one, which stays until it is {@link #answered}; waits for it until {@code ended}, and returns null then. */
    synchronized @Nullable Submitted first(BooleanSupplier ended) throws InterruptedException {
        while (queue.isEmpty() && !ended.getAsBoolean()) {
            wait();
        }
        return ended.getAsBoolean() ? null : queue.peek();
    }

    /**
     * Waits until {@code done} or {@code hopeless}; for one thread at a time.
     *
     * @return whether it is done
     */
    synchronized boolean await(BooleanSupplier done, BooleanSupplier hopeless) throws InterruptedException {
        awaited = done;
        try {
            while (!hopeless.getAsBoolean() && !done.getAsBoolean()) {
                wait();
            }
        } finally {
            awaited = null;
        }
        return done.getAsBoolean();
    }
}
