package quayside.protocol.client.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.Request;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * A connection that is made when it is first needed, and replaced when it is lost. Requests that were {@link #send
 * sent} and not answered are then sent again, in order; a {@link #call} is repeated. Several threads may send. Only one
 * thread may make calls, and only while no request is unanswered.
 */
public final class RetryingConnection implements AutoCloseable {
    /** Well within the server's idle limit. */
    private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(60);

    private final Reconnector connections;
    private final Cancellation cancellation;

    /** Held while requests are sent, to keep their order. The thread that reads answers never waits for it. */
    private final ReentrantLock sending = new ReentrantLock();

    /** The requests that were sent and not answered, in order. Its monitor guards the fields that follow. */
    private final Deque<Unanswered<?>> unanswered = new ArrayDeque<>();

    private volatile @Nullable Connection connection;
    private Cancellation.@Nullable Registration registration;
    private boolean replacing;
    private @Nullable ProtocolException end;

    /** A request that can be sent again. */
    public interface Exchange<T> {
        /**
         * Sends the request.
         *
         * @param repeated whether the server may have received it before, over a connection that was lost
         */
        void send(Connection connection, boolean repeated) throws IOException;

        /** Reads the answer, on the thread that reads answers. A fault without a status ends the connection. */
        T receive(Connection connection) throws IOException;

        /** Returns the exchange of a request without a body. */
        static <T> Exchange<T> of(Request request, Connection.AnswerReader<T> reader) {
            return new Exchange<>() {
                @Override
                public void send(Connection connection, boolean repeated) throws IOException {
                    connection.channel().send(request);
                }

                @Override
                public T receive(Connection connection) throws IOException {
                    return reader.read(connection);
                }
            };
        }
    }

    private static final class Unanswered<T> {
        private final Exchange<T> exchange;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private boolean mayHaveArrived;

        Unanswered(Exchange<T> exchange) {
            this.exchange = exchange;
        }
    }

    /** A call that can be repeated. */
    @FunctionalInterface
    public interface Call<T> {
        T over(Connection connection) throws IOException;
    }

    public RetryingConnection(Reconnector connections, Cancellation cancellation) {
        this.connections = connections;
        this.cancellation = cancellation;
    }

    /**
     * Sends a request without waiting for earlier answers. It may stay in a buffer until {@link #flush}. Blocks while a
     * first connection is made.
     *
     * @return the future answer. It fails with the server's fault, or with the fault that ended this connection. Its
     *     stages run on a thread that must not send
     */
    public <T> CompletableFuture<T> send(Exchange<T> exchange) {
        Unanswered<T> next = new Unanswered<>(exchange);
        sending.lock();
        try {
            Connection now = connected();
            synchronized (unanswered) {
                requireOpen();
                unanswered.add(next);
            }
            // If there is no connection, the replacement sends it together with the other unanswered requests.
            if (now != null) {
                transmit(now, next);
            }
        } catch (ProtocolException e) {
            next.answer.completeExceptionally(e);
            end(e);
        } finally {
            sending.unlock();
        }
        return next.answer;
    }

    private <T> void transmit(Connection now, Unanswered<T> next) {
        AnswerQueue.Sent<T> sent = now.send(() -> next.exchange.send(now, next.mayHaveArrived), next.exchange::receive);
        var _ = sent.answer().whenComplete((answer, fault) -> {
            if (sent.isLost()) {
                next.mayHaveArrived |= sent.mayHaveArrived();
                replace(now, (ProtocolException) fault);
                return;
            }
            synchronized (unanswered) {
                unanswered.poll();
            }
            connections.moved();
            if (fault == null) {
                next.answer.complete(answer);
            } else {
                next.answer.completeExceptionally(fault);
            }
        });
    }

    /**
     * Returns the present connection, or a new one; null while a lost one is being replaced. The caller holds
     * {@link #sending}.
     */
    private @Nullable Connection connected() throws ProtocolException {
        synchronized (unanswered) {
            requireOpen();
            if (replacing) {
                return null;
            }
        }
        Connection now = connection;
        if (now != null && isIdle() && now.silence().compareTo(MAX_IDLE_TIME) > 0) {
            release(true);
            now = null;
        }
        return now == null ? open() : now;
    }

    private Connection open() throws ProtocolException {
        Connection leased;
        try {
            leased = connections.lease();
        } catch (IOException e) {
            ProtocolException why = FileProblem.local(e);
            end(why);
            throw why;
        }
        synchronized (unanswered) {
            if (end == null) {
                connection = leased;
                registration = cancellation.onCancel(leased::close);
                replacing = false;
                unanswered.notifyAll();
                return leased;
            }
        }
        connections.giveBack(leased);
        throw closed();
    }

    private void requireOpen() throws ProtocolException {
        if (end != null) {
            throw end;
        }
    }

    private boolean isIdle() {
        synchronized (unanswered) {
            return unanswered.isEmpty();
        }
    }

    /** Starts a thread that replaces {@code lost}, unless one does so already. */
    private void replace(Connection lost, ProtocolException why) {
        synchronized (unanswered) {
            if (connection != lost || replacing || end != null) {
                return;
            }
            replacing = true;
        }
        Thread.ofVirtual().name("quayside-reconnect").start(() -> {
            try {
                // No answer is read any more, and it is known which requests may have arrived.
                lost.closeAndWait();
                release(false);
                connections.lost(why);
                sendAgain();
            } catch (ProtocolException e) {
                end(e);
            } catch (RuntimeException | Error e) {
                end(TaskGroup.faultOf(e));
            }
        });
    }

    private void sendAgain() throws ProtocolException {
        sending.lock();
        try {
            Connection now = open();
            List<Unanswered<?>> again;
            synchronized (unanswered) {
                again = List.copyOf(unanswered);
            }
            again.forEach(each -> transmit(now, each));
            now.flush();
        } finally {
            sending.unlock();
        }
    }

    /** Ends this connection: nothing more is sent, and unanswered requests fail with the first reason. */
    private void end(ProtocolException why) {
        List<Unanswered<?>> rest;
        ProtocolException first;
        synchronized (unanswered) {
            if (end == null) {
                end = why;
            }
            first = end;
            rest = List.copyOf(unanswered);
            unanswered.clear();
            unanswered.notifyAll();
        }
        rest.forEach(each -> each.answer.completeExceptionally(first));
    }

    /**
     * Returns whether this connection has ended, because it was closed or no connection could be made. Later requests
     * fail with the reason of that end.
     */
    public boolean hasEnded() {
        synchronized (unanswered) {
            return end != null;
        }
    }

    /** Sends the buffered requests. */
    public void flush() {
        sending.lock();
        try {
            Connection now = connection;
            if (now != null) {
                now.flush();
            }
        } finally {
            sending.unlock();
        }
    }

    /**
     * Returns the result of {@code call}, which is repeated when the connection is lost. The connection is kept only if
     * it is between two requests afterwards.
     *
     * @throws ProtocolException if another try would not help, or the retry policy's time is over
     */
    public <T> T call(Call<T> call) throws ProtocolException {
        while (true) {
            Connection over = connect();
            try {
                return once(call, over);
            } catch (ProtocolException e) {
                connections.lost(e);
            }
        }
    }

    private <T> T once(Call<T> call, Connection over) throws ProtocolException {
        long position = over.sent().position();
        boolean kept = false;
        try {
            T answer = call.over(over);
            kept = true;
            return answer;
        } catch (IOException e) {
            ProtocolException fault = FileProblem.local(e);
            kept = over.isBetweenRequests(fault, position);
            throw fault;
        } finally {
            if (!kept) {
                release(false);
            }
        }
    }

    /** Returns the present connection. Makes one if there is none, and waits for the replacement of a lost one. */
    private Connection connect() throws ProtocolException {
        while (true) {
            sending.lock();
            try {
                Connection now = connected();
                if (now != null) {
                    return now;
                }
            } finally {
                sending.unlock();
            }
            synchronized (unanswered) {
                try {
                    while (replacing && end == null) {
                        unanswered.wait();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ProtocolException(Reason.CANCELLED, e);
                }
            }
        }
    }

    /** Returns whether {@code lock} is open on the present connection. */
    public boolean isOpen(String lock) {
        Connection now = connection;
        return now != null && now.isOpen(lock);
    }

    /**
     * Opens a lock on the present connection, or on its replacement, unless it is open there. Blocks.
     *
     * @param kept whether it may stay open for later calls
     * @throws ProtocolException {@link Fault#REFUSED} if the passcode is wrong; {@link Fault#TOO_MANY_TRIES} with the
     *     lock if it may not be tried now
     */
    public void unlock(String lock, Passcode passcode, boolean kept) throws ProtocolException {
        if (!connect().isOpen(lock)) {
            CompletableFuture<Boolean> answer = send(
                    Exchange.of(new Request.Unlock(lock, passcode), connection -> connection.unlocked(lock, kept)));
            flush();
            boolean _ = Connection.await(answer);
        }
    }

    /** Gives the connection back to the pool, unless something is unanswered. The next request leases another. */
    public void giveBack() {
        sending.lock();
        try {
            if (isIdle()) {
                release(true);
            }
        } finally {
            sending.unlock();
        }
    }

    private void release(boolean reusable) {
        Connection old;
        Cancellation.Registration ended;
        synchronized (unanswered) {
            old = connection;
            ended = registration;
            registration = null;
            connection = null;
        }
        // A cancellation must not close a connection that another call has leased meanwhile.
        if (ended != null) {
            ended.close();
        }
        if (old == null) {
            return;
        }
        if (reusable) {
            connections.giveBack(old);
        } else {
            connections.discard(old);
            old.closeAndWait();
        }
    }

    private static ProtocolException closed() {
        return new ProtocolException(Reason.CONNECTION_UNUSED);
    }

    /** Ends the connection, or gives it back if nothing is unanswered. */
    @Override
    public void close() {
        boolean idle = isIdle();
        end(closed());
        release(idle);
    }
}
