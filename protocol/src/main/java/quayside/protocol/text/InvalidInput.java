package quayside.protocol.text;

import java.util.Locale;

/** Reports that a user's input is not valid, with a sentence for the user. The sentence does not contain the input. */
public final class InvalidInput extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // No exception is ever serialized.
    private final Sentence sentence;

    /** Has no cause, because a cause could contain the input. */
    public InvalidInput(Sentence.Key key, Object... arguments) {
        super(null, null);
        this.sentence = Sentence.of(key, arguments);
    }

    public Sentence sentence() {
        return sentence;
    }

    /** Returns the sentence in English. */
    @Override
    public String getMessage() {
        return sentence.in(Locale.ROOT);
    }
}
