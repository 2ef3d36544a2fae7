package quayside.protocol.message;

import java.util.Optional;

/**
 * The sealed close (PROTOCOL.md section 4.4). If the stream ends without one, the connection was cut.
 *
 * @param reason a plain sentence or empty
 * @param why the host's action that ended the connection; empty if there was none, or this version does not know it
 * @param note what the host wrote to the guest about it, at most {@link quayside.protocol.wire.Limits#MAX_NOTE_LENGTH}
 *     UTF-16 units; empty if nothing. Escape before showing
 */
public record Goodbye(String reason, Optional<Why> why, String note) implements Message {
    /** An action of the host that ends connections. */
    public enum Why {
        /** The host ended the share for everybody. */
        STOPPED,
        /** The host ended this guest's connections. */
        DISCONNECTED,
        /** The host admits this guest, or its address, no longer. */
        BLOCKED,
        /** The host withdrew the invitation by which this guest came. */
        REVOKED,
        /** The invitation by which this guest came is at its end. */
        EXPIRED
    }

    public Goodbye {
        note = SentenceLimit.note(note);
    }

    /** A goodbye about which the host wrote nothing. */
    public Goodbye(String reason, Optional<Why> why) {
        this(reason, why, "");
    }

    public Goodbye(String reason) {
        this(reason, Optional.empty());
    }
}
