package quayside.protocol.client.transfer;

import java.io.IOException;
import java.util.List;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.connection.RetryingConnection;
import quayside.protocol.client.connection.TaskGroup;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.text.Phrase;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.ProtocolException;

/**
 * The large files of a transfer. They go one after the other over a connection of their own, at the same time as the
 * small ones. One thread adds files. Another thread, started for the first file, transfers them.
 */
final class LargeFiles {
    /** The number of files in the queue. Further ones wait in the adding thread. */
    private static final int MAX_WAITING = 256;

    private final Reconnector connections;
    private final Unlocker unlocker;
    private final TaskGroup tasks;
    private final WorkQueue<LargeFile> waiting;
    private boolean started;

    /** The transfer of one file. It can be tried again until it is closed. */
    @FunctionalInterface
    interface Move extends AutoCloseable {
        TransferResult over(Connection connection) throws IOException;

        @Override
        default void close() {}
    }

    private record LargeFile(TransferProgress.Item item, Move move) {}

    LargeFiles(Reconnector connections, Unlocker unlocker, TaskGroup tasks) {
        this.connections = connections;
        this.unlocker = unlocker;
        this.tasks = tasks;
        this.waiting = new WorkQueue<>(MAX_WAITING, Long.MAX_VALUE, tasks.cancellation());
    }

    /** Adds a file. Blocks while the queue is full. For one thread. */
    void add(TransferProgress.Item item, Move move) throws ProtocolException {
        waiting.add(new LargeFile(item, move), 0);
        if (!started) {
            started = true;
            tasks.start("quayside-large-files", this::run);
        }
    }

    /** Reports that no more files follow. */
    void complete() {
        waiting.complete();
    }

    private void run() throws IOException {
        try (RetryingConnection connection = new RetryingConnection(connections, tasks.cancellation())) {
            for (List<LargeFile> next = waiting.take(1); !next.isEmpty(); next = waiting.take(1)) {
                move(next.getFirst(), connection);
            }
        }
    }

    /**
     * Transfers a file, repeating it when the connection is lost. Reports a fault of this file, and throws any other. If
     * no connection can be made, the reason concerns all files.
     */
    private void move(LargeFile file, RetryingConnection connection) throws ProtocolException {
        if (file.item().isGivenUp()) {
            file.item().givenUp();
            return;
        }
        try (Move move = file.move()) {
            for (int restarts = 0; ; ) {
                try {
                    file.item().finished(unlocker.call(connection, move::over));
                    return;
                } catch (ProtocolException e) {
                    tasks.cancellation().check();
                    if (FaultPolicy.of(e) != FaultPolicy.RESTART || ++restarts > FaultPolicy.MAX_RESTARTS) {
                        throw e;
                    }
                    file.item().noted(Sentence.of(Phrase.STARTS_AGAIN));
                }
            }
        } catch (ProtocolException e) {
            if (connection.hasEnded() || FaultPolicy.concernsAllItems(e)) {
                throw e;
            }
            file.item().failed(e);
        }
    }
}
