package quayside.app.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.Omitted;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;

class TransferOutcomeTest {
    private static final TransferReport.Failure FIRST =
            new TransferReport.Failure("x/a", Fault.EXISTS, Sentence.said("\"a\" exists already."));
    private static final TransferReport.Failure SECOND =
            new TransferReport.Failure("x/b", Fault.REFUSED, Sentence.said("No."));

    @Test
    void aFolderSaysHowManyFilesStayedBehindAndForHowManyReasons() {
        assertThat(TransferOutcome.of(new TransferReport.Summary(198, 3, 2, List.of(FIRST, SECOND), 1000), true, false))
                .isEqualTo(new TransferOutcome(
                        State.FAILED,
                        "2 of 203 could not be transferred, for 2 reasons.",
                        Fault.EXISTS,
                        2,
                        List.of(FIRST, SECOND)));
    }

    @Test
    void theReasonIsGivenOnlyIfItIsTheSameForAll() {
        TransferReport.Failure same = new TransferReport.Failure("x/c", Fault.REFUSED, Sentence.said("No."));
        assertThat(TransferOutcome.of(new TransferReport.Summary(5, 0, 2, List.of(SECOND, same), 9), true, false)
                        .message())
                .isEqualTo("2 of 7 could not be transferred: No.");
        assertThat(TransferOutcome.of(
                                new TransferReport.Summary(5, 0, 1500, List.of(SECOND, same), 9, Omitted.NONE, 4),
                                true,
                                false)
                        .message())
                .isEqualTo("1,500 of 1,505 could not be transferred, for 4 reasons.");
        assertThat(TransferOutcome.of(
                                new TransferReport.Summary(
                                        5, 0, 30, List.of(SECOND), 9, Omitted.NONE, TransferReport.MAX_REASONS),
                                true,
                                false)
                        .message())
                .isEqualTo("30 of 35 could not be transferred, for many reasons.");
    }

    @Test
    void aFileSaysOnlyWhy() {
        assertThat(TransferOutcome.of(new TransferReport.Summary(0, 0, 1, List.of(SECOND), 0), false, false))
                .isEqualTo(new TransferOutcome(State.FAILED, "No.", Fault.REFUSED, 1, List.of(SECOND)));
    }

    @Test
    void whatWasThereAlreadyIsSkippedNotDone() {
        assertThat(TransferOutcome.of(new TransferReport.Summary(0, 1, 0, List.of(), 0), false, false))
                .isEqualTo(new TransferOutcome(State.SKIPPED, "The file was there already.", null));
        assertThat(TransferOutcome.of(new TransferReport.Summary(0, 3, 0, List.of(), 0), true, false)
                        .message())
                .isEqualTo("3 files already there.");
    }

    @Test
    void whatAnEarlierTryStoredIsDone() {
        assertThat(TransferOutcome.of(new TransferReport.Summary(0, 1, 0, List.of(), 0), false, true))
                .isEqualTo(new TransferOutcome(State.DONE, "", null));
        assertThat(TransferOutcome.of(new TransferReport.Summary(0, 3, 0, List.of(), 0), true, true))
                .isEqualTo(new TransferOutcome(State.DONE, "3 files already there.", null));
    }

    @Test
    void aFolderWithLinksIsDone() {
        TransferReport.Summary summary = new TransferReport.Summary(5, 0, 0, List.of(), 9, new Omitted(0, 2, 0, 0), 0);
        assertThat(TransferOutcome.of(summary, true, false))
                .isEqualTo(new TransferOutcome(State.DONE, "5 files, 2 links left out", null));
    }

    @Test
    void aFolderThatArrivedIsCounted() {
        assertThat(TransferOutcome.of(new TransferReport.Summary(1, 0, 0, List.of(), 9), true, false))
                .isEqualTo(new TransferOutcome(State.DONE, "1 file", null));
        assertThat(TransferOutcome.of(new TransferReport.Summary(1234, 56, 0, List.of(), 9), true, false)
                        .message())
                .isEqualTo("1,234 files, 56 already there");
    }
}
