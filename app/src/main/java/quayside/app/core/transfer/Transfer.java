package quayside.app.core.transfer;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.share.ShareId;
import quayside.app.core.text.AppReason;
import quayside.app.core.text.Problem;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.Response;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** One transfer of the queue: the user's wish, the tries that workers run, and its end. Thread-safe. */
final class Transfer {
    /** So many names of arrived files are reported. */
    static final int MAX_ARRIVED = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);

    private final long id;
    private final Progress progress;
    private final Ticker ticker;
    private final Queue queue;

    private Plan plan;
    private Job job;
    private Wish wish = Wish.GO;

    /** Stopped only because the program ends. */
    private boolean left;

    /** Whether a try into its present target may have stored files. */
    private boolean tried;

    private boolean removed;
    private boolean forgotten;
    private TransferOutcome outcome;
    private Instant endedAt;

    /** The time of the tries in this program. */
    private Duration took = Duration.ZERO;

    private OptionalLong triedSince = OptionalLong.empty();

    private Cancellation cancellation = new Cancellation();

    /** Its snapshot since it has ended, which stays the same: most transfers of a long list have ended. */
    private @Nullable TransferSnapshot last;

    /** A monotonic clock, in nanoseconds, and the clock of the computer. */
    interface Ticker {
        long nanos();

        /** Returns the time of day. */
        default Instant now() {
            return Instant.now();
        }
    }

    /** The queue, as its transfers see it. */
    interface Queue {
        /** Reports that the transfer has changed. */
        void changed();

        /** Reports that a file was stored for the first time. */
        void stored();

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

    /**
     * Creates the transfer of a new job, or of one that was kept.
     *
     * @param kept whether an earlier start of the program, which may have begun it, has kept the job
     */
    Transfer(long id, Job job, Plan plan, boolean kept, Ticker ticker, Queue queue) {
        this.tried = kept;
        this.id = id;
        this.job = job;
        this.plan = plan;
        this.ticker = ticker;
        this.queue = queue;
        this.progress = new Progress(plan.folder(), job, ticker, queue);
        this.outcome = TransferOutcome.kept(job);
        this.endedAt = job.ended().map(Job.Ended::at).orElseGet(ticker::now);
        job.parts().forEach(cancellation::hasLeft);
    }

    /** Runs the work on the calling thread until it ends. */
    End run() {
        Optional<Plan.Try> ready;
        Cancellation cancelling;
        Plan.Earlier earlier;
        synchronized (this) {
            ready = plan.ready().get();
            if (outcome.state() != TransferSnapshot.State.QUEUED || ready.isEmpty()) {
                return End.NOT_RUN;
            }
            outcome = TransferOutcome.none(TransferSnapshot.State.RUNNING);
            cancelling = cancellation;
            earlier = earlier();
            tried = true;
            triedSince = OptionalLong.of(ticker.nanos());
        }
        progress.started();
        queue.changed();
        TransferOutcome reached;
        try {
            reached = TransferOutcome.of(
                    ready.get().run(earlier, progress, cancelling),
                    progress.isFolder(),
                    earlier == Plan.Earlier.STORED);
        } catch (IOException e) {
            Problem problem = Problem.of(e);
            if (cancelling.isCancelled()) {
                return stopped(cancelling);
            }
            if (problem.fault() == Fault.CANCELLED) {
                return left(cancelling);
            }
            reached = TransferOutcome.failed(problem);
        } catch (RuntimeException | Error e) {
            LOG.error("An error in the program ended a transfer", e);
            reached = TransferOutcome.failed(new Problem(Fault.LOCAL_STORAGE, Texts.get("core.transfer.fault")));
        }
        if (isDone(reached.state())) {
            // What tries into another folder have left: nothing resumes it any more.
            cancelling.discardKept();
        }
        end(reached);
        return End.ENDED;
    }

    private Plan.Earlier earlier() {
        if (progress.isPartStored()) {
            return Plan.Earlier.STORED;
        }
        return tried ? Plan.Earlier.UNKNOWN : Plan.Earlier.NONE;
    }

    /** Handles a client that was closed. The user did not end this transfer, so it waits for its share again. */
    private End left(Cancellation cancelling) {
        synchronized (this) {
            if (wish == Wish.GO && !left) {
                queueAgain();
                return End.AGAIN;
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
        stopTime();
        outcome = reached;
        last = null;
        endedAt = ticker.now();
        switch (reached.state()) {
            case DONE, SKIPPED -> forget();
            // The user may try it again.
            case PAUSED, FAILED, CANCELLED, QUEUED, RUNNING, WAITING, ASKING -> {}
        }
    }

    private void stopTime() {
        if (triedSince.isPresent()) {
            took = took.plusNanos(ticker.nanos() - triedSince.getAsLong());
            triedSince = OptionalLong.empty();
        }
    }

    /** Wipes its secret, if it has one, because no try follows. */
    synchronized void forget() {
        forgotten = true;
        plan.secret().ifPresent(Passcode::close);
    }

    /** Ends its life in the queue and on the disk. */
    synchronized void remove() {
        removed = true;
        forget();
    }

    synchronized boolean isRemoved() {
        return removed;
    }

    long id() {
        return id;
    }

    synchronized Instant endedAt() {
        return endedAt;
    }

    /** Returns whether it was stopped only because the program ends. */
    synchronized boolean isLeft() {
        return left && wish == Wish.GO && outcome.state() == TransferSnapshot.State.CANCELLED;
    }

    /** Returns its entry for the history. */
    synchronized History.Entry entry(TransferSnapshot ended) {
        return new History.Entry(
                endedAt,
                job.direction(),
                DisplayText.escape(job.share().name()),
                plan.name(),
                plan.place(),
                ended.filesDone(),
                isDone() ? ended.result().bytes() : ended.bytesDone(),
                took,
                ended.state(),
                ended.message(),
                isDone() ? Optional.empty() : History.Again.of(job));
    }

    synchronized long order() {
        return job.order();
    }

    synchronized void order(long next) {
        job = job.withOrder(next);
    }

    /**
     * Makes {@code folder} the target of a download that has ended without everything, and prepares another try. Returns
     * whether it did.
     *
     * @param rules for the names that are taken in that folder: the earlier ones were about other files
     */
    synchronized boolean retarget(Path folder, ConflictRules rules, Function<Job, Plan> planned) {
        if (job.direction() != TransferSnapshot.Direction.DOWNLOAD || !again()) {
            return false;
        }
        job = job.withTarget(folder, rules);
        plan = planned.apply(job);
        progress.forgetStored();
        tried = false;
        return true;
    }

    synchronized ShareId share() {
        return job.share().id();
    }

    /** Returns whether it is neither paused nor over. */
    synchronized boolean isActive() {
        return outcome.state().isActive();
    }

    /** Returns how it is going, without the details that only a running try knows. */
    synchronized TransferSnapshot.State state() {
        return outcome.state();
    }

    /** Returns whether it waits for a slot, or for its share. */
    synchronized boolean isQueued() {
        return outcome.state() == TransferSnapshot.State.QUEUED;
    }

    /** Returns whether it could run now. */
    synchronized boolean isReady() {
        return isQueued() && plan.ready().get().isPresent();
    }

    /** Returns whether its job cannot be kept before its passcode is sealed. */
    synchronized boolean needsSeal() {
        return job.lockAll() && job.sealedPasscode().isEmpty() && !isDone();
    }

    private boolean isDone() {
        return isDone(outcome.state());
    }

    private static boolean isDone(TransferSnapshot.State state) {
        return state == TransferSnapshot.State.DONE || state == TransferSnapshot.State.SKIPPED;
    }

    /** Seals its passcode, so that the job can be kept; blocks on the disk and the keyring. */
    void seal(JobStore store) throws IOException {
        Optional<Passcode> copy;
        synchronized (this) {
            copy = forgotten ? Optional.empty() : plan.secret().map(Passcode::copy);
        }
        try (Passcode passcode = copy.orElseThrow(() -> new ProtocolException(AppReason.PASSCODE_UNREADABLE))) {
            String text = store.seal(job, passcode);
            synchronized (this) {
                job = job.withSealedPasscode(Optional.of(text));
            }
        }
    }

    /** Returns the job as it is to be kept for the next start. What the end of the program stopped is still queued. */
    synchronized Job kept() {
        TransferSnapshot.State state = outcome.state() == TransferSnapshot.State.RUNNING || isLeft()
                ? TransferSnapshot.State.QUEUED
                : outcome.state();
        Progress.View view = progress.view();
        return (isDone() ? job.withSealedPasscode(Optional.empty()) : job)
                .withFolder(progress.isFolder())
                .withReached(state == TransferSnapshot.State.CANCELLED ? Job.Reached.NOTHING : progress.reached())
                .withParts(List.copyOf(cancellation.left()))
                .withState(
                        state,
                        progress.isPartStored(),
                        state.hasEnded()
                                ? Optional.of(new Job.Ended(
                                        endedAt,
                                        outcome.message(),
                                        Optional.ofNullable(outcome.fault()),
                                        view.filesDone(),
                                        view.storedBytes(),
                                        result().took(),
                                        outcome.failedCount(),
                                        outcome.failures()))
                                : Optional.empty());
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
     * Deletes what its tries have kept on this computer, after a {@link #cancel} that took effect at once, or when it was
     * removed; blocks on the disk.
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
            // What has ended, or is paused, stays so at the next start.
            left = outcome.state() == TransferSnapshot.State.QUEUED
                    || outcome.state() == TransferSnapshot.State.RUNNING;
            if (outcome.state() == TransferSnapshot.State.QUEUED) {
                end(TransferOutcome.cancelled());
                return;
            }
            running = cancellation;
        }
        running.cancel();
    }

    /** Prepares another try, if it was paused, failed or cancelled. Returns whether it is to be queued. */
    synchronized boolean again() {
        return switch (outcome.state()) {
            case PAUSED, FAILED, CANCELLED -> {
                queueAgain();
                yield true;
            }
            case QUEUED, RUNNING, WAITING, ASKING, DONE, SKIPPED -> false;
        };
    }

    /**
     * Prepares another try as {@link #again()}, under {@code rules} that take the place of the earlier ones. Returns
     * whether it is to be queued.
     */
    synchronized boolean again(ConflictRules rules, BiFunction<Job, Optional<Passcode>, Plan> planned) {
        if (!again()) {
            return false;
        }
        job = job.withRules(rules);
        plan = planned.apply(job, plan.secret());
        return true;
    }

    /** Ends the wait for its connection, if there is one, and tries at once; returns whether there was one. */
    boolean hurry() {
        Cancellation running;
        synchronized (this) {
            if (wish != Wish.GO
                    || outcome.state() != TransferSnapshot.State.RUNNING
                    || !progress.view().waiting()) {
                return false;
            }
            wish = Wish.AGAIN;
            running = cancellation;
        }
        running.cancel();
        return true;
    }

    private synchronized void queueAgain() {
        cancellation = cancellation.another();
        wish = Wish.GO;
        last = null;
        stopTime();
        progress.ended();
        // A cancelled transfer has deleted what had arrived.
        progress.reset(outcome.state() != TransferSnapshot.State.CANCELLED);
        outcome = TransferOutcome.none(TransferSnapshot.State.QUEUED);
    }

    /** @param untilNextTry of the share, while it is not connected; empty if that is not known */
    synchronized TransferSnapshot snapshot(Function<ShareId, Optional<Duration>> untilNextTry) {
        if (!outcome.state().hasEnded()) {
            return made(untilNextTry);
        }
        if (last == null) {
            last = made(untilNextTry);
        }
        return last;
    }

    private TransferSnapshot made(Function<ShareId, Optional<Duration>> untilNextTry) {
        Progress.View view = progress.view();
        boolean runs = outcome.state() == TransferSnapshot.State.RUNNING;
        boolean away = outcome.state() == TransferSnapshot.State.QUEUED
                && plan.ready().get().isEmpty();
        String share = DisplayText.escape(job.share().name());
        Response.Orders orders = runs ? plan.orders().get() : Response.Orders.NONE;
        return new TransferSnapshot(
                id,
                job.direction(),
                progress.storedName().map(DisplayText::escape).orElse(plan.name()),
                share,
                job.share().id(),
                plan.place(),
                view.folder(),
                runs ? running(view, orders) : away ? TransferSnapshot.State.WAITING : outcome.state(),
                view.bytesDone(),
                view.bytesTotal(),
                view.filesDone(),
                view.filesTotal(),
                view.bytesPerSecond(),
                view.timeLeft(),
                runs
                        ? view.doing()
                        : away ? Texts.get("core.transfer.away", job.share().name()) : outcome.message(),
                runs ? why(view, orders) : Why.UNKNOWN,
                Optional.ofNullable(outcome.fault()),
                new TransferSnapshot.Remarks(
                        view.note(),
                        away ? untilNextTry.apply(job.share().id()) : view.untilNextTry(),
                        outcome.failedCount(),
                        outcome.failures()),
                result());
    }

    private TransferSnapshot.Result result() {
        boolean isPart = outcome.state() == TransferSnapshot.State.DONE && !progress.isAllOfThisStart();
        Optional<Duration> tried = took.isZero() || isPart ? keptTook() : Optional.of(took);
        long bytes = progress.view().storedBytes();
        if (outcome.state() == TransferSnapshot.State.PAUSED) {
            return new TransferSnapshot.Result(Optional.empty(), tried, bytes, Optional.empty(), Optional.empty());
        }
        return outcome.state().hasEnded()
                ? new TransferSnapshot.Result(Optional.of(endedAt), tried, bytes, arrivedAt(), arrived())
                : TransferSnapshot.Result.NONE;
    }

    /** Returns the time that an earlier start of the program has kept of a transfer that is done. */
    private Optional<Duration> keptTook() {
        return outcome.state() == TransferSnapshot.State.DONE ? job.ended().flatMap(Job.Ended::took) : Optional.empty();
    }

    /** Returns what a download has brought to this computer; of several files the first. */
    private Optional<Path> arrivedAt() {
        if (job.direction() == TransferSnapshot.Direction.UPLOAD) {
            return Optional.empty();
        }
        Path folder = Job.localPath(job.target());
        Job.Source first = job.sources().getFirst();
        String name = progress.storedName()
                .filter(stored -> job.sources().size() == 1)
                .orElseGet(first::name);
        try {
            return Optional.of(folder.resolve(name));
        } catch (InvalidPathException e) {
            // The file has another name here.
            return Optional.empty();
        }
    }

    /** Returns what a transfer that is done has brought to its destination, unless it is a great many. */
    private Optional<TransferSnapshot.Arrived> arrived() {
        if (outcome.state() != TransferSnapshot.State.DONE || job.sources().size() > MAX_ARRIVED) {
            return Optional.empty();
        }
        Set<String> names = job.sources().stream()
                .map(source -> progress.arrivedAs(source.name()))
                .collect(Collectors.toSet());
        return Optional.of(new TransferSnapshot.Arrived(job.target(), names, job.created()));
    }

    private static Why why(Progress.View view, Response.Orders orders) {
        if (orders.paused()) {
            return Why.HOST_PAUSED;
        }
        if (view.checking()) {
            return Why.CHECKING;
        }
        return orders.bytesPerSecond() > 0 ? Why.limitedByHost(orders.bytesPerSecond()) : Why.UNKNOWN;
    }

    private static TransferSnapshot.State running(Progress.View view, Response.Orders orders) {
        if (view.asking()) {
            return TransferSnapshot.State.ASKING;
        }
        return view.waiting() || orders.paused() ? TransferSnapshot.State.WAITING : TransferSnapshot.State.RUNNING;
    }
}
