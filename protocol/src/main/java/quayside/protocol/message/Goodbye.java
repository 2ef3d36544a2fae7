package quayside.protocol.message;

import java.util.Optional;

/**
 * The sealed close (PROTOCOL.md section 4.4). If the stream ends without one, the connection was cut.
 *
 * @param reason a plain sentence or empty
 * @param why the host's action that ended the connection; empty if there was none, or this version does not know it
 */
public record Goodbye(String reason, Optional<Why> why) implements Message {
    /** An action of the host that ends connections. */
    public enum Why {
        /** The host ended the share for everybody. */
        STOPPED,
        /** The host ended this guest's connections. */
        DISCONNECTED,
        /** The host admits this guest's address no longer. */
        BLOCKED,
        /** The host withdrew the invitation by which this guest came. */
        REVOKED,
        /** The invitation by which this guest came is at its end. */
        EXPIRED
    }

    public Goodbye(String reason) {
        this(reason, Optional.empty());
    }
}
