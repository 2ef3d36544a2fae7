package quayside.protocol.client.transfer;

import java.util.List;
import java.util.Optional;
import quayside.protocol.message.Omitted;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The results of the sources of a transfer.
 *
 * @param sources in the order in which they were named
 * @param ended why the whole transfer ended early, if it did
 */
public record TransferReport(List<OfSource> sources, Optional<ProtocolException> ended) {
    /** The number of failures that are listed. Further ones are only counted. */
    public static final int MAX_LISTED_FAILURES = 1000;

    /** The number of different reasons that are counted. */
    public static final int MAX_REASONS = 20;

    /**
     * An item that was not transferred, and the reason. Path and sentence are for display.
     *
     * @param items the number of items that the sentence is about: usually one, or all that a share leaves out of a
     *     folder
     */
    public record Failure(String path, Fault fault, Sentence sentence, long items) {
        /** Creates the failure of one item. */
        public Failure(String path, Fault fault, Sentence sentence) {
            this(path, fault, sentence, 1);
        }

        /** Returns whether it was left out because nobody gave its passcode. */
        public boolean isLeftLocked() {
            return sentence.key() == Reason.PASSCODE_NEEDED;
        }
    }

    /**
     * The result of one source.
     *
     * @param stored the number of files that were stored
     * @param skipped the number of files that the conflict policy skipped
     * @param failedCount the number of items that could not be transferred; the first {@link #MAX_LISTED_FAILURES} are
     *     in {@code failures}
     * @param bytes the size of the stored files
     * @param leftOut the links and special files of an uploaded folder, which are never sent and are no failures
     * @param reasons the number of different sentences among all failures, listed or not; at most {@link #MAX_REASONS},
     *     which also stands for more
     */
    public record Summary(
            long stored,
            long skipped,
            long failedCount,
            List<Failure> failures,
            long bytes,
            Omitted leftOut,
            int reasons) {
        /** Creates a summary of which nothing was left out, and all failures are listed. */
        public Summary(long stored, long skipped, long failedCount, List<Failure> failures, long bytes) {
            this(stored, skipped, failedCount, failures, bytes, Omitted.NONE, (int) failures.stream()
                    .map(Failure::sentence)
                    .distinct()
                    .limit(MAX_REASONS)
                    .count());
        }
    }

    /**
     * The result of one of several sources.
     *
     * @param complete whether everything in it was transferred, or failed
     * @param ended why the rest of it was not tried, if so
     */
    public record OfSource(Summary summary, boolean complete, Optional<ProtocolException> ended) {}

    /** Returns the result of the only source. Throws the fault that ended it, or that ended the transfer. */
    public Summary only() throws ProtocolException {
        Optional<ProtocolException> why = ended.or(sources.getFirst()::ended);
        if (why.isPresent()) {
            throw why.get();
        }
        return sources.getFirst().summary();
    }
}
