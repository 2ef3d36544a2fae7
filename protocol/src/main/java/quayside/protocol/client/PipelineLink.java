package quayside.protocol.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.FileProblem;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** One connection of a {@link Pipeline}'s, and the thread that reads its answers. The thread that submits calls all of it; {@link #failure} any. */
final class PipelineLink {
    private final Connection connection;
    private final Unanswered unanswered;
    private final Runnable moved;
    private final Thread reader;
    private final Cancellation.Registration registration;
    private volatile @Nullable ProtocolException failure;
    private volatile boolean closing;

    /**
     * To be {@link #start started} and {@link #end ended}.
     *
     * @param name of the thread
     * @param moved told of each answer
     * @param cancellation closes the connection
     */
    PipelineLink(String name, Connection connection, Unanswered unanswered, Runnable moved, Cancellation cancellation) {
        this.connection = connection;
        this.unanswered = unanswered;
        this.moved = moved;
        this.registration = cancellation.onCancel(connection::close);
        this.reader = Thread.ofVirtual().name(name).unstarted(this::read);
    }

    void start() {
        reader.start();
    }

    Connection connection() {
        return connection;
    }

    /** Why nothing comes over it any more; null as long as something may. */
    @Nullable
    ProtocolException failure() {
        return failure;
    }

    void send(Unanswered.Submitted submitted) {
        submitted.sentTo(connection.sent().position() + 1);
        try {
            connection.sent().moved();
            submitted.exchange().send(connection, submitted.mayHaveArrived());
            submitted.sentTo(connection.sent().position());
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

    /** Whether the server may have ended it for being unused. */
    boolean isStale() {
        return unanswered.isEmpty() && connection.silence().compareTo(Carrier.MOST_IDLE_TIME) > 0;
    }

    private void read() {
        try {
            for (Unanswered.Submitted next = next(); next != null; next = next()) {
                next.exchange().receive(connection);
                unanswered.answered();
                moved.run();
            }
        } catch (IOException e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(new ProtocolException(Fault.LOCAL_STORAGE, "A fault in this program ended the transfer.", e));
        }
    }

    private Unanswered.@Nullable Submitted next() throws IOException {
        try {
            return unanswered.first(() -> closing || failure != null);
        } catch (InterruptedException e) {
            throw new ProtocolException(Fault.CANCELLED, "Cancelled.", e);
        }
    }

    private void fail(IOException e) {
        synchronized (this) {
            if (failure == null) {
                failure = FileProblem.local(e);
            }
        }
        unanswered.changed();
        connection.close();
    }

    /**
     * Ends the thread, and the connection unless that is to be kept.
     *
     * @return whether it was kept, and nothing failed meanwhile
     */
    boolean end(boolean keeps) {
        closing = true;
        unanswered.lost(connection.sent());
        unanswered.changed();
        registration.close();
        if (!keeps) {
            connection.close();
        }
        join();
        return keeps && failure == null;
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
