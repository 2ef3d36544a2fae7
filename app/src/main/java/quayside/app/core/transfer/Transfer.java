package quayside.app.core.transfer;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.text.Problem;
import quayside.protocol.client.Cancellation;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.TransferResult;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** One transfer of the queue: its progress while a worker runs it, and its end. Thread-safe. */
final class Transfer implements Job.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);

    private final long id;
    private final TransferSnapshot.Direction direction;
    private final String name;
    private final String place;
    private final Job job;
    private final Runnable changed;
    private final Ticker ticker;

    private ShareClient client;
    private boolean folder;
    private boolean stored;
    private TransferSnapshot.State state = TransferSnapshot.State.QUEUED;
    private Cancellation cancellation = new Cancellation();
    private long bytesDone;
    private long bytesTotal = -1;
    private long filesDone;
    private long filesTotal = -1;
    private @Nullable SpeedMeter meter;
    private String message = "";
    private @Nullable Fault fault;

    /** Monotonic nanoseconds. */
    interface Ticker {
        long nanos();
    }

    /** What a transfer is, before anything moves; names are escaped for display. */
    record Plan(TransferSnapshot.Direction direction, String name, String place, boolean folder, Job job) {}

    Transfer(long id, Plan plan, ShareClient client, Ticker ticker, Runnable changed) {
        this.id = id;
        this.direction = plan.direction();
        this.name = plan.name();
        this.place = plan.place();
        this.folder = plan.folder();
        this.job = plan.job();
        this.client = client;
        this.ticker = ticker;
        this.changed = changed;
    }

    /** Runs the work on the calling thread until it ended, whichever way; false where it was cancelled before. */
    boolean run() {
        ShareClient over;
        boolean partStored;
        Cancellation cancelling;
        synchronized (this) {
            if (state != TransferSnapshot.State.QUEUED) {
                return false;
            }
            state = TransferSnapshot.State.RUNNING;
            meter = new SpeedMeter(ticker.nanos(), 0);
            over = client;
            partStored = stored;
            cancelling = cancellation;
        }
        changed.run();
        Outcome outcome;
        try {
            outcome = Outcome.of(job.run(over, partStored, this, cancelling), isFolder());
        } catch (ProtocolException e) {
            outcome = e.fault() == Fault.CANCELLED ? Outcome.cancelled() : Outcome.failed(Problem.of(e));
        } catch (IOException e) {
            outcome = cancelling.isCancelled() ? Outcome.cancelled() : Outcome.failed(Problem.of(e));
        } catch (RuntimeException e) {
            LOG.error("A transfer failed on a fault of the program", e);
            outcome = Outcome.failed(new Problem(Fault.LOCAL_STORAGE, "A fault in this program ended the transfer."));
        }
        end(outcome);
        return true;
    }

    private synchronized void end(Outcome outcome) {
        state = outcome.state();
        message = outcome.message();
        fault = outcome.fault();
        meter = null;
    }

    /** Cancels it where it has not ended; says whether it was still queued, and so has ended by this call. */
    boolean cancel() {
        Cancellation running;
        synchronized (this) {
            if (state == TransferSnapshot.State.QUEUED) {
                end(Outcome.cancelled());
                return true;
            }
            running = cancellation;
        }
        running.cancel();
        return false;
    }

    /** Back to the queue over another connection; false where it has not ended in a way that another try can mend. */
    synchronized boolean again(ShareClient next) {
        if (state != TransferSnapshot.State.FAILED && state != TransferSnapshot.State.CANCELLED) {
            return false;
        }
        client = next;
        cancellation = new Cancellation();
        state = TransferSnapshot.State.QUEUED;
        bytesDone = 0;
        bytesTotal = -1;
        filesDone = 0;
        filesTotal = -1;
        message = "";
        fault = null;
        return true;
    }

    private synchronized boolean isFolder() {
        return folder;
    }

    synchronized TransferSnapshot snapshot() {
        long speed = meter == null ? 0 : meter.bytesPerSecond(ticker.nanos(), bytesDone);
        long left = bytesTotal - bytesDone;
        Optional<Duration> timeLeft = speed > 0 && bytesTotal >= 0 && left >= 0
                ? Optional.of(Duration.ofSeconds(Math.ceilDiv(left, speed)))
                : Optional.empty();
        return new TransferSnapshot(
                id,
                direction,
                name,
                place,
                folder,
                state,
                bytesDone,
                bytesTotal,
                filesDone,
                filesTotal,
                speed,
                timeLeft,
                message,
                Optional.ofNullable(fault));
    }

    @Override
    public synchronized void sourceIs(boolean isFolder) {
        folder = isFolder;
    }

    @Override
    public void counted(long files, long bytes) {
        synchronized (this) {
            filesTotal = files;
            bytesTotal = bytes;
        }
        changed.run();
    }

    @Override
    public void fileStarted(String path, long bytes) {
        synchronized (this) {
            message = folder ? path : "";
        }
        changed.run();
    }

    @Override
    public void progressed(long done) {
        synchronized (this) {
            bytesDone = done;
        }
        changed.run();
    }

    @Override
    public void fileFinished(String path, TransferResult result) {
        synchronized (this) {
            stored |= result instanceof TransferResult.Stored;
        }
        fileEnded();
    }

    @Override
    public void fileFailed(String path, String sentence) {
        fileEnded();
    }

    private void fileEnded() {
        synchronized (this) {
            filesDone++;
        }
        changed.run();
    }
}
