package quayside.protocol.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.text.Sentence;

/**
 * Reports that a transfer or a connection failed, with a {@link Fault} and a plain sentence for the user.
 *
 * <p>The sentence tells the user what happened and, if something can be done, what to do. It contains no secret. It is put
 * into words only when it is read; the message is the sentence in English, for logs.
 */
public final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    @SuppressWarnings("serial") // No exception is ever serialized.
    private final Sentence sentence;

    private final Duration retryAfter;
    private final @Nullable String lock;

    public ProtocolException(FailureKind kind, Object... arguments) {
        this(kind.fault(), new Sentence(kind, List.of(arguments)));
    }

    public ProtocolException(FailureKind kind, @Nullable Throwable cause, Object... arguments) {
        this(kind.fault(), new Sentence(kind, List.of(arguments)), Duration.ZERO, null, cause);
    }

    /** Creates a failure that a peer reported, or the system. */
    public ProtocolException(Fault fault, Sentence sentence) {
        this(fault, sentence, null);
    }

    public ProtocolException(Fault fault, Sentence sentence, @Nullable Throwable cause) {
        this(fault, sentence, Duration.ZERO, null, cause);
    }

    private ProtocolException(
            Fault fault, Sentence sentence, Duration retryAfter, @Nullable String lock, @Nullable Throwable cause) {
        super(null, cause);
        this.fault = fault;
        this.sentence = sentence;
        this.retryAfter = retryAfter;
        this.lock = lock;
    }

    /** Returns this failure as one of {@code lock}; see {@link #lock()}. */
    public ProtocolException under(String lock) {
        return new ProtocolException(fault, sentence, retryAfter, lock, getCause());
    }

    /** Returns this failure with the time to wait before a retry. */
    public ProtocolException retryAfter(Duration wait) {
        return new ProtocolException(fault, sentence, wait, lock, getCause());
    }

    /** Returns this failure with another sentence. */
    public ProtocolException saying(Sentence other) {
        return new ProtocolException(fault, other, retryAfter, lock, this);
    }

    /** Returns a failure with the same sentence, of another kind, and caused by this one. */
    public ProtocolException as(Fault other) {
        return new ProtocolException(other, sentence, retryAfter, lock, this);
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

    /** Returns the sentence for the user. */
    public Sentence sentence() {
        return sentence;
    }

    /** Returns the sentence in English. */
    @Override
    public String getMessage() {
        return sentence.in(Locale.ROOT);
    }
}
