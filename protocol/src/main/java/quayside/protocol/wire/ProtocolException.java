package quayside.protocol.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reports that a transfer or a connection failed, with a {@link Fault} and a plain sentence for the user.
 *
 * <p>The message is that sentence. It tells the user what happened and, if something can be done, what to do. It
 * contains no secret, and names in it are escaped for display.
 */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final Duration retryAfter;
    private final @Nullable String lock;

    public ProtocolException(Fault fault, String sentence) {
        this(fault, sentence, Duration.ZERO, null);
    }

    public ProtocolException(Fault fault, String sentence, @Nullable Throwable cause) {
        this(fault, sentence, Duration.ZERO, cause);
    }

    public ProtocolException(Fault fault, String sentence, Duration retryAfter, @Nullable Throwable cause) {
        this(fault, sentence, retryAfter, null, cause);
    }

    private ProtocolException(
            Fault fault, String sentence, Duration retryAfter, @Nullable String lock, @Nullable Throwable cause) {
        super(sentence, cause);
        this.fault = fault;
        this.retryAfter = retryAfter;
        this.lock = lock;
    }

    /** Returns a {@link Fault#PASSCODE_NEEDED} for a file or folder that is under {@code lock}. */
    public static ProtocolException locked(String sentence, String lock) {
        return new ProtocolException(Fault.PASSCODE_NEEDED, sentence, Duration.ZERO, lock, null);
    }

    /** Returns a {@link Fault#WRONG_PASSCODE}: the given passcode does not open {@code lock}. */
    public static ProtocolException wrongPasscode(String lock) {
        return new ProtocolException(
                Fault.WRONG_PASSCODE, "The passcode was wrong, so it stays locked.", Duration.ZERO, lock, null);
    }

    /** Returns a {@link Fault#TOO_MANY_TRIES}: no further passcode for {@code lock} is tried for {@code retryAfter}. */
    public static ProtocolException throttled(String sentence, String lock, Duration retryAfter) {
        return new ProtocolException(Fault.TOO_MANY_TRIES, sentence, retryAfter, lock, null);
    }

    public Fault fault() {
        return fault;
    }

    /** Returns how long to wait before a retry, or zero if the other side gave no time. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /**
     * Returns the lock whose passcode is needed ({@link Fault#PASSCODE_NEEDED}), was wrong ({@link
     * Fault#WRONG_PASSCODE}), or was tried too often ({@link Fault#TOO_MANY_TRIES}). Empty for other failures, and
     * after too many tries of the access key. An opaque word, not a secret.
     */
    public Optional<String> lock() {
        return Optional.ofNullable(lock);
    }

    /** Returns the sentence for the user; never null. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
