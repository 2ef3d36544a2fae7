package quayside.app.core.transfer;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Problem;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.wire.Fault;

/** How a try ended, the sentence that its row shows, and what could not be transferred. */
record Outcome(
        TransferSnapshot.State state,
        String message,
        @Nullable Fault fault,
        long failedCount,
        List<TransferReport.Failure> failures) {
    Outcome(TransferSnapshot.State state, String message, @Nullable Fault fault) {
        this(state, message, fault, 0, List.of());
    }

    /** A try that has not ended yet. */
    static Outcome none(TransferSnapshot.State state) {
        return new Outcome(state, "", null);
    }

    static Outcome paused() {
        return new Outcome(TransferSnapshot.State.PAUSED, "What has arrived is kept.", null);
    }

    static Outcome cancelled() {
        return new Outcome(TransferSnapshot.State.CANCELLED, "Cancelled.", Fault.CANCELLED);
    }

    static Outcome failed(Problem problem) {
        return new Outcome(TransferSnapshot.State.FAILED, problem.sentence(), problem.fault());
    }

    static Outcome of(TransferReport.Summary summary, boolean folder) {
        String already = summary.skipped() == 0 ? "" : ", " + number(summary.skipped()) + " already there";
        if (summary.failedCount() > 0) {
            TransferReport.Failure first = summary.failures().getFirst();
            long all = summary.stored() + summary.skipped() + summary.failedCount();
            String message = folder
                    ? number(summary.failedCount()) + " of " + number(all) + " could not be transferred: "
                            + first.sentence()
                    : first.sentence();
            return new Outcome(
                    TransferSnapshot.State.FAILED, message, first.fault(), summary.failedCount(), summary.failures());
        }
        if (summary.stored() == 0 && summary.skipped() > 0) {
            return new Outcome(
                    TransferSnapshot.State.SKIPPED,
                    folder ? files(summary.skipped()) + " already there." : "It was there already.",
                    null);
        }
        return new Outcome(TransferSnapshot.State.DONE, folder ? files(summary.stored()) + already : "", null);
    }

    private static String files(long count) {
        return count == 1 ? "1 file" : number(count) + " files";
    }

    private static String number(long count) {
        return String.format(Locale.ENGLISH, "%,d", count);
    }
}
