package quayside.protocol.crypto;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/** Converts faults to alerts and alerts to faults (PROTOCOL.md section 3.8). */
final class HandshakeAlerts {
    private static final int MALFORMED = 400;
    private static final int WRONG_KEY = 401;
    private static final int REFUSED = 403;
    private static final int TOO_MANY_TRIES = 429;
    private static final int SERVER_FULL = 503;
    private static final int NO_COMMON_VERSION = 505;

    /** The maximum wait that an alert can cause, since a peer or a forger could send any number. */
    private static final long MAX_RETRY_AFTER_SECONDS = 3600;

    private static final long MAX_SECONDS_FIELD = 0xFFFF_FFFFL;

    private HandshakeAlerts() {}

    /**
     * Returns the alert for a guest whose handshake failed with {@code fault}; null if there is nothing to report or no
     * connection to report it on.
     */
    static HandshakeMessage.@Nullable Alert ofFailure(Fault fault) {
        return switch (fault) {
            case BROKEN_PROTOCOL -> new HandshakeMessage.Alert(MALFORMED, 0);
            case WRONG_KEY -> new HandshakeMessage.Alert(WRONG_KEY, 0);
            case NOT_QUAYSIDE -> new HandshakeMessage.Alert(NO_COMMON_VERSION, 0);
            case MALFORMED,
                    PASSCODE_NEEDED,
                    WRONG_PASSCODE,
                    REFUSED,
                    NOT_FOUND,
                    EXISTS,
                    CHANGED,
                    TOO_LARGE,
                    CORRUPTED,
                    LOCKED,
                    UNPROVEN,
                    TOO_MANY_TRIES,
                    SERVER_ERROR,
                    SERVER_FULL,
                    DISK_FULL,
                    UNKNOWN_STATUS,
                    UNREACHABLE,
                    SERVER_KEY_CHANGED,
                    CONNECTION_LOST,
                    HANDSHAKE_LOST,
                    CANCELLED,
                    NOT_SERVED,
                    LOCAL_STORAGE,
                    LOCAL_DENIED -> null;
        };
    }

    /**
     * Returns the alert for a guest that is refused before its handshake; {@code fault} is {@code REFUSED}, {@code
     * SERVER_FULL} or {@code TOO_MANY_TRIES}.
     */
    static HandshakeMessage.Alert ofRefusal(Fault fault, long retryAfterSeconds) {
        boolean known = fault == Fault.REFUSED || fault == Fault.SERVER_FULL || fault == Fault.TOO_MANY_TRIES;
        if (!known || retryAfterSeconds < 0 || retryAfterSeconds > MAX_SECONDS_FIELD) {
            throw new IllegalArgumentException("no refusal: " + fault + ", " + retryAfterSeconds + " s");
        }
        return new HandshakeMessage.Alert(fault.status(), retryAfterSeconds);
    }

    /**
     * Returns the failure that an alert means to the client that received it.
     *
     * @param confirming whether this client has just sent its confirmation, so that the server could have found it
     *     wrong
     */
    static ProtocolException fault(HandshakeMessage.Alert alert, boolean confirming) {
        return switch (alert.status()) {
            case WRONG_KEY -> confirming ? new ProtocolException(Reason.WRONG_KEY) : unexpected(alert);
            case REFUSED -> new ProtocolException(Reason.NOT_LET_IN);
            case TOO_MANY_TRIES -> tooManyTries(Math.min(alert.retryAfterSeconds(), MAX_RETRY_AFTER_SECONDS));
            case SERVER_FULL -> full(Math.min(alert.retryAfterSeconds(), MAX_RETRY_AFTER_SECONDS));
            case NO_COMMON_VERSION -> new ProtocolException(Reason.NO_COMMON_VERSION);
            default -> unexpected(alert);
        };
    }

    private static ProtocolException full(long seconds) {
        return seconds == 0
                ? new ProtocolException(Reason.SHARE_FULL)
                : new ProtocolException(Reason.SHARE_CROWDED, Duration.ofSeconds(seconds))
                        .retryAfter(Duration.ofSeconds(seconds));
    }

    private static ProtocolException tooManyTries(long seconds) {
        return new ProtocolException(Reason.TOO_MANY_KEYS, Duration.ofSeconds(seconds))
                .retryAfter(Duration.ofSeconds(seconds));
    }

    private static ProtocolException unexpected(HandshakeMessage.Alert alert) {
        return new ProtocolException(Reason.HANDSHAKE_STATUS, alert.status());
    }
}
