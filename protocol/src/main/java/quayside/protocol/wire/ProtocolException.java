package quayside.protocol.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transfer or a connection failed for a reason that has a name and a plain sentence for the user.
 *
 * <p>The message is that sentence: it says what happened and, where something can be done, what to do. It holds no
 * secret, and names in it are escaped for display.
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

    /** {@link Fault#PASSCODE_NEEDED}, for something that is under {@code lock}. */
    public static ProtocolException locked(String sentence, String lock) {
        return new ProtocolException(Fault.PASSCODE_NEEDED, sentence, Duration.ZERO, lock, null);
    }

    /** {@link Fault#WRONG_PASSCODE}: somebody gave one for {@code lock}, which stays locked. */
    public static ProtocolException wrongPasscode(String lock) {
        return new ProtocolException(
                Fault.WRONG_PASSCODE, "The passcode was wrong, so it stays locked.", Duration.ZERO, lock, null);
    }

    /** {@link Fault#TOO_MANY_TRIES} at the passcode of {@code lock}, which is not tried again for {@code retryAfter}. */
    public static ProtocolException throttled(String sentence, String lock, Duration retryAfter) {
        return new ProtocolException(Fault.TOO_MANY_TRIES, sentence, retryAfter, lock, null);
    }

    public Fault fault() {
        return fault;
    }

    /** How long to wait before another try, where the other side said so; otherwise zero. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /**
     * The lock whose passcode is asked for, with {@link Fault#PASSCODE_NEEDED}, was wrong, with {@link Fault#WRONG_PASSCODE}, or was tried too often, with
     * {@link Fault#TOO_MANY_TRIES}; otherwise empty, also for too many tries of the access key. An opaque word, no secret.
     */
    public Optional<String> lock() {
        return Optional.ofNullable(lock);
    }

    /** The sentence for the user; never null. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
