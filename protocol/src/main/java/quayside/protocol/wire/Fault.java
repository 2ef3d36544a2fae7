package quayside.protocol.wire;

/**
 * What can go wrong, as the wire numbers it (PROTOCOL.md section 7) and as this side finds it.
 *
 * <p>Faults with a {@link #status()} above zero travel in responses; the others are found locally and never sent.
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
    /** Who goes on has to prove the beginning otherwise: the reading that was named is not remembered. */
    UNPROVEN(428),
    TOO_MANY_TRIES(429),
    SERVER_ERROR(500),
    SERVER_FULL(503),
    DISK_FULL(507),

    /** A status this version does not know; the sentence carries its number. */
    UNKNOWN_STATUS(0),
    /** A passcode was given, and it is not that of what is protected; names the lock. */
    WRONG_PASSCODE(0),
    /** A folder of the share holds what the server does not serve: links, special files, names that are none of the protocol. */
    NOT_SERVED(0),
    /** The access key is not the server's. Never retried without the user. */
    WRONG_KEY(0),
    /** Nobody answers at that address. Worth trying again later. */
    UNREACHABLE(0),
    /** The server proved another identity than the pinned one. Nothing derived from the access key was sent. */
    SERVER_KEY_CHANGED(0),
    /** The two programs have no protocol version in common, or the peer does not speak this protocol. */
    NOT_QUAYSIDE(0),
    /** The connection ended or stalled without its sealed close. Worth trying again. */
    CONNECTION_LOST(0),
    /** The connection ended after this side had confirmed the access key and before the server had: each try gives a fake server one guess. */
    HANDSHAKE_LOST(0),
    /** The peer sent what the protocol forbids, or a frame failed its authentication. */
    BROKEN_PROTOCOL(0),
    /** The user cancelled. */
    CANCELLED(0),
    /** This computer's own disk: full or failing, or not as it was expected. */
    LOCAL_STORAGE(0),
    /** This computer does not permit its user the use of a file or folder of its own. */
    LOCAL_DENIED(0);

    private final int status;

    Fault(int status) {
        this.status = status;
    }

    /** The number on the wire, or 0 for a fault that only this side knows. */
    public int status() {
        return status;
    }

    /** The fault that a peer's status names; {@link #UNKNOWN_STATUS} where this version knows none. */
    public static Fault ofStatus(int status) {
        for (Fault fault : values()) {
            if (fault.status == status && status != 0) {
                return fault;
            }
        }
        return UNKNOWN_STATUS;
    }
}
