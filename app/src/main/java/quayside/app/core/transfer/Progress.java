package quayside.app.core.transfer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.Sentence;

/** The progress of a transfer, as its job reports it. Thread-safe. */
final class Progress implements Plan.Listener {
    private final Transfer.Ticker ticker;
    private final Transfer.Queue queue;

    private boolean folder;
    private boolean stored;
    private long bytesDone;
    private long bytesTotal = -1;
    private long filesDone;
    private long filesTotal = -1;
    private @Nullable SpeedMeter meter;

    /** The bytes that this try has transferred, and those of all tries of this start of the program. */
    private long transferred;

    private long transferredInAll;

    /** The bytes of the files that were stored, by any try. */
    private long storedBytes;

    /** Whether this try has transferred something, since its only file began again. */
    private boolean moves;

    /** How far the tries before this one came, which counts until this one transfers something. */
    private Job.Reached before;

    private String doing = "";
    private String waitingFor = "";
    private long nextTryNanos;
    private boolean lost;
    private String askingFor = "";
    private boolean aside;
    private String note = "";

    /** The name under which the only file arrived, which may be another than was asked for. */
    private Optional<String> storedName = Optional.empty();

    /** The names of files that arrived under others, by the name that was asked for, escaped. */
    private final Map<String, String> renamed = new HashMap<>();

    Progress(boolean folder, Job job, Transfer.Ticker ticker, Transfer.Queue queue) {
        this.folder = folder;
        this.stored = job.stored();
        this.before = job.reached();
        job.ended().ifPresent(ended -> {
            filesDone = ended.files();
            filesTotal = ended.files();
            storedBytes = ended.bytes();
        });
        this.ticker = ticker;
        this.queue = queue;
    }

    /** The part of the progress that a snapshot shows. */
    record View(
            boolean folder,
            boolean waiting,
            boolean asking,
            long bytesDone,
            long bytesTotal,
            long filesDone,
            long filesTotal,
            long storedBytes,
            long bytesPerSecond,
            Optional<Duration> timeLeft,
            Optional<Duration> untilNextTry,
            String doing,
            boolean checking,
            String note) {}

    synchronized void started() {
        meter = new SpeedMeter(ticker.nanos(), 0);
    }

    synchronized void ended() {
        meter = null;
        waitingFor = "";
        askingFor = "";
    }

    /**
     * Resets the counts before another try, but remembers whether a file was stored.
     *
     * @param kept whether what has arrived was kept for that try
     */
    synchronized void reset(boolean kept) {
        before = kept ? reached() : Job.Reached.NOTHING;
        moves = false;
        transferred = 0;
        bytesDone = 0;
        bytesTotal = -1;
        filesDone = 0;
        filesTotal = -1;
        doing = "";
        note = "";
        storedName = Optional.empty();
        renamed.clear();
    }

    synchronized Optional<String> storedName() {
        return storedName;
    }

    /** Returns the name that a source has at its destination. */
    synchronized String arrivedAs(String name) {
        return renamed.getOrDefault(DisplayText.escape(name), name);
    }

    /** Forgets what was stored, because the next try has another target. */
    synchronized void forgetStored() {
        stored = false;
        storedBytes = 0;
        before = Job.Reached.NOTHING;
    }

    /** Returns how much is done, by this try or by those before it. */
    synchronized Job.Reached reached() {
        return moves
                ? new Job.Reached(bytesDone, bytesTotal)
                : new Job.Reached(Math.max(bytesDone, before.bytes()), Math.max(bytesTotal, before.total()));
    }

    /** Returns whether it has bytes of earlier tries, and has transferred none yet. */
    private boolean isChecking() {
        return !moves && (before.bytes() > 0 || (!folder && bytesDone > 0));
    }

    /** Returns whether all that was stored was transferred since the start of the program. */
    synchronized boolean isAllOfThisStart() {
        return transferredInAll >= storedBytes;
    }

    /** Returns whether a try stored a file. */
    synchronized boolean isPartStored() {
        return stored;
    }

    synchronized boolean isFolder() {
        return folder;
    }

