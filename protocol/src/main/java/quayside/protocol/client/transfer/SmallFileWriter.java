package quayside.protocol.client.transfer;

import java.io.IOException;
import java.util.List;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.TaskGroup;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.incoming.IncomingBatch;
import quayside.protocol.wire.ProtocolException;

/**
 * Small files that have arrived and go onto the disk, as many together as have come while the last ones went. One thread adds; another publishes
 * them and reports how it went.
 */
final class SmallFileWriter {
    private static final int MAX_TOGETHER = 128;

    /** More than this wait with the connection. */
    private static final long MAX_WAITING_BYTES = 8L * 1024 * 1024;

    private static final int MAX_WAITING = 1024;

    private final IncomingBatch landings;
    private final WorkQueue<Arrival> waiting;

    private record Arrival(IncomingBatch.ReceivedFile file, TransferProgress.Item item) {}

    SmallFileWriter(IncomingBatch landings, TaskGroup tasks) {
        this.landings = landings;
        this.waiting = new WorkQueue<>(MAX_WAITING, MAX_WAITING_BYTES, tasks.cancellation());
    }

    /** Blocks while too much waits already. */
    void add(IncomingBatch.ReceivedFile file, TransferProgress.Item item) throws ProtocolException {
        waiting.add(new Arrival(file, item), file.content().length);
    }

    /** No more will come. */
    void complete() {
        waiting.complete();
    }

    /** Publishes until all are there. */
    void run() throws IOException {
        for (List<Arrival> together = next(); !together.isEmpty(); together = next()) {
            List<IncomingBatch.Outcome> outcomes =
                    landings.publish(together.stream().map(Arrival::file).toList());
            for (int i = 0; i < outcomes.size(); i++) {
                report(together.get(i), outcomes.get(i));
            }
        }
    }

    private List<Arrival> next() throws ProtocolException {
        return waiting.take(MAX_TOGETHER);
    }

    private static void report(Arrival arrival, IncomingBatch.Outcome outcome) throws ProtocolException {
        IncomingBatch.ReceivedFile file = arrival.file();
        switch (outcome) {
            case IncomingBatch.Outcome.Published landed -> {
                arrival.item().unkept(landed.unkept(), DownloadDisk.THIS_DISK);
                arrival.item()
                        .finished(new TransferResult.Stored(
                                landed.place().getFileName().toString(), file.content().length));
            }
            case IncomingBatch.Outcome.Skipped _ ->
                arrival.item()
                        .finished(new TransferResult.Skipped(
                                file.target().getFileName().toString()));
            case IncomingBatch.Outcome.Failed failed -> {
                ProtocolException why = FileProblem.local(failed.why());
                if (FaultPolicy.endsTransfer(why)) {
                    throw why;
                }
                arrival.item().failed(why);
            }
        }
    }
}
