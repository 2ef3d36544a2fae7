package quayside.protocol.wire;

/**
 * The kinds of failure: those that the wire numbers (PROTOCOL.md section 7), and those that this side detects.
 *
 * <p>Faults with a {@link #status()} above zero travel in responses. The others are found locally and never sent.
 */
public enum Fault {
    MALFORMED(400),
    PASSCODE_NEEDED(401),
    REFUSED(403),
    NOT_FOUND(404),
    EXISTS(409),
    CHANGED(412),
    TOO_LARGE(413),
    CORRUPTED(422),
    LOCKED(423),
    /**
     * The server does not remember the named reading, so the client has to prove the beginning of the file in another
     * way.
     */
    UNPROVEN(428),
    TOO_MANY_TRIES(429),
    SERVER_ERROR(500),
    SERVER_FULL(503),
    DISK_FULL(507),

    /** A status that this version does not know; the sentence contains its number. */
    UNKNOWN_STATUS(0),
    /** The given passcode does not open the lock, which the exception names. */
    WRONG_PASSCODE(0),
    /**
     * A folder of the share holds entries that the server does not serve: links, special files, or names that the
     * protocol does not allow.
     */
    NOT_SERVED(0),
    /** The access key is not the one of the server. A client never retries without asking the user. */
    WRONG_KEY(0),
    /** No answer from that address. A later retry may succeed. */
    UNREACHABLE(0),
    /** The server has an identity other than the pinned one. Nothing derived from the access key was sent. */
    SERVER_KEY_CHANGED(0),
    /** The two programs have no protocol version in common, or the peer does not speak this protocol. */
    NOT_QUAYSIDE(0),
    /** The connection ended or stalled without a sealed close. A retry may succeed. */
    CONNECTION_LOST(0),
    /**
     * The connection ended after this side had confirmed the access key and before the server had. Each retry would
     * give a fake server one guess.
     */
    HANDSHAKE_LOST(0),
    /** The peer sent something that the protocol forbids, or a frame failed its authentication. */
    BROKEN_PROTOCOL(0),
    CANCELLED(0),
    /** The disk of this computer is full or failing, or its content is not as expected. */
    LOCAL_STORAGE(0),
    /** The system of this computer denies its user access to a local file or folder. */
    LOCAL_DENIED(0);

    private final int status;

    Fault(int status) {
        this.status = status;
    }

    /** Returns the number on the wire, or 0 for a fault that is only local. */
    public int status() {
        return status;
    }

    /** Returns the fault with a peer's status, or {@link #UNKNOWN_STATUS} if this version does not know it. */
    public static Fault ofStatus(int status) {
        for (Fault fault : values()) {
            if (fault.status == status && status != 0) {
                return fault;
            }
        }
        return UNKNOWN_STATUS;
    }
}
