package quayside.protocol.client.transfer;

import java.util.List;
import java.util.Optional;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * What became of the sources of a transfer.
 *
 * @param sources in the order in which they were named
 * @param ended why everything was left off before its end, if it was
 */
public record TransferReport(List<OfSource> sources, Optional<ProtocolException> ended) {
    /** Failures beyond this number are counted but not listed. */
    public static final int MAX_LISTED_FAILURES = 1000;

    /**
     * An item that was not transferred, and why; path and sentence are for display.
     *
     * @param items how many the sentence is about: one mostly, and all that a share leaves out of a folder
     */
    public record Failure(String path, Fault fault, String sentence, long items) {
        /** Of one item. */
        public Failure(String path, Fault fault, String sentence) {
            this(path, fault, sentence, 1);
        }
    }

    /**
     * What happened.
     *
     * @param stored files that arrived
     * @param skipped files that the conflict rule left
     * @param failedCount items that could not be transferred; the first {@link #MAX_LISTED_FAILURES} are in {@code failures}
     * @param bytes of the files that arrived
     */
    public record Summary(long stored, long skipped, long failedCount, List<Failure> failures, long bytes) {}

    /**
     * What became of one of several sources.
     *
     * @param complete whether all of it was transferred, or failed
     * @param ended why the rest of it was not tried, if it was not
     */
    public record OfSource(Summary summary, boolean complete, Optional<ProtocolException> ended) {}

    /** What became of the only source; fails as what ended it, or all. */
    public Summary only() throws ProtocolException {
        Optional<ProtocolException> why = ended.or(sources.getFirst()::ended);
        if (why.isPresent()) {
            throw why.get();
        }
        return sources.getFirst().summary();
    }
}
