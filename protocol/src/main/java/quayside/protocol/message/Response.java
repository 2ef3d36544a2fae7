package quayside.protocol.message;

import java.util.List;
import java.util.Optional;
import quayside.protocol.wire.Fault;

/** What a server answers (PROTOCOL.md section 5). */
public sealed interface Response extends Message {
    /**
     * One page of a listing, in no order.
     *
     * @param entries at most {@link quayside.protocol.wire.Limits#MAX_PAGE_ENTRIES}
     * @param more whether another page follows
     * @param omitted what the whole listing leaves out, on the last page; {@link Omitted#NONE} on every other
     */
    record Listing(List<Entry> entries, boolean more, Omitted omitted) implements Response {
        public Listing {
            entries = List.copyOf(entries);
            omitted = more ? Omitted.NONE : omitted;
        }

        /** A page of a listing that leaves nothing out. */
        public Listing(List<Entry> entries, boolean more) {
            this(entries, more, Omitted.NONE);
        }
    }

    record Described(Entry entry) implements Response {}

    /**
     * A body of exactly {@code entry.size() - offset} bytes follows, then a {@link Trailer} or {@link Spoiled}.
     *
     * @param version an opaque word that is another one once the file was changed
     * @param offset where the body begins: as asked, otherwise 0
     * @param reading a word by which the same program may ask for the rest, should the connection be lost; empty where the server remembers none
     */
    record Content(Entry entry, String version, long offset, Optional<String> reading) implements Response {
        public Content(Entry entry, String version, long offset) {
            this(entry, version, offset, Optional.empty());
        }
    }

    /**
     * Status 100: the body may come. A {@link From} says where it begins.
     *
     * @param offset the bytes that are there already
     * @param prefix their SHA-256, 64 lower-case hexadecimal characters; empty where there are none, and where all of them came of the {@link Request.Post#reading}
     */
    record Proceed(long offset, Optional<String> prefix) implements Response {
        /** Of what is new. */
        public Proceed() {
            this(0, Optional.empty());
        }
    }

    /** Status 102: the answer takes its time; it follows after any number of these. */
    record Processing() implements Response {}

    /**
     * The digest of a whole file.
     *
     * @param sha256 64 lower-case hexadecimal characters, as {@code sha256sum} prints them
     */
    record Digest(Entry entry, String sha256) implements Response {}

    /** The upload is on disk, checked and synced, under {@code entry.name()} (another name than asked under {@link OnConflict#RENAME}). */
    record Stored(Entry entry) implements Response {}

    /** What is there was left, by the conflict rule or because it will do; nothing was written. */
    record Skipped(Entry existing) implements Response {}

    record Done() implements Response {}

    /** A lock was made: an opaque word that stands for it. */
    record Made(String lock) implements Response {}

    /**
     * The share as it is now.
     *
     * @param freeBytes room on the share's disk, or -1 where that is not known or no guest's concern
     */
    record Pong(ShareInfo share, long freeBytes) implements Response {}

    /**
     * The request failed; the connection goes on.
     *
     * @param status the number as sent: for a fault this version does not know it is kept
     * @param sentence what happened, in plain words; escape before showing
     * @param retryAfterSeconds for 429, and for a 409 that another transfer causes and that goes by itself; otherwise 0
     * @param lock for 401, the lock whose passcode is needed
     */
    record Failed(Fault fault, int status, String sentence, long retryAfterSeconds, Optional<String> lock)
            implements Response {
        public Failed {
            sentence = Sentence.cut(sentence);
        }

        public Failed(Fault fault, String sentence) {
            this(fault, fault.status(), sentence, 0);
        }

        public Failed(Fault fault, int status, String sentence, long retryAfterSeconds) {
            this(fault, status, sentence, retryAfterSeconds, Optional.empty());
        }
    }
}
