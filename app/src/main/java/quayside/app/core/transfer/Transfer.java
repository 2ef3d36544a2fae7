package quayside.app.core.transfer;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.text.Problem;
import quayside.app.core.text.Texts;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;

/** One transfer of the queue: the user's wish, the tries that workers run, and its end. Thread-safe. */
final class Transfer {
    private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);

    private final long id;
    private final Plan plan;
    private final Progress progress;
    private final Queue queue;

    private ShareClient client;
    private Wish wish = Wish.GO;

    /** Paused only because its client was closed; another client of the share resumes it. */
    private boolean held;

    /** The user has left its share since it was queued. */
    private boolean shareLeft;

    private TransferOutcome outcome = TransferOutcome.none(TransferSnapshot.State.QUEUED);
    private Cancellation cancellation = new Cancellation();

    /** A monotonic clock, in nanoseconds. */
    interface Ticker {
        long nanos();
    }

    /** The queue, as its transfers see it. */
    interface Queue {
        /** Reports that the transfer has changed. */
        void changed();

        /** Reports that its connection was lost, or is back. */
        void connectionChanged();

        /**
         * Gives up its slot while it waits for the user. Returns whether it did; it then holds no slot until {@link
         * #stepBack}.
         */
        boolean stepAside();

        /** Takes a slot again. */
        void stepBack();
    }

    /** The result of {@link #run}. */
    enum End {
        /** It was no longer queued. */
        NOT_RUN,
        /** Over, or paused. */
        ENDED,
        /** To be run again at once: the user did not want to wait. */
        AGAIN
    }

    /** The user's wish for a try under way, which determines the meaning of its cancellation. */
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

    /** Runs the work on the calling thread until it ends. */
    End run() {
        ShareClient over;
        Cancellation cancelling;
        synchronized (this) {
            if (outcome.state() != TransferSnapshot.State.QUEUED) {
                return End.NOT_RUN;
            }
            outcome = TransferOutcome.none(TransferSnapshot.State.RUNNING);
            over = client;
            cancelling = cancellation;
        }
        progress.started();
        queue.changed();
        TransferOutcome reached;
        try {
            reached = TransferOutcome.of(
                    plan.work().run(over, progress.isPartStored(), progress, cancelling), progress.isFolder());
        } catch (IOException e) {
            Problem problem = Problem.of(e);
            if (cancelling.isCancelled()) {
                return stopped(cancelling);
            }
            if (problem.fault() == Fault.CANCELLED) {
                return left(over, cancelling);
            }
            reached = TransferOutcome.failed(problem);
        } catch (RuntimeException | Error e) {
            LOG.error("An error in the program ended a transfer", e);
            reached = TransferOutcome.failed(new Problem(Fault.LOCAL_STORAGE, Texts.get("transfer.fault")));
        }
        end(reached);
        return End.ENDED;
    }

    /**
     * Handles a client that was closed. The user did not end this transfer, so it is held, or queued again if it
     * already has another client.
     */
    private End left(ShareClient closed, Cancellation cancelling) {
        synchronized (this) {
            if (wish == Wish.GO && client != closed) {
                queueAgain();
                return End.AGAIN;
            }
            if (wish == Wish.GO) {
                held = !shareLeft;
                end(TransferOutcome.paused());
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
                end(wish == Wish.PAUSE ? TransferOutcome.paused() : TransferOutcome.cancelled());
                return End.ENDED;
            }
        }
        // The user may have cancelled after the try had ended for a pause, and so had kept what had arrived.
        cancelled.discardKept();
        end(TransferOutcome.cancelled());
        return End.ENDED;
    }

    private synchronized void end(TransferOutcome reached) {
        progress.ended();
        outcome = reached;
        switch (reached.state()) {
            case DONE, SKIPPED -> forget();
            // The user may try it again.
            case PAUSED, FAILED, CANCELLED, QUEUED, RUNNING, WAITING, ASKING -> {}
        }
    }

    /** Wipes its secret, if it has one, because no try follows. */
    void forget() {
        plan.secret().ifPresent(Passcode::close);
    }

    /**
     * Pauses the transfer if it has not ended, keeping what arrived. Returns true if it was still queued, and so is now
     * paused.
     */
    boolean pause() {
        return stop(Wish.PAUSE);
    }

    /**
     * Ends the transfer permanently if it has not ended. Returns true if it has now ended, false if its run will
     * notice.
     */
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
                end(wanted == Wish.PAUSE ? TransferOutcome.paused() : TransferOutcome.cancelled());
                return true;
            }
            if (state != TransferSnapshot.State.RUNNING) {
                return false;
            }
            // A cancellation takes precedence over a later pause or retry.
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

    /**
     * Deletes what its tries have kept on this computer, after a {@link #cancel} that took effect at once; blocks on
     * the disk.
     */
    void discard() {
        Cancellation last;
        synchronized (this) {
            last = cancellation;
        }
        last.discardKept();
    }

    /**
     * Stops at the program's end, and keeps what has arrived as a pause does. The same transfer resumes from there
     * after the next start.
     */
    void leave() {
        Cancellation running;
        synchronized (this) {
            if (outcome.state() == TransferSnapshot.State.QUEUED) {
                end(TransferOutcome.cancelled());
                return;
            }
            running = cancellation;
        }
        running.cancel();
    }

    /**
     * Prepares another try over another connection, if it was paused, failed or cancelled. Returns whether it is to be
     * queued.
     */
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

    /** Ends the wait for its connection, if there is one, and tries at once; returns whether there was one. */
    boolean hurry() {
        return interruptWaiting(Wish.AGAIN);
    }

    /**
     * Follows a change of the open share. A transfer that waits for a connection of a client which is not the open one
     * continues over the open client if that is of the same share. Otherwise it is paused.
     *
     * @param open empty if no share is open
     * @return whether it was paused only because its client was closed, and is to be queued for the open one
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
        outcome = TransferOutcome.none(TransferSnapshot.State.QUEUED);
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

    /** Returns whether {@code other} is a client of this transfer's share. A later try never uses another share. */
    synchronized boolean isOf(ShareClient other) {
        return client == other || client.fingerprint().equals(other.fingerprint());
    }
}
