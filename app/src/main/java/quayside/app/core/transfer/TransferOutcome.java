package quayside.app.core.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Problem;
import quayside.app.core.text.Texts;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.wire.Fault;

/** The result of a try: its state, the sentence for its row, and the failures. */
record TransferOutcome(
        TransferSnapshot.State state,
        String message,
        @Nullable Fault fault,
        long failedCount,
        List<TransferReport.Failure> failures) {
    TransferOutcome(TransferSnapshot.State state, String message, @Nullable Fault fault) {
        this(state, message, fault, 0, List.of());
    }

    /** Returns the outcome of a try that has not ended yet. */
    static TransferOutcome none(TransferSnapshot.State state) {
        return new TransferOutcome(state, "", null);
    }

    /** Returns the outcome that a job had when it was kept. */
    static TransferOutcome kept(Job job) {
        return job.ended()
                .map(ended -> new TransferOutcome(
                        job.state(),
                        ended.message(),
                        ended.fault().orElse(null),
                        ended.failedCount(),
                        ended.failures()))
                .orElseGet(() -> job.state() == TransferSnapshot.State.PAUSED
                        ? new TransferOutcome(job.state(), Texts.get("core.transfer.pausedBefore"), null)
                        : none(job.state()));
    }

    /** Returns the outcome of a transfer that the user has paused. */
    static TransferOutcome paused() {
        return new TransferOutcome(TransferSnapshot.State.PAUSED, Texts.get("core.transfer.paused"), null);
    }

    static TransferOutcome cancelled() {
        return new TransferOutcome(
                TransferSnapshot.State.CANCELLED, Texts.get("core.transfer.cancelled"), Fault.CANCELLED);
    }

    static TransferOutcome failed(Problem problem) {
        return new TransferOutcome(TransferSnapshot.State.FAILED, problem.sentence(), problem.fault());
    }

    /** @param partStored whether an earlier try stored a file, which this one has found there and skipped */
    static TransferOutcome of(TransferReport.Summary summary, boolean folder, boolean partStored) {
        if (summary.failedCount() > 0) {
            TransferReport.Failure first = summary.failures().getFirst();
            String message = folder ? someFailed(summary) : failed(first);
            return new TransferOutcome(
                    TransferSnapshot.State.FAILED, message, first.fault(), summary.failedCount(), summary.failures());
        }
        if (summary.stored() == 0 && summary.skipped() > 0) {
            String found = folder
                    ? Texts.get("core.transfer.folder.skipped", summary.skipped())
                    : partStored ? "" : Texts.get("core.transfer.file.skipped");
            return new TransferOutcome(
                    partStored ? TransferSnapshot.State.DONE : TransferSnapshot.State.SKIPPED, found, null);
        }
        return new TransferOutcome(TransferSnapshot.State.DONE, folder ? arrived(summary) : "", null);
    }

    private static String failed(TransferReport.Failure failure) {
        return failure.isLeftLocked() ? Texts.get("core.transfer.leftLocked") : Texts.words(failure.sentence());
    }

    private static String arrived(TransferReport.Summary summary) {
        String files = Texts.get("core.transfer.folder.done", summary.stored(), summary.skipped());
        return summary.leftOut().total() == 0
                ? files
                : Texts.get("core.transfer.leftOut", files, summary.leftOut().inWords());
    }

    /** Returns how many items failed. The reason is given only if it is the same for all of them. */
    private static String someFailed(TransferReport.Summary summary) {
        long all = summary.stored() + summary.skipped() + summary.failedCount();
        if (summary.failures().stream().allMatch(TransferReport.Failure::isLeftLocked)) {
            return Texts.get("core.transfer.leftLocked.some", summary.failedCount(), all);
        }
        if (summary.reasons() == 1) {
            return Texts.get(
                    "core.transfer.someFailed",
                    summary.failedCount(),
                    all,
                    summary.failures().getFirst().sentence());
        }
        return summary.reasons() < TransferReport.MAX_REASONS
                ? Texts.get("core.transfer.someFailed.reasons", summary.failedCount(), all, summary.reasons())
                : Texts.get("core.transfer.someFailed.manyReasons", summary.failedCount(), all);
    }
}
