package quayside.app.core.transfer;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.text.Problem;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.wire.Fault;

/** One transfer of the queue: what the user wants of it, the tries that workers run, and its end. Thread-safe. */
final class Transfer {
    private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);

    private final long id;
    private final Plan plan;
    private final Progress progress;
    private final Queue queue;

    private ShareClient client;
    private Wish wish = Wish.GO;

    /** Paused only because its client was closed: another client of the share brings it back. */
    private boolean held;

    /** The user left its share since it was queued. */
    private boolean shareLeft;

    private Outcome outcome = Outcome.none(TransferSnapshot.State.QUEUED);
    private Cancellation cancellation = new Cancellation();

    /** Monotonic nanoseconds. */
    interface Ticker {
        long nanos();
    }

    /** What a transfer tells the queue that it stands in. */
    interface Queue {
        /** Something of it has changed. */
        void changed();

        /** Its connection was lost, or is there again. */
        void connectionChanged();

        /** It waits for its user; says whether others have its turn until {@link #stepBack}. */
        boolean stepAside();

        /** It goes on. */
        void stepBack();
    }

    /** What a transfer is, before anything moves; names are escaped for display. */
    record Plan(TransferSnapshot.Direction direction, String name, String place, boolean folder, Job job) {}

    /** What {@link #run} came to. */
    enum End {
        /** It was not this one's turn any more. */
        NOT_RUN,
        /** Over, or paused. */
        ENDED,
        /** To be run again at once: the user did not want to wait. */
        AGAIN
    }

    /** What the user wants of a try under way; decides what its cancellation means. */
    private enum Wish {
        GO,
        PAUSE,
        CANCEL,
        AGAIN
    }

    Transfer(long id, Plan plan, ShareClient client, Ticker ticker, Queue queue) {
        this.id = id;
        this.plan = plan;
        this.client = client;
        this.queue = queue;
        this.progress = new Progress(plan.folder(), ticker, queue);
    }

    /** Runs the work on the calling thread until it ended, whichever way. */
    End run() {
        ShareClient over;
        Cancellation cancelling;
        synchronized (this) {
            if (outcome.state() != TransferSnapshot.State.QUEUED) {
                return End.NOT_RUN;
            }
            outcome = Outcome.none(TransferSnapshot.State.RUNNING);
            over = client;
            cancelling = cancellation;
        }
        progress.started();
        queue.changed();
        Outcome reached;
        try {
            reached = Outcome.of(
                    plan.job().run(over, progress.isPartStored(), progress, cancelling), progress.isFolder());
        } catch (IOException e) {
            Problem problem = Problem.of(e);
            if (cancelling.isCancelled()) {
                return stopped(cancelling);
            }
            if (problem.fault() == Fault.CANCELLED) {
                return left(over, cancelling);
            }
            reached = Outcome.failed(problem);
        } catch (RuntimeException e) {
            LOG.error("A transfer failed on a fault of the program", e);
            reached = Outcome.failed(new Problem(Fault.LOCAL_STORAGE, "A fault in this program ended the transfer."));
        }
        end(reached);
        return End.ENDED;
    }

    /** Its client was closed, which is no wish of the user's about this transfer: it is held, unless another client is there already. */
    private End left(ShareClient closed, Cancellation cancelling) {
        synchronized (this) {
            if (wish == Wish.GO && client != closed) {
                queueAgain();
                return End.AGAIN;
            }
            if (wish == Wish.GO) {
                held = !shareLeft;
                end(Outcome.paused());
                return End.ENDED;
            }
        }
        return stopped(cancelling);
    }

    private End stopped(Cancellation cancelled) {
        synchronized (this) {
            if (wish == Wish.AGAIN) {
                queueAgain();
                return End.AGAIN;
            }
            if (wish != Wish.CANCEL) {
                end(wish == Wish.PAUSE ? Outcome.paused() : Outcome.cancelled());
                return End.ENDED;
            }
        }
        // The wish may have come when the try had ended, for a pause, and kept what arrived.
        cancelled.discardKept();
        end(Outcome.cancelled());
        return End.ENDED;
    }

    private synchronized void end(Outcome reached) {
        progress.ended();
        outcome = reached;
    }

    /** Stops it where it has not ended, keeping what arrived; true where it was still queued, and so is paused by this call. */
    boolean pause() {
        return stop(Wish.PAUSE);
    }

    /** Ends it for good where it has not ended; true where that is done by this call, false where its run will see it. */
    boolean cancel() {
        return stop(Wish.CANCEL);
    }

    private boolean stop(Wish wanted) {
        Cancellation running;
        synchronized (this) {
            TransferSnapshot.State state = outcome.state();
            boolean resting = state == TransferSnapshot.State.QUEUED
                    || (state == TransferSnapshot.State.PAUSED && wanted == Wish.CANCEL);
            if (resting) {
                end(wanted == Wish.PAUSE ? Outcome.paused() : Outcome.cancelled());
                return true;
            }
            if (state != TransferSnapshot.State.RUNNING) {
                return false;
            }
            // Whoever cancelled does not want it paused or tried again any more.
            wish = wish == Wish.CANCEL ? Wish.CANCEL : wanted;
            running = cancellation;
        }
        if (wanted == Wish.CANCEL) {
            running.cancelAndDiscard();
        } else {
            running.cancel();
        }
        return false;
    }

    /** Deletes what its tries have kept on this computer, after a {@link #cancel} that was done at once; blocks on the disk. */
    void discard() {
        Cancellation last;
        synchronized (this) {
            last = cancellation;
        }
        last.discardKept();
    }

    /** Leaves off at the program's end, as a pause would: the same transfer goes on from there at another start. */
    void leave() {
        Cancellation running;
        synchronized (this) {
            if (outcome.state() == TransferSnapshot.State.QUEUED) {
                end(Outcome.cancelled());
                return;
            }
            running = cancellation;
        }
        running.cancel();
    }

    /** Another try over another connection, where it was paused, failed or was cancelled; says whether it is to be queued for that. */
    synchronized boolean again(ShareClient next) {
        return switch (outcome.state()) {
            case PAUSED, FAILED, CANCELLED -> {
                client = next;
                queueAgain();
                yield true;
            }
            case QUEUED, RUNNING, WAITING, ASKING, DONE, SKIPPED -> false;
        };
    }

    /** Where it waits for its connection, lets it wait no longer; says whether it did. */
    boolean hurry() {
        return interruptWaiting(Wish.AGAIN);
    }

    /**
     * Where it waits for a connection that its own client will not have again, because another one is open: goes on over that one where
     * it is of the same share, and is paused otherwise.
     *
     * @param open empty where no share is open
     * @return whether it was paused only because its client was closed, and is to be queued for the one that is open
     */
    boolean follow(Optional<ShareClient> open) {
        Wish next;
        synchronized (this) {
            if (open.isPresent() && open.get() == client) {
                return false;
            }
            boolean same = open.isPresent() && isOf(open.get());
            boolean waits = held && outcome.state() == TransferSnapshot.State.PAUSED;
            held = false;
            shareLeft = !same;
            if (same && waits) {
                return again(open.get());
            }
            if (same && outcome.state() == TransferSnapshot.State.RUNNING) {
                client = open.get();
            }
            next = same ? Wish.AGAIN : Wish.PAUSE;
        }
        boolean _ = interruptWaiting(next);
        return false;
    }

    private boolean interruptWaiting(Wish next) {
        Cancellation running;
        synchronized (this) {
            if (wish != Wish.GO || snapshot().state() != TransferSnapshot.State.WAITING) {
                return false;
            }
            wish = next;
            running = cancellation;
        }
        running.cancel();
        return true;
    }

    private synchronized void queueAgain() {
        cancellation = cancellation.another();
        wish = Wish.GO;
        held = false;
        shareLeft = false;
        progress.ended();
        progress.reset();
        outcome = Outcome.none(TransferSnapshot.State.QUEUED);
    }

    synchronized TransferSnapshot snapshot() {
        Progress.View view = progress.view();
        boolean runs = outcome.state() == TransferSnapshot.State.RUNNING;
        return new TransferSnapshot(
                id,
                plan.direction(),
                plan.name(),
                plan.place(),
                view.folder(),
                runs ? running(view) : outcome.state(),
                view.bytesDone(),
                view.bytesTotal(),
                view.filesDone(),
                view.filesTotal(),
                view.bytesPerSecond(),
                view.timeLeft(),
                runs ? view.doing() : outcome.message(),
                Optional.ofNullable(outcome.fault()),
                new TransferSnapshot.Remarks(
                        view.note(), view.untilNextTry(), outcome.failedCount(), outcome.failures()));
    }

    private static TransferSnapshot.State running(Progress.View view) {
        if (view.asking()) {
            return TransferSnapshot.State.ASKING;
        }
        return view.waiting() ? TransferSnapshot.State.WAITING : TransferSnapshot.State.RUNNING;
    }

    /** The share it moves files from or to: a further try goes there and nowhere else. */
    synchronized boolean isOf(ShareClient other) {
        return client == other || client.fingerprint().equals(other.fingerprint());
    }
}
