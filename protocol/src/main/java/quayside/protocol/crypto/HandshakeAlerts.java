package quayside.protocol.crypto;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

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
            case WRONG_KEY ->
                confirming
                        ? new ProtocolException(
                                Fault.WRONG_KEY,
                                "The access key is not the one this share uses. Check it with the person who shares.")
                        : unexpected(alert);
            case REFUSED -> new ProtocolException(Fault.REFUSED, "The host does not let this computer in.");
            case TOO_MANY_TRIES -> tooManyTries(Math.min(alert.retryAfterSeconds(), MAX_RETRY_AFTER_SECONDS));
            case SERVER_FULL -> full(Math.min(alert.retryAfterSeconds(), MAX_RETRY_AFTER_SECONDS));
            case NO_COMMON_VERSION ->
                new ProtocolException(
                        Fault.NOT_QUAYSIDE,
                        "The share runs another version of Quayside, and the two have no protocol in common. Update both.");
            default -> unexpected(alert);
        };
    }

    private static ProtocolException full(long seconds) {
        String sentence = seconds == 0
                ? "The share has as many guests as it admits. Try again later."
                : "Too many people are trying to connect to the share at once. Try again in " + inWords(seconds) + ".";
        return new ProtocolException(Fault.SERVER_FULL, sentence, Duration.ofSeconds(seconds), null);
    }

    private static String inWords(long seconds) {
        if (seconds == 1) {
            return "a second";
        }
        return seconds < 120 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
    }

    private static ProtocolException tooManyTries(long seconds) {
        return new ProtocolException(
                Fault.TOO_MANY_TRIES,
                "Too many wrong access keys were tried from here. Try again in " + inWords(seconds) + ".",
                Duration.ofSeconds(seconds),
                null);
    }

    private static ProtocolException unexpected(HandshakeMessage.Alert alert) {
        return new ProtocolException(
                Fault.BROKEN_PROTOCOL, "The share ended the handshake with status " + alert.status() + ".");
    }
}
