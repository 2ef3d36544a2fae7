package quayside.protocol.client.transfer;

import java.io.IOException;
import java.util.List;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.TaskGroup;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.incoming.IncomingBatch;
import quayside.protocol.text.Phrase;
import quayside.protocol.wire.ProtocolException;

/**
 * Writes received small files to the disk in batches. A batch contains the files that came while the last batch was
 * written. One thread adds files. Another publishes them and reports the results.
 */
final class SmallFileWriter {
    private static final int MAX_TOGETHER = 128;

    /** The number of bytes in the queue. Further files wait on the connection. */
    private static final long MAX_WAITING_BYTES = 8L * 1024 * 1024;

    private static final int MAX_WAITING = 1024;

    private final IncomingBatch batch;
    private final WorkQueue<QueuedFile> waiting;

    private record QueuedFile(IncomingBatch.ReceivedFile file, TransferProgress.Item item) {}

    SmallFileWriter(IncomingBatch batch, TaskGroup tasks) {
        this.batch = batch;
        this.waiting = new WorkQueue<>(MAX_WAITING, MAX_WAITING_BYTES, tasks.cancellation());
    }

    /** Adds a file. Blocks while the queue is full. */
    void add(IncomingBatch.ReceivedFile file, TransferProgress.Item item) throws ProtocolException {
        waiting.add(new QueuedFile(file, item), file.content().length);
    }

    /** Reports that no more files follow. */
    void complete() {
        waiting.complete();
    }

    /** Publishes files until all are done. */
    void run() throws IOException {
        for (List<QueuedFile> together = next(); !together.isEmpty(); together = next()) {
            List<IncomingBatch.Outcome> outcomes =
                    batch.publish(together.stream().map(QueuedFile::file).toList());
            for (int i = 0; i < outcomes.size(); i++) {
                report(together.get(i), outcomes.get(i));
            }
        }
    }

    private List<QueuedFile> next() throws ProtocolException {
        return waiting.take(MAX_TOGETHER);
    }

    private static void report(QueuedFile queued, IncomingBatch.Outcome outcome) throws ProtocolException {
        IncomingBatch.ReceivedFile file = queued.file();
        switch (outcome) {
            case IncomingBatch.Outcome.Published published -> {
                queued.item().unkept(published.unkept(), Phrase.THIS_DISK);
                queued.item()
                        .finished(new TransferResult.Stored(
                                published.place().getFileName().toString(), file.content().length));
            }
            case IncomingBatch.Outcome.Skipped _ ->
                queued.item()
                        .finished(new TransferResult.Skipped(
                                file.target().getFileName().toString()));
            case IncomingBatch.Outcome.Failed failed -> {
                ProtocolException why = FileProblem.local(failed.why());
                if (FaultPolicy.concernsAllItems(why)) {
                    throw why;
                }
                queued.item().failed(why);
            }
        }
    }
}
