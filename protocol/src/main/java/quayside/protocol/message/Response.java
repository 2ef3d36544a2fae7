package quayside.protocol.message;

import java.util.List;
import quayside.protocol.wire.Fault;

/** What a server answers (PROTOCOL.md section 5). */
public sealed interface Response extends Message {
    /** One page; at most {@link quayside.protocol.wire.Limits#MAX_PAGE_ENTRIES} entries in no order; {@code more} where another follows. */
    record Listing(List<Entry> entries, boolean more) implements Response {
        public Listing {
            entries = List.copyOf(entries);
        }
    }

    record Described(Entry entry) implements Response {}

    /** A body of exactly {@code entry.size()} bytes follows, then a {@link Trailer}. */
    record Content(Entry entry) implements Response {}

    /** Status 100: send the body now. */
    record Proceed() implements Response {}

    /** The upload is on disk, checked and synced, under {@code entry.name()} (another name than asked under {@link OnConflict#RENAME}). */
    record Stored(Entry entry) implements Response {}

    /** The conflict rule left the old file; nothing was written. */
    record Skipped(Entry existing) implements Response {}

    record Done() implements Response {}

    record Pong(ShareInfo share) implements Response {}

    /**
     * The request failed; the connection goes on.
     *
     * @param status the number as sent: for a fault this version does not know it is kept
     * @param sentence what happened, in plain words; escape before showing
     * @param retryAfterSeconds for 429, otherwise 0
     */
    record Failed(Fault fault, int status, String sentence, long retryAfterSeconds) implements Response {
        /** Sentences are cut here, so that the header fits its frame whatever a peer made us repeat. */
        public static final int MAX_SENTENCE_CHARS = 1000;

        public Failed {
            if (sentence.length() > MAX_SENTENCE_CHARS) {
                sentence = sentence.substring(0, MAX_SENTENCE_CHARS - 1) + "…";
            }
        }

        public Failed(Fault fault, String sentence) {
            this(fault, fault.status(), sentence, 0);
        }
    }
}
