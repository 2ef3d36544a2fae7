package quayside.protocol.client.unlock;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.Monitor;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.connection.RetryingConnection;
import quayside.protocol.client.connection.TaskGroup;
import quayside.protocol.message.Request;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Sends requests over one connection without waiting for the answers to earlier ones (PROTOCOL.md section 4.3). Each
 * request has its own outcome. The number and total size of pending requests are bounded, so {@link #submit} blocks. A
 * request that meets a lock is sent again once the lock is open.
 *
 * <p>One thread submits. A submitted request may stay in a buffer until that thread waits: for room, in {@link #await},
 * or in {@link #finish}. Call {@link #flush} before waiting for anything else.
 */
public final class Pipeline implements AutoCloseable {
    private final Window window;
    private final RetryingConnection connection;
    private final Unlocker unlocker;
    private final TaskGroup tasks;
    private final Monitor monitor;
    private final Deque<TaskGroup.Task> later = new ArrayDeque<>();
    private boolean working;
    private int requests;
    private long bytes;
    private boolean closed;
    private @Nullable ProtocolException failure;

    /** The limits on pending requests. A single request is always allowed. */
    public record Window(int requests, long bytes) {}

    /** Handles the answer to a request, on the thread that reads answers. An exception ends the transfer. */
    public interface Outcome<T> {
        default void answered(T answer) throws IOException {}

        /** Handles a failure of this request alone. */
        default void refused(ProtocolException why) throws IOException {}

        /**
         * Returns whether the request is sent again after {@link FaultPolicy#ASK}, once the lock is open, or after
         * {@link FaultPolicy#RESTART}.
         */
        default boolean repeats(FaultPolicy policy, ProtocolException why) {
            return false;
        }
    }

    private static final class Submitted<T> {
        private final long weight;
        private final RetryingConnection.Exchange<T> exchange;
        private final Outcome<T> outcome;
        private final CompletableFuture<Optional<T>> done = new CompletableFuture<>();
        private int locks;

        Submitted(long weight, RetryingConnection.Exchange<T> exchange, Outcome<T> outcome) {
            this.weight = weight;
            this.exchange = exchange;
            this.outcome = outcome;
        }
    }

    /** @param tasks ends when a request fails for a reason that concerns others too */
    public Pipeline(Window window, Reconnector connections, Unlocker unlocker, TaskGroup tasks) {
        this.window = window;
        this.connection = new RetryingConnection(connections, tasks.cancellation());
        this.unlocker = unlocker;
        this.tasks = tasks;
        this.monitor = new Monitor(this, tasks.cancellation());
    }

    /** Makes the lock for new files, if there is to be one, on the connection that will send them. */
    public void prepare() throws ProtocolException {
        boolean _ = connection.call(over -> {
            unlocker.prepare(over);
            return true;
        });
    }

    /**
     * Sends a request as soon as there is room for it.
     *
     * @param weight the request's share of the {@link Window}, until its outcome is known
     * @return the answer, which follows the outcome; empty if the request was refused
     */
    public <T> CompletableFuture<Optional<T>> submit(
            long weight, RetryingConnection.Exchange<T> exchange, Outcome<T> outcome) throws ProtocolException {
        awaitRoom(weight);
        Submitted<T> submitted = new Submitted<>(weight, exchange, outcome);
        send(submitted);
        return submitted.done;
    }

    /** Sends a request as {@link #submit}, without a body and with a weight of zero. */
    public <T> CompletableFuture<Optional<T>> submit(
            Request request, Connection.AnswerReader<T> reader, Outcome<T> outcome) throws ProtocolException {
        return submit(0, RetryingConnection.Exchange.of(request, reader), outcome);
    }

    private void awaitRoom(long weight) throws ProtocolException {
        synchronized (this) {
            if (failure == null && hasRoom(weight)) {
                requests++;
                bytes += weight;
                return;
            }
        }
        connection.flush();
        synchronized (this) {
            // Wait until half of the window is free, so that the two threads do not wake each other for each request.
            monitor.await(() -> failure != null || (isHalfFree() && hasRoom(weight)));
            requireSuccess();
            requests++;
            bytes += weight;
        }
    }

    private boolean hasRoom(long weight) {
        return requests == 0 || (requests < window.requests() && bytes + weight <= window.bytes());
    }

    private boolean isHalfFree() {
        return requests <= window.requests() / 2 && bytes <= window.bytes() / 2;
    }

    private void requireSuccess() throws ProtocolException {
        if (failure != null) {
            throw failure;
        }
    }

    private <T> void send(Submitted<T> submitted) {
        var _ = connection.send(submitted.exchange).whenComplete((answer, fault) -> {
            try {
                if (fault == null) {
                    submitted.outcome.answered(answer);
                    done(submitted, Optional.of(answer));
                } else {
                    failed(submitted, (ProtocolException) fault);
                }
            } catch (IOException | RuntimeException | Error e) {
                fail(submitted, TaskGroup.faultOf(e));
            }
        });
    }

    private void failed(Submitted<?> submitted, ProtocolException why) throws IOException {
        FaultPolicy policy = FaultPolicy.of(why);
        if (FaultPolicy.concernsAllItems(why) || connection.hasEnded()) {
            fail(submitted, why);
        } else if (policy == FaultPolicy.ASK
                && why.lock().filter(connection::isOpen).isEmpty()
                && submitted.outcome.repeats(policy, why)) {
            later(() -> unlockAndSend(submitted, why));
        } else if (policy == FaultPolicy.RESTART && submitted.outcome.repeats(policy, why)) {
            later(() -> sendNow(submitted));
        } else {
            refuse(submitted, why);
        }
    }

    private void refuse(Submitted<?> submitted, ProtocolException why) throws IOException {
        submitted.outcome.refused(why);
        done(submitted, Optional.empty());
    }

    private void unlockAndSend(Submitted<?> submitted, ProtocolException refused) {
        try {
            try {
                unlocker.open(connection, refused, submitted.locks++);
            } catch (ProtocolException e) {
                if (FaultPolicy.concernsAllItems(e)) {
                    throw e;
                }
                refuse(submitted, e);
                return;
            }
            sendNow(submitted);
        } catch (IOException | RuntimeException | Error e) {
            fail(submitted, TaskGroup.faultOf(e));
        }
    }

    private void sendNow(Submitted<?> submitted) {
        send(submitted);
        connection.flush();
    }

    private void fail(Submitted<?> submitted, ProtocolException why) {
        boolean late;
        synchronized (this) {
            late = closed;
            failure = failure == null ? why : failure;
            notifyAll();
        }
        if (!late) {
            tasks.fail(why);
        }
        submitted.done.completeExceptionally(why);
    }

    private <T> void done(Submitted<T> submitted, Optional<T> answer) {
        submitted.done.complete(answer);
        synchronized (this) {
            boolean wasHalfFree = isHalfFree();
            requests--;
            bytes -= submitted.weight;
            if (requests == 0 || (isHalfFree() && !wasHalfFree)) {
                notifyAll();
            }
        }
    }

    /**
     * Runs {@code task} on another thread, because the thread that reads answers must not send. Tasks keep their order.
     */
    private void later(TaskGroup.Task task) {
        synchronized (this) {
            later.add(task);
            if (working) {
                return;
            }
            working = true;
        }
        tasks.start("quayside-again", () -> {
            for (TaskGroup.Task next = nextLater(); next != null; next = nextLater()) {
                next.run();
            }
        });
    }

    private synchronized TaskGroup.@Nullable Task nextLater() {
        working = !later.isEmpty();
        return later.poll();
    }

    /** Sends the buffered requests. */
    public void flush() {
        connection.flush();
    }

    /** Waits for a result of {@link #submit}. */
    public <T> Optional<T> await(CompletableFuture<Optional<T>> submitted) throws ProtocolException {
        if (!submitted.isDone()) {
            connection.flush();
        }
        return Connection.await(submitted);
    }

    /** Waits until every request has its outcome. */
    public void finish() throws ProtocolException {
        connection.flush();
        synchronized (this) {
            monitor.await(() -> failure != null || requests == 0);
            requireSuccess();
        }
    }

    /** Gives the connection back to the pool. The next request leases another. */
    public void giveBack() {
        connection.giveBack();
    }

    /** Returns whether {@code lock} is open on the present connection. */
    public boolean isOpen(String lock) {
        return connection.isOpen(lock);
    }

    /**
     * Opens the lock of the file {@code name} before a request is refused because of it. Throws as {@link
     * Unlocker#open} does.
     */
    public void open(String lock, String name) throws IOException {
        if (!isOpen(lock)) {
            unlocker.open(connection, new ProtocolException(Reason.PASSCODE_NEEDED, name).under(lock), 0);
        }
    }

    /** Ends the connection, or gives it back if nothing is pending. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        connection.close();
    }
}
