package quayside.protocol.crypto;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Alerts for faults and faults for alerts (PROTOCOL.md section 3.8). */
final class HandshakeAlerts {
    private static final int MALFORMED = 400;
    private static final int WRONG_KEY = 401;
    private static final int TOO_MANY_TRIES = 429;
    private static final int SERVER_FULL = 503;
    private static final int NO_COMMON_VERSION = 505;

    /** A peer, or whoever forges its alert, cannot make this side wait longer. */
    private static final long MAX_RETRY_AFTER_SECONDS = 3600;

    private HandshakeAlerts() {}

    /** What a client that failed with {@code fault} is told; null where there is nothing to tell or nobody to hear it. */
    static HandshakeMessage.@Nullable Alert forFault(Fault fault, long retryAfterSeconds) {
        int status = switch (fault) {
            case BROKEN_PROTOCOL, MALFORMED -> MALFORMED;
            case WRONG_KEY -> WRONG_KEY;
            case TOO_MANY_TRIES -> TOO_MANY_TRIES;
            case SERVER_FULL -> SERVER_FULL;
            case NOT_QUAYSIDE -> NO_COMMON_VERSION;
            case PASSCODE_NEEDED,
                    REFUSED,
                    NOT_FOUND,
                    EXISTS,
                    CHANGED,
                    TOO_LARGE,
                    CORRUPTED,
                    LOCKED,
                    SERVER_ERROR,
                    DISK_FULL,
                    UNKNOWN_STATUS,
                    UNREACHABLE,
                    SERVER_KEY_CHANGED,
                    CONNECTION_LOST,
                    CANCELLED,
                    LOCAL_STORAGE -> 0;
        };
        return status == 0 ? null : new HandshakeMessage.Alert(status, retryAfterSeconds);
    }

    /**
     * What an alert means to the client that received it.
     *
     * @param confirming whether this client has just sent its confirmation, so that the server can have found it wrong
     */
    static ProtocolException fault(HandshakeMessage.Alert alert, boolean confirming) {
        return switch (alert.status()) {
            case WRONG_KEY ->
                confirming
                        ? new ProtocolException(
                                Fault.WRONG_KEY,
                                "The access key is not the one this share uses. Check it with the person who shares.")
                        : unexpected(alert);
            case TOO_MANY_TRIES -> tooManyTries(Math.min(alert.retryAfterSeconds(), MAX_RETRY_AFTER_SECONDS));
            case SERVER_FULL ->
                new ProtocolException(Fault.SERVER_FULL, "The share has as many guests as it admits. Try again later.");
            case NO_COMMON_VERSION ->
                new ProtocolException(
                        Fault.NOT_QUAYSIDE,
                        "The share runs another version of Quayside, and the two have no protocol in common. Update both.");
            default -> unexpected(alert);
        };
    }

    private static ProtocolException tooManyTries(long seconds) {
        String wait = seconds < 120 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
        return new ProtocolException(
                Fault.TOO_MANY_TRIES,
                "The share was tried with wrong access keys too often from here. Try again in " + wait + ".",
                Duration.ofSeconds(seconds),
                null);
    }

    private static ProtocolException unexpected(HandshakeMessage.Alert alert) {
        return new ProtocolException(
                Fault.BROKEN_PROTOCOL, "The share ended the handshake with status " + alert.status() + ".");
    }
}
