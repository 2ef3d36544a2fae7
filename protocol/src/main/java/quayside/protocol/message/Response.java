package quayside.protocol.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import quayside.protocol.wire.Fault;

/** An answer of a server (PROTOCOL.md section 5). */
public sealed interface Response extends Message {
    /**
     * One page of a listing, in no particular order.
     *
     * @param entries at most {@link quayside.protocol.wire.Limits#MAX_PAGE_ENTRIES}
     * @param more whether another page follows
     * @param omitted what the whole listing omits, on the last page; {@link Omitted#NONE} on every other
     */
    record Listing(List<Entry> entries, boolean more, Omitted omitted) implements Response {
        public Listing {
            entries = List.copyOf(entries);
            omitted = more ? Omitted.NONE : omitted;
        }

        /** A page of a listing that omits nothing. */
        public Listing(List<Entry> entries, boolean more) {
            this(entries, more, Omitted.NONE);
        }
    }

    record Described(Entry entry) implements Response {}

    /**
     * Announces a body of exactly {@code entry.size() - offset} bytes (PROTOCOL.md section 6.2).
     *
     * @param version an opaque word that changes when the file is changed
     * @param offset the offset at which the body begins: the requested one, otherwise 0
     * @param reading a word by which the same run of the client's program may request the rest if the connection is
     *     lost; empty if the server remembers no reading
     */
    record Content(Entry entry, String version, long offset, Optional<String> reading) implements Response {
        public Content(Entry entry, String version, long offset) {
            this(entry, version, offset, Optional.empty());
        }
    }

    /**
     * Status 100: the server is ready for the body. A {@link From} then announces where it begins.
     *
     * @param offset the bytes that the server already has
     * @param prefix their SHA-256, 64 lower-case hexadecimal characters; empty if there are none, or if all of them
     *     came from the {@link Request.Post#reading}
     */
    record Proceed(long offset, Optional<String> prefix) implements Response {
        /** The answer for a file of which the server has no bytes. */
        public Proceed() {
            this(0, Optional.empty());
        }
    }

    /** Status 102: the answer is delayed. Any number of these precede it. */
    record Processing() implements Response {}

    /**
     * The digest of a whole file.
     *
     * @param sha256 64 lower-case hexadecimal characters, as {@code sha256sum} prints them
     */
    record Digest(Entry entry, String sha256) implements Response {}

    /**
     * The upload is on disk, checked and synced, as {@code entry.name()}, which under {@link OnConflict#RENAME} may
     * differ from the requested name.
     */
    record Stored(Entry entry) implements Response {}

    /** The existing entry was kept, by the conflict policy or because the request accepts it; nothing was written. */
    record Skipped(Entry existing) implements Response {}

    record Done() implements Response {}

    /** A lock was made; {@code lock} is an opaque word that identifies it. */
    record Made(String lock) implements Response {}

    /**
     * The current state of the share.
     *
     * @param freeBytes free space on the share's disk, or -1 if it is unknown or not shown to guests
     * @param knowsSeen whether the server knows {@link Request.Post#seen}; a server of an earlier version does not
     * @param time what the server's clock shows, to the millisecond; empty if the server is of an earlier version
     */
    record Pong(ShareInfo share, long freeBytes, boolean knowsSeen, Optional<Instant> time) implements Response {
        public Pong(ShareInfo share, long freeBytes, boolean knowsSeen) {
            this(share, freeBytes, knowsSeen, Optional.empty());
        }
    }

    /**
     * What the host has ordered for this guest: the answer to {@link Request.Watch}, and to nothing when it changes.
     *
     * @param paused whether the guest may transfer nothing at present
     * @param bytesPerSecond the limit in each direction; 0 for none
     * @param note what the host wrote about it, at most {@link quayside.protocol.wire.Limits#MAX_NOTE_LENGTH} UTF-16
     *     units; empty if nothing. Escape before showing
     */
    record Orders(boolean paused, long bytesPerSecond, String note) implements Response {
        /** No order. */
        public static final Orders NONE = new Orders(false, 0, "");

        public Orders {
            note = SentenceLimit.note(note);
        }
    }

    /**
     * The request failed; the connection continues.
     *
     * @param status the number as sent, kept even if this version does not know its fault
     * @param sentence what happened, in plain words; escape before showing
     * @param retryAfterSeconds the wait for 429, and for a 409 caused by another transfer that will end; otherwise 0
     * @param lock for 401, the lock whose passcode is needed
     */
    record Failed(Fault fault, int status, String sentence, long retryAfterSeconds, Optional<String> lock)
            implements Response {
        public Failed {
            sentence = SentenceLimit.cut(sentence);
        }

        public Failed(Fault fault, String sentence) {
            this(fault, fault.status(), sentence, 0);
        }

        public Failed(Fault fault, int status, String sentence, long retryAfterSeconds) {
            this(fault, status, sentence, retryAfterSeconds, Optional.empty());
        }
    }
}
