package quayside.protocol.client.connection;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.FileProblem;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/** The answers that one connection still expects, in order. A single virtual thread reads them. Thread-safe. */
final class AnswerQueue {
    private final Connection connection;

    /** The monitor of this queue guards the fields that follow. */
    private final Deque<Sent<?>> expected = new ArrayDeque<>();

    private @Nullable Thread reader;
    private @Nullable ProtocolException end;

    /** A request that was sent, and its future answer. */
    static final class Sent<T> {
        private final Connection.AnswerReader<T> reader;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final SentBytes bytes;

        /** The position after the request, or after its first byte if it could not be written. */
        private volatile long position;

        private volatile boolean lost;

        Sent(Connection.AnswerReader<T> reader, SentBytes bytes) {
            this.reader = reader;
            this.bytes = bytes;
            this.position = bytes.position() + 1;
        }

        /** Notes that the whole request is in the buffer. */
        void written() {
            position = bytes.position();
        }

        /**
         * Returns the future answer. It fails with the {@link ProtocolException} that came instead. Its stages run on
         * the reading thread, which must not send.
         */
        CompletableFuture<T> answer() {
            return answer;
        }

        /** Returns whether the connection ended before the answer came. */
        boolean isLost() {
            return lost;
        }

        /** Returns whether the server may have received the request. */
        boolean mayHaveArrived() {
            return bytes.mayHaveLeft(position);
        }

        private void lose(ProtocolException why) {
            lost = true;
            answer.completeExceptionally(why);
        }
    }

    AnswerQueue(Connection connection) {
        this.connection = connection;
    }

    /**
     * Expects an answer to {@code next}, which is about to be written. Returns false if the connection has ended;
     * {@code next} is then lost.
     */
    boolean add(Sent<?> next) {
        ProtocolException over;
        synchronized (expected) {
            over = end;
            if (over == null) {
                expected.add(next);
                expected.notifyAll();
                if (reader == null) {
                    reader = Thread.ofVirtual().name("quayside-answers").start(this::readAll);
                }
            }
        }
        if (over != null) {
            next.lose(over);
        }
        return over == null;
    }

    private void readAll() {
        for (Sent<?> next = next(); next != null; next = next()) {
            read(next);
        }
        List<Sent<?>> rest;
        ProtocolException why;
        synchronized (expected) {
            rest = List.copyOf(expected);
            expected.clear();
            why = end;
        }
        if (why != null) {
            rest.forEach(each -> each.lose(why));
        }
    }

    private @Nullable Sent<?> next() {
        synchronized (expected) {
            try {
                while (expected.isEmpty() && end == null) {
                    expected.wait();
                }
            } catch (InterruptedException e) {
                connection.end(new ProtocolException(Reason.CANCELLED, e));
            }
            return end == null ? expected.peek() : null;
        }
    }

    private <T> void read(Sent<T> next) {
        T value;
        try {
            value = next.reader.read(connection);
        } catch (IOException e) {
            ProtocolException fault = FileProblem.local(e);
            if (FaultPolicy.keepsConnection(fault)) {
                remove();
                next.answer.completeExceptionally(fault);
            } else {
                connection.end(fault);
            }
            return;
        } catch (RuntimeException | Error e) {
            connection.end(TaskGroup.faultOf(e));
            return;
        }
        remove();
        next.answer.complete(value);
    }

    private void remove() {
        synchronized (expected) {
            expected.remove();
        }
    }

    /** Ends the queue: pending answers are lost, and later requests are refused. The first reason counts. */
    void end(ProtocolException why) {
        synchronized (expected) {
            if (end == null) {
                end = why;
            }
            expected.notifyAll();
        }
    }

    /** Waits until the reading thread has ended. Call it after {@link #end}. */
    void join() {
        Thread started;
        synchronized (expected) {
            started = reader;
        }
        if (started != null) {
            TaskGroup.join(started, () -> {});
        }
    }
}
