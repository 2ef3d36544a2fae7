package quayside.protocol.client;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.incoming.IncomingBatch;
import quayside.protocol.wire.ProtocolException;

/**
 * Small files that have arrived and go onto the disk, as many together as have come while the last ones went. One thread adds; another lands
 * them and tells how it went.
 */
final class Arrivals {
    private static final int MOST_TOGETHER = 128;

    /** More than this wait with the connection. */
    private static final long MOST_WAITING_BYTES = 8L * 1024 * 1024;

    private static final int MOST_WAITING = 1024;

    private final IncomingBatch landings;
    private final Monitor monitor;
    private final Deque<Arrival> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean complete;

    private record Arrival(IncomingBatch.Arrived file, Tally.Item item) {}

    Arrivals(IncomingBatch landings, Crew crew) {
        this.landings = landings;
        this.monitor = new Monitor(this, crew.cancellation());
    }

    /** Blocks while too much waits already. */
    synchronized void add(IncomingBatch.Arrived file, Tally.Item item) throws ProtocolException {
        monitor.await(() -> waitingBytes <= MOST_WAITING_BYTES && waiting.size() < MOST_WAITING);
        waiting.add(new Arrival(file, item));
        waitingBytes += file.content().length;
        if (waiting.size() == 1) {
            notifyAll();
        }
    }

    /** No more will come. */
    synchronized void complete() {
        complete = true;
        notifyAll();
    }

    /** Lands until all have. */
    void run() throws IOException {
        for (List<Arrival> together = next(); !together.isEmpty(); together = next()) {
            List<IncomingBatch.Outcome> outcomes =
                    landings.land(together.stream().map(Arrival::file).toList());
            for (int i = 0; i < outcomes.size(); i++) {
                tell(together.get(i), outcomes.get(i));
            }
        }
    }

    private static void tell(Arrival arrival, IncomingBatch.Outcome outcome) throws ProtocolException {
        IncomingBatch.Arrived file = arrival.file();
        switch (outcome) {
            case IncomingBatch.Outcome.Landed landed -> {
                arrival.item().unkept(landed.unkept(), LocalFolder.THIS_DISK);
                arrival.item()
                        .finished(new TransferResult.Stored(
                                landed.place().getFileName().toString(), file.content().length));
            }
            case IncomingBatch.Outcome.Left _ ->
                arrival.item()
                        .finished(new TransferResult.Skipped(
                                file.target().getFileName().toString()));
            case IncomingBatch.Outcome.Failed failed -> {
                ProtocolException why = FileProblem.local(failed.why());
                if (Tally.endsAll(why)) {
                    throw why;
                }
                arrival.item().failed(why);
            }
        }
    }

    private synchronized List<Arrival> next() throws ProtocolException {
        monitor.await(() -> !waiting.isEmpty() || complete);
        List<Arrival> next = new ArrayList<>();
        for (Arrival arrival = waiting.poll(); arrival != null; arrival = poll(next.size())) {
            next.add(arrival);
            waitingBytes -= arrival.file().content().length;
        }
        notifyAll();
        return next;
    }

    private @Nullable Arrival poll(int taken) {
        return taken == MOST_TOGETHER ? null : waiting.poll();
    }
}
