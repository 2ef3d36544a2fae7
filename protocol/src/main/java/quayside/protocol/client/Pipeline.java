package quayside.protocol.client;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Requests over one connection of which none waits for the last one's answer (PROTOCOL.md section 4.3). One thread submits and sends; another,
 * the pipeline's own, reads the answers and matches them in order. Where the connection is lost, what was not answered is sent again over a
 * new one.
 *
 * <p>How much may be unanswered is bounded, so {@link #submit} blocks. What was submitted may wait in a buffer until {@link #flush}, {@link
 * #finish}, or enough of it: flush before waiting for anything else.
 */
final class Pipeline implements AutoCloseable {
    private final String name;
    private final Reconnection connections;
    private final Cancellation cancellation;
    private final Unanswered unanswered;
    private final Queue<Task> later = new ConcurrentLinkedQueue<>();
    private volatile @Nullable PipelineLink link;

    /** How much may be unanswered at a time; a single exchange always may. */
    record Window(int requests, long bytes) {}

    /** One request and what its answer leads to. */
    interface Exchange {
        /** What it counts for in the {@link Window}. */
        long bytes();

        /**
         * Sends it, on the thread that submits.
         *
         * @param repeated whether it may have reached the server before, over a connection that was lost
         */
        void send(Connection connection, boolean repeated) throws IOException;

        /**
         * Reads its answer, on the pipeline's own thread.
         *
         * @throws IOException what ends more than this exchange; a fault of its own it deals with itself
         */
        void receive(Connection connection) throws IOException;
    }

    /** Something that may submit. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }

    Pipeline(String name, Window window, Reconnection connections, Cancellation cancellation) {
        this.name = name;
        this.connections = connections;
        this.cancellation = cancellation;
        this.unanswered = new Unanswered(window);
    }

    /** Sends {@code exchange} as soon as there is room for it. */
    void submit(Exchange exchange) throws IOException {
        if (!unanswered.hasRoom(exchange)) {
            // Until half of the window is free, so that the two threads do not wake each other for each exchange.
            await(() -> unanswered.isHalfFree() && unanswered.hasRoom(exchange));
        }
        PipelineLink now = healthyLink();
        Unanswered.Submitted submitted = new Unanswered.Submitted(exchange);
        unanswered.add(submitted);
        now.send(submitted);
    }

    /** Something that is asked on a connection before anything is submitted. */
    @FunctionalInterface
    interface Preparation {
        void on(Connection connection) throws IOException;
    }

    /** Asks before anything is submitted, on the connection over which that will go, and waits for the answer. */
    void askFirst(Preparation preparation) throws IOException {
        while (true) {
            PipelineLink now = healthyLink();
            try {
                preparation.on(now.connection());
                return;
            } catch (ProtocolException e) {
                drop(now, false);
                connections.lost(e);
            }
        }
    }

    /** Has {@code task} run on the thread that submits, by {@link #catchUp} or before {@link #finish} returns; from any thread. */
    void later(Task task) {
        later.add(task);
        unanswered.changed();
    }

    /** Runs what was put off until {@link #later}; between two submissions, so that not much of it gathers. */
    void catchUp() throws IOException {
        for (Task next = later.poll(); next != null; next = later.poll()) {
            next.run();
        }
    }

    /** Sends what waits in the buffer. */
    void flush() {
        PipelineLink now = link;
        if (now != null) {
            now.flush();
        }
    }

    /** Returns when all is answered, and nothing is put off. */
    void finish() throws IOException {
        while (true) {
            await(() -> unanswered.isEmpty() || !later.isEmpty());
            // In this order: an answer may put something off before it counts as one.
            boolean all = unanswered.isEmpty();
            Task next = later.poll();
            if (next != null) {
                next.run();
            } else if (all) {
                return;
            }
        }
    }

    /** Returns when {@code done} holds, which an answer brings about; meanwhile a lost connection is replaced. */
    void await(BooleanSupplier done) throws IOException {
        while (true) {
            flush();
            try {
                if (unanswered.await(done, () -> !isHealthy())) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProtocolException(Fault.CANCELLED, "Cancelled.", e);
            }
            PipelineLink _ = healthyLink();
        }
    }

    private boolean isHealthy() {
        PipelineLink now = link;
        return now == null ? unanswered.isEmpty() : now.failure() == null;
    }

    /** Makes a connection where there is none, or only a lost one. */
    void connect() throws IOException {
        PipelineLink _ = healthyLink();
    }

    /** Gives the connection to whoever needs one next, where nothing is unanswered; another is made when there is something to send. */
    void rest() {
        PipelineLink now = link;
        if (now != null && unanswered.isEmpty()) {
            drop(now, now.failure() == null);
        }
    }

    /** Whether {@code lock} is open on the connection that there is. */
    boolean isOpen(String lock) {
        PipelineLink now = link;
        return now != null && now.failure() == null && now.connection().isOpen(lock);
    }

    private PipelineLink healthyLink() throws IOException {
        while (true) {
            PipelineLink now = link;
            if (now == null) {
                open();
            } else if (now.failure() != null) {
                ProtocolException why = now.failure();
                drop(now, false);
                connections.lost(why);
            } else if (now.isStale()) {
                drop(now, true);
            } else {
                return now;
            }
        }
    }

    /** Over a new connection, which is first sent what the last one left unanswered. */
    private void open() throws IOException {
        PipelineLink now = new PipelineLink(name, connections.lease(), unanswered, connections::moved, cancellation);
        link = now;
        now.start();
        if (!unanswered.isEmpty()) {
            unanswered.all().forEach(now::send);
            now.flush();
        }
    }

    private void drop(PipelineLink old, boolean reusable) {
        if (old.end(reusable)) {
            connections.giveBack(old.connection());
        } else {
            connections.discard(old.connection());
        }
        link = null;
    }

    /** Ends the connection, or gives it back where nothing is unanswered. */
    @Override
    public void close() {
        PipelineLink now = link;
        if (now != null) {
            drop(now, unanswered.isEmpty() && now.failure() == null);
        }
    }
}
