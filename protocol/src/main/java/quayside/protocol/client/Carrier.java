package quayside.protocol.client;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.FileProblem;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * A connection over which whole files go, one after the other; replaced where it was lost, and made when it is first needed. A file whose
 * connection was lost goes on where it stopped, one that was changed meanwhile starts again, and for one that is locked the passcode is asked. For one thread.
 */
final class Carrier implements AutoCloseable, Keys.Door {
    /** A file that changes more often while it is transferred is one that is being written to. */
    static final int MOST_RESTARTS = 3;

    static final String STARTS_AGAIN = "It was changed since; it starts again from the beginning.";

    /** Well within the server's own limit. */
    static final Duration MOST_IDLE_TIME = Duration.ofSeconds(60);

    private final Reconnection connections;
    private final Cancellation cancellation;
    private @Nullable Connection connection;
    private Cancellation.@Nullable Registration registration;

    /** One file's transfer, which can be tried again until it is closed. */
    @FunctionalInterface
    interface Move extends AutoCloseable {
        TransferResult over(Connection connection) throws IOException;

        @Override
        default void close() {}
    }

    Carrier(Reconnection connections, Cancellation cancellation) {
        this.connections = connections;
        this.cancellation = cancellation;
    }

    /**
     * Moves one file, however often its connection is lost. Blocks.
     *
     * @throws ProtocolException where another try would not help, enough of them have not, or the file has changed too often
     */
    TransferResult move(Move move, FileWatch watch) throws ProtocolException {
        for (int restarts = 0; ; ) {
            try {
                return ask(move::over);
            } catch (ProtocolException e) {
                cancellation.check();
                if (e.fault() != Fault.CHANGED || ++restarts > MOST_RESTARTS) {
                    throw e;
                }
                watch.noted(STARTS_AGAIN);
            }
        }
    }

    /** Something that can be asked again. */
    @FunctionalInterface
    interface Question<T> {
        T over(Connection connection) throws IOException;
    }

    /**
     * The answer, however often the connection is lost, and after opening what it meets locked.
     *
     * @throws ProtocolException where another try would not help, or enough of them have not; {@link Fault#PASSCODE_NEEDED}, {@link Fault#WRONG_PASSCODE} or
     *     {@link Fault#TOO_MANY_TRIES} where it stays locked
     */
    <T> T ask(Question<T> question) throws ProtocolException {
        for (int locks = 0; ; locks++) {
            try {
                return persist(question);
            } catch (ProtocolException e) {
                if (e.fault() != Fault.PASSCODE_NEEDED
                        || e.lock().map(this::isOpen).orElse(true)) {
                    throw e;
                }
                open(e, locks);
            }
        }
    }

    private void open(ProtocolException refused, int earlier) throws ProtocolException {
        try {
            connections.keys().open(this, refused, earlier);
        } catch (IOException e) {
            throw FileProblem.local(e);
        }
    }

    private <T> T persist(Question<T> question) throws ProtocolException {
        while (true) {
            try {
                return over(question);
            } catch (ProtocolException e) {
                connections.lost(e);
            }
        }
    }

    @Override
    public boolean isOpen(String lock) {
        return connection != null && connection.isOpen(lock);
    }

    @Override
    public void unlock(String lock, Passcode passcode, boolean kept) throws ProtocolException {
        boolean _ = persist(over -> {
            // A new one has it open where another thread of the transfer has opened it.
            if (!over.isOpen(lock)) {
                over.unlock(lock, passcode, kept);
            }
            return true;
        });
    }

    /** Once. The connection is kept only if it stands between two requests afterwards. */
    private <T> T over(Question<T> question) throws ProtocolException {
        long position = 0;
        boolean between = false;
        try {
            Connection over = connection();
            position = over.sent().position();
            T answer = question.over(over);
            between = true;
            return answer;
        } catch (IOException e) {
            ProtocolException fault = FileProblem.local(e);
            between = connection != null && connection.isBetweenRequests(fault, position);
            throw fault;
        } finally {
            if (!between) {
                release(false);
            }
        }
    }

    private Connection connection() throws IOException {
        if (connection != null && connection.silence().compareTo(MOST_IDLE_TIME) > 0) {
            release(false);
        }
        if (connection == null) {
            Connection leased = connections.lease();
            connection = leased;
            registration = cancellation.onCancel(leased::close);
        }
        return connection;
    }

    private void release(boolean reusable) {
        if (registration != null) {
            registration.close();
            registration = null;
        }
        if (connection != null) {
            if (reusable) {
                connections.giveBack(connection);
            } else {
                connections.discard(connection);
            }
            connection = null;
        }
    }

    @Override
    public void close() {
        release(true);
    }
}
