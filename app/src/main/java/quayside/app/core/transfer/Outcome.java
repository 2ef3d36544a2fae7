package quayside.app.core.transfer;

import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Problem;
import quayside.protocol.client.FolderTransfer;
import quayside.protocol.wire.Fault;

/** How a try ended, and the sentence that its row shows. */
record Outcome(
        TransferSnapshot.State state,
        String message,
        @Nullable Fault fault) {
    static Outcome cancelled() {
        return new Outcome(TransferSnapshot.State.CANCELLED, "Cancelled.", Fault.CANCELLED);
    }

    static Outcome failed(Problem problem) {
        return new Outcome(TransferSnapshot.State.FAILED, problem.sentence(), problem.fault());
    }

    static Outcome of(FolderTransfer.Summary summary, boolean folder) {
        String already = summary.skipped() == 0 ? "" : ", " + summary.skipped() + " skipped as there already";
        if (summary.failedCount() > 0) {
            FolderTransfer.Failure first = summary.failures().getFirst();
            String message = folder
                    ? files(summary.stored()) + already + ", " + summary.failedCount() + " could not be transferred: "
                            + first.sentence()
                    : first.sentence();
            return new Outcome(TransferSnapshot.State.FAILED, message, first.fault());
        }
        if (summary.stored() == 0 && summary.skipped() > 0) {
            return new Outcome(
                    TransferSnapshot.State.SKIPPED,
                    folder ? files(summary.skipped()) + " skipped as there already." : "It was there already.",
                    null);
        }
        return new Outcome(TransferSnapshot.State.DONE, folder ? files(summary.stored()) + already : "", null);
    }

    private static String files(long count) {
        return count == 1 ? "1 file" : count + " files";
    }
}
