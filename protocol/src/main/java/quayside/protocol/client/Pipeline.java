package quayside.protocol.client;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import quayside.protocol.transfer.StorageFaults;
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
    private final Window window;
    private final Reconnection connections;
    private final Cancellation cancellation;

    /** Sent or about to be, and not yet answered; in order. */
    private final Deque<Submitted> unanswered = new ArrayDeque<>();

    private final Deque<Task> later = new ArrayDeque<>();
    private long unansweredBytes;
    private @Nullable BooleanSupplier awaited;
    private @Nullable Link link;

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

    /** An exchange that was submitted, and what is known of its last sending. */
    private static final class Submitted {
        private final Exchange exchange;

        /** Where its last byte would stand, or its first where the sending failed; none of it before it was tried. */
        private long position = Long.MAX_VALUE;

        private boolean mayHaveArrived;

        Submitted(Exchange exchange) {
            this.exchange = exchange;
        }
    }

    Pipeline(String name, Window window, Reconnection connections, Cancellation cancellation) {
        this.name = name;
        this.window = window;
        this.connections = connections;
        this.cancellation = cancellation;
    }

    /** Sends {@code exchange} as soon as there is room for it. */
    void submit(Exchange exchange) throws IOException {
        if (!hasRoom(exchange)) {
            // Until half of the window is free, so that the two threads do not wake each other for each exchange.
            await(() -> isHalfFree() && hasRoom(exchange));
        }
        Link now = healthyLink();
        Submitted submitted = new Submitted(exchange);
        synchronized (this) {
            unanswered.add(submitted);
            unansweredBytes += exchange.bytes();
            if (unanswered.size() == 1) {
                notifyAll();
            }
        }
        now.send(submitted);
    }

    /** Has {@code task} run on the thread that submits, by {@link #catchUp} or before {@link #finish} returns; from any thread. */
    synchronized void later(Task task) {
        later.add(task);
        notifyAll();
    }

    /** Runs what was put off until {@link #later}; between two submissions, so that not much of it gathers. */
    void catchUp() throws IOException {
        for (Task next = nextTask(); next != null; next = nextTask()) {
            next.run();
        }
    }

    private synchronized @Nullable Task nextTask() {
        return later.poll();
    }

    /** Sends what waits in the buffer. */
    void flush() {
        Link now = current();
        if (now != null) {
            now.flush();
        }
    }

    /** Returns when all is answered, and nothing is put off. */
    void finish() throws IOException {
        while (true) {
            await(() -> unanswered.isEmpty() || !later.isEmpty());
            Task next;
            synchronized (this) {
                next = later.poll();
                if (next == null && unanswered.isEmpty()) {
                    return;
                }
            }
            if (next != null) {
                next.run();
            }
        }
    }

    /** Returns when {@code done} holds, which an answer brings about; meanwhile a lost connection is replaced. */
    void await(BooleanSupplier done) throws IOException {
        while (true) {
            flush();
            synchronized (this) {
                awaited = done;
                try {
                    while (isHealthy() && !done.getAsBoolean()) {
                        wait();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ProtocolException(Fault.CANCELLED, "Cancelled.", e);
                } finally {
                    awaited = null;
                }
                if (done.getAsBoolean()) {
                    return;
                }
            }
            Link _ = healthyLink();
        }
    }

    private synchronized boolean hasRoom(Exchange exchange) {
        return unanswered.isEmpty()
                || (unanswered.size() < window.requests() && unansweredBytes + exchange.bytes() <= window.bytes());
    }

    private boolean isHalfFree() {
        return unanswered.size() <= window.requests() / 2 && unansweredBytes <= window.bytes() / 2;
    }

    private boolean isHealthy() {
        return link == null ? unanswered.isEmpty() : link.failure == null;
    }

    /** Makes a connection where there is none, or only a lost one. */
    void connect() throws IOException {
        Link _ = healthyLink();
    }

    /** Whether {@code lock} is open on the connection that there is. */
    boolean isOpen(String lock) {
        Link now = current();
        return now != null && now.failure == null && now.connection.isOpen(lock);
    }

    private synchronized @Nullable Link current() {
        return link;
    }

    private Link healthyLink() throws IOException {
        while (true) {
            Link now = current();
            if (now == null) {
                now = open();
                List<Submitted> repeated;
                synchronized (this) {
                    link = now;
                    repeated = List.copyOf(unanswered);
                }
                now.reader.start();
                repeated.forEach(now::send);
                if (!repeated.isEmpty()) {
                    now.flush();
                }
            } else if (now.failure != null) {
                ProtocolException why = now.failure;
                drop(now, false);
                connections.lost(why);
            } else if (now.isStale()) {
                drop(now, true);
            } else {
                return now;
            }
        }
    }

    private Link open() throws IOException {
        return new Link(connections.lease());
    }

    private void drop(Link old, boolean reusable) {
        synchronized (this) {
            old.closing = true;
            for (Submitted each : unanswered) {
                each.mayHaveArrived |= old.connection.sent().mayHaveLeft(each.position);
            }
            notifyAll();
        }
        old.registration.close();
        if (!reusable) {
            old.connection.close();
        }
        old.join();
        if (reusable && old.failure == null) {
            connections.giveBack(old.connection);
        } else {
            connections.discard(old.connection);
        }
        synchronized (this) {
            link = null;
        }
    }

    /** Ends the connection, or gives it back where nothing is unanswered. */
    @Override
    public void close() {
        Link now = current();
        if (now != null) {
            boolean atRest;
            synchronized (this) {
                atRest = unanswered.isEmpty() && now.failure == null;
            }
            drop(now, atRest);
        }
    }

    /** One connection of the pipeline's and the thread that reads its answers. */
    private final class Link {
        private final Connection connection;
        private final Thread reader;
        private final Cancellation.Registration registration;
        private volatile @Nullable ProtocolException failure;
        private boolean closing;

        Link(Connection connection) {
            this.connection = connection;
            this.registration = cancellation.onCancel(connection::close);
            this.reader = Thread.ofVirtual().name(name).unstarted(this::read);
        }

        /** On the thread that submits, which is also the one that asks for the position. */
        void send(Submitted submitted) {
            submitted.position = connection.sent().position() + 1;
            try {
                connection.sent().moved();
                submitted.exchange.send(connection, submitted.mayHaveArrived);
                submitted.position = connection.sent().position();
            } catch (IOException e) {
                fail(e);
            }
        }

        void flush() {
            try {
                connection.channel().flush();
            } catch (IOException e) {
                fail(e);
            }
        }

        boolean isStale() {
            synchronized (Pipeline.this) {
                return unanswered.isEmpty() && connection.silence().compareTo(Carrier.MOST_IDLE_TIME) > 0;
            }
        }

        private void read() {
            try {
                for (Submitted next = next(); next != null; next = next()) {
                    next.exchange.receive(connection);
                    answered(next.exchange);
                    connections.moved();
                }
            } catch (IOException e) {
                fail(e);
            } catch (RuntimeException | Error e) {
                fail(new ProtocolException(Fault.LOCAL_STORAGE, "A fault in this program ended the transfer.", e));
            }
        }

        private @Nullable Submitted next() throws IOException {
            synchronized (Pipeline.this) {
                while (unanswered.isEmpty() && !closing && failure == null) {
                    try {
                        Pipeline.this.wait();
                    } catch (InterruptedException e) {
                        throw new ProtocolException(Fault.CANCELLED, "Cancelled.", e);
                    }
                }
                return closing || failure != null ? null : unanswered.peek();
            }
        }

        private void answered(Exchange exchange) {
            synchronized (Pipeline.this) {
                unanswered.remove();
                unansweredBytes -= exchange.bytes();
                if (awaited != null && awaited.getAsBoolean()) {
                    Pipeline.this.notifyAll();
                }
            }
        }

        private void fail(IOException e) {
            synchronized (Pipeline.this) {
                if (failure == null) {
                    failure = StorageFaults.of(e);
                }
                Pipeline.this.notifyAll();
            }
            connection.close();
        }

        private void join() {
            boolean interrupted = false;
            while (reader.isAlive()) {
                try {
                    reader.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
