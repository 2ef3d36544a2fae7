package quayside.app.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Tests one transfer without a queue: what it reports, and what is kept of it for the next start. */
class TransferTest {
    private final Deque<Plan.Try> tries = new ArrayDeque<>();
    private long nanos;

    private final Transfer.Ticker ticker = new Transfer.Ticker() {
        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos);
        }
    };

    private final Transfer transfer = transfer(ScriptedQueue.job("a"), false);

    private Transfer transfer(Job job, boolean kept) {
        boolean folder = job.sources().getFirst().folder();
        Plan plan = new Plan("a", "there", folder, () -> Optional.ofNullable(tries.poll()), Optional.empty());
        return new Transfer(1, job, plan, kept, ticker, ScriptedQueue.none());
    }

    private static TransferSnapshot now(Transfer which) {
        return which.snapshot(share -> Optional.empty());
    }

    private void run(Plan.Try next) {
        tries.add(next);
        assertThat(transfer.run()).isEqualTo(Transfer.End.ENDED);
    }

    private TransferReport.Summary failAfter71Percent(Plan.Listener listener) throws ProtocolException {
        listener.counted(1, 1000);
        listener.transferred(710);
        listener.progressed(710);
        nanos += Duration.ofSeconds(1).toNanos();
        throw new ProtocolException(Fault.LOCAL_STORAGE, Sentence.said("The disk is full."));
    }

    @Test
    void theTimeInTheHistoryIsThatOfTheTries() {
        run((earlier, listener, cancellation) -> failAfter71Percent(listener));
        nanos += Duration.ofMinutes(10).toNanos();
        assertThat(transfer.again()).isTrue();
        run((earlier, listener, cancellation) -> {
            listener.transferred(290);
            listener.fileFinished("a", new TransferResult.Stored("a", 1000));
            nanos += Duration.ofSeconds(2).toNanos();
            return new TransferReport.Summary(1, 0, 0, List.of(), 1000);
        });
        TransferSnapshot done = now(transfer);
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.result().took()).contains(Duration.ofSeconds(3));
        assertThat(transfer.entry(done).took()).isEqualTo(Duration.ofSeconds(3));
        assertThat(transfer.entry(done).bytes()).isEqualTo(1000);
    }

    @Test
    void afterARestartItIsAsFarAsItWas() {
        run((earlier, listener, cancellation) -> failAfter71Percent(listener));
        Job kept = transfer.kept().withState(State.PAUSED, false, Optional.empty());
        assertThat(now(transfer(kept, true)).fraction()).isEqualTo(0.71);
    }

    @Test
    void afterARestartAFolderThatIsDoneIsStillAFolderAndHasItsTime() {
        run((earlier, listener, cancellation) -> {
            listener.sourceIs(true);
            listener.transferred(118);
            listener.fileFinished("a/x", new TransferResult.Stored("x", 118));
            nanos += Duration.ofMillis(900).toNanos();
            return new TransferReport.Summary(1, 0, 0, List.of(), 118);
        });
        TransferSnapshot after = now(transfer(transfer.kept(), true));
        assertThat(after.folder()).isTrue();
        assertThat(after.result().bytes()).isEqualTo(118);
        assertThat(after.result().took()).contains(Duration.ofMillis(900));
    }
}
