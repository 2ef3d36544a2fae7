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
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Request;
import quayside.protocol.wire.ProtocolException;

/**
 * Requests over one connection of which none waits for the last one's answer (PROTOCOL.md section 4.3), each with its outcome. The number and the size of those under
 * way is bounded, so {@link #submit} blocks. What meets a lock is sent again once that is open.
 *
 * <p>One thread submits. What it submitted may stay in a buffer until it waits: for room, by {@link #await}, or by {@link #finish}; {@link #flush} before waiting for
 * anything else.
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

    /** How much may be under way at a time; a single request always may. */
    public record Window(int requests, long bytes) {}

    /** What an answer leads to; runs on the thread that reads answers. An exception ends the transfer. */
    public interface Outcome<T> {
        default void answered(T answer) throws IOException {}

        /** The request failed, and nothing but it. */
        default void refused(ProtocolException why) throws IOException {}

        /** Whether it is sent again after {@link FaultPolicy#ASK}, once the lock is open, or after {@link FaultPolicy#RESTART}. */
        default boolean repeats(FaultPolicy policy) {
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

    /** @param tasks ends when a request fails for a reason that is not its own */
    public Pipeline(Window window, Reconnector connections, Unlocker unlocker, TaskGroup tasks) {
        this.window = window;
        this.connection = new RetryingConnection(connections, tasks.cancellation());
        this.unlocker = unlocker;
        this.tasks = tasks;
        this.monitor = new Monitor(this, tasks.cancellation());
    }

    /** Makes the lock for new files, if there is to be one, on the connection over which they will go. */
    public void prepare() throws ProtocolException {
        boolean _ = connection.call(over -> {
            unlocker.prepare(over);
            return true;
        });
    }

    /**
     * Sends a request as soon as there is room for it.
     *
     * @param weight what it counts for in the {@link Window}, until its outcome is there
     * @return the answer, after its outcome; empty if it was refused
     */
    public <T> CompletableFuture<Optional<T>> submit(
            long weight, RetryingConnection.Exchange<T> exchange, Outcome<T> outcome) throws ProtocolException {
        awaitRoom(weight);
        Submitted<T> submitted = new Submitted<>(weight, exchange, outcome);
        send(submitted);
        return submitted.done;
    }

    /** Sends a request that has no body and weighs nothing; as {@link #submit}. */
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
            // Until half of the window is free, so that the two threads do not wake each other for each request.
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
        if (FaultPolicy.endsTransfer(why) || connection.hasEnded()) {
            fail(submitted, why);
        } else if (policy == FaultPolicy.ASK
                && why.lock().filter(connection::isOpen).isEmpty()
                && submitted.outcome.repeats(policy)) {
            later(() -> unlockAndSend(submitted, why));
        } else if (policy == FaultPolicy.RESTART && submitted.outcome.repeats(policy)) {
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
                if (FaultPolicy.endsTransfer(e)) {
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

    /** Another thread does what may not be done by the one that reads answers; in order. */
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

    /** Sends what waits in the buffer. */
    public void flush() {
        connection.flush();
    }

    /** Waits for what {@link #submit} returned. */
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

    /** Gives the connection to the next call that needs one; another is made when there is something to send. */
    public void rest() {
        connection.rest();
    }

    /** Whether {@code lock} is open on the present connection. */
    public boolean isOpen(String lock) {
        return connection.isOpen(lock);
    }

    /** Opens the lock of the file {@code name}, before a request is refused because of it; fails as {@link Unlocker#open}. */
    public void open(String lock, String name) throws IOException {
        if (!isOpen(lock)) {
            String sentence = "\"" + DisplayText.escape(name) + "\" is protected; its passcode is needed.";
            unlocker.open(connection, ProtocolException.locked(sentence, lock), 0);
        }
    }

    /** Ends the connection, or gives it back if nothing is under way. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        connection.close();
    }
}