    synchronized View view() {
        boolean waiting = !waitingFor.isEmpty();
        boolean asking = !askingFor.isEmpty();
        long now = ticker.nanos();
        long speed = meter == null || waiting || asking ? 0 : meter.bytesPerSecond(now, transferred);
        Job.Reached reached = reached();
        long left = reached.total() - reached.bytes();
        Optional<Duration> timeLeft = speed > 0 && reached.total() >= 0 && left >= 0
                ? Optional.of(Duration.ofSeconds(Math.ceilDiv(left, speed)))
                : Optional.empty();
        Optional<Duration> untilNextTry =
                waiting ? Optional.of(Duration.ofNanos(Math.max(0, nextTryNanos - now))) : Optional.empty();
        return new View(
                folder,
                waiting,
                asking,
                reached.bytes(),
                reached.total(),
                filesDone,
                filesTotal,
                storedBytes,
                speed,
                timeLeft,
                untilNextTry,
                asking ? askingFor : waiting ? waitingFor : doing,
                isChecking(),
                note);
    }

    /** While the user is asked for a passcode, another transfer runs in this one's slot. */
    @Override
    public void asking(Sentence sentence) {
        boolean gaveUp = queue.stepAside();
        synchronized (this) {
            aside = gaveUp;
            askingFor = Texts.words(sentence);
        }
        queue.changed();
    }

    @Override
    public void answered() {
        boolean comesBack;
        synchronized (this) {
            comesBack = aside;
            aside = false;
            askingFor = "";
            if (meter != null) {
                // The time for an answer must not count in the speed.
                meter = new SpeedMeter(ticker.nanos(), transferred);
            }
        }
        if (comesBack) {
            queue.stepBack();
        }
        queue.changed();
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
        queue.changed();
    }

    @Override
    public void fileStarted(String path, long bytes) {
        synchronized (this) {
            doing = folder ? path : "";
        }
        queue.changed();
    }

    @Override
    public synchronized void transferred(long bytes) {
        if (!moves && bytes > transferred) {
            boolean checked = isChecking();
            moves = true;
            if (checked && meter != null) {
                // The time in which earlier bytes were checked must not count in the speed.
                meter = new SpeedMeter(ticker.nanos(), bytes);
            }
        }
        transferredInAll += bytes - transferred;
        transferred = bytes;
    }

    @Override
    public void progressed(long done) {
        boolean back;
        synchronized (this) {
            if (!folder && done == 0 && bytesDone > 0) {
                // The only file failed, and its part is kept, or it starts again.
                before = reached();
                moves = false;
            }
            bytesDone = done;
            // A new try does not report that the connection is back. Its first bytes show it.
            back = lost && waitingFor.isEmpty() && done > 0;
            lost &= !back;
        }
        queue.changed();
        if (back) {
            queue.connectionChanged();
        }
    }

    @Override
    public void fileFinished(String path, TransferResult result) {
        boolean first;
        synchronized (this) {
            first = !stored && result instanceof TransferResult.Stored;
            stored |= first;
            if (result instanceof TransferResult.Stored file) {
                storedBytes += file.bytes();
            }
            if (!folder && result instanceof TransferResult.Stored file) {
                storedName = Optional.of(file.name());
            }
            if (result instanceof TransferResult.Stored file
                    && path.indexOf('/') < 0
                    && !path.equals(file.name())
                    && renamed.size() < Transfer.MAX_ARRIVED) {
                renamed.put(path, file.name());
            }
            filesDone++;
        }
        queue.changed();
        if (first) {
            queue.stored();
        }
    }

    @Override
    public void fileFailed(String path, Sentence sentence) {
        queue.changed();
    }

    @Override
    public void waiting(Sentence sentence, Duration pause) {
        boolean first;
        synchronized (this) {
            first = waitingFor.isEmpty();
            lost = true;
            waitingFor = Texts.words(sentence);
            nextTryNanos = ticker.nanos() + pause.toNanos();
        }
        queue.changed();
        if (first) {
            queue.connectionChanged();
        }
    }

    @Override
    public void resumed() {
        synchronized (this) {
            if (waitingFor.isEmpty()) {
                return;
            }
            waitingFor = "";
            lost = false;
            // The outage must not count in the speed from here on.
            meter = new SpeedMeter(ticker.nanos(), transferred);
        }
        queue.changed();
        queue.connectionChanged();
    }

    @Override
    public void noted(String path, Sentence sentence) {
        synchronized (this) {
            note = folder ? path + ": " + Texts.words(sentence) : Texts.words(sentence);
        }
        queue.changed();
    }
}
