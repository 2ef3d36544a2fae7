package quayside.app.cli;

import quayside.protocol.wire.Fault;

/** The exit statuses that scripts rely on. */
enum ExitCode {
    DONE(0),
    OTHER(1),
    USAGE(2),
    NOT_FOUND(3),
    /** The key, a passcode or a permission was refused. */
    DENIED(4),
    CONFLICT(5),
    NETWORK(6),
    CORRUPTED(7);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }

    static ExitCode of(Fault fault) {
        return switch (fault) {
            case NOT_FOUND -> NOT_FOUND;
            case PASSCODE_NEEDED,
                    WRONG_PASSCODE,
                    REFUSED,
                    LOCKED,
                    TOO_MANY_TRIES,
                    WRONG_KEY,
                    SERVER_KEY_CHANGED,
                    LOCAL_DENIED -> DENIED;
            case EXISTS, CHANGED, UNPROVEN -> CONFLICT;
            case UNREACHABLE, CONNECTION_LOST, HANDSHAKE_LOST, NOT_QUAYSIDE, BROKEN_PROTOCOL, SERVER_FULL -> NETWORK;
            case CORRUPTED -> CORRUPTED;
            case MALFORMED, TOO_LARGE, SERVER_ERROR, DISK_FULL, UNKNOWN_STATUS, NOT_SERVED, CANCELLED, LOCAL_STORAGE ->
                OTHER;
        };
    }
}
