package quayside.app.cli;

import java.util.Locale;
import quayside.protocol.text.Sentence;

/** Ends a command with a status and one plain sentence. */
final class CliException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exit;

    @SuppressWarnings("serial") // No exception is ever serialized.
    private final Sentence sentence;

    CliException(ExitCode exit, Sentence.Key key, Object... arguments) {
        this(exit, Sentence.of(key, arguments));
    }

    CliException(ExitCode exit, Sentence sentence) {
        this.exit = exit;
        this.sentence = sentence;
    }

    ExitCode exit() {
        return exit;
    }

    Sentence sentence() {
        return sentence;
    }

    /** Returns the sentence in English. */
    @Override
    public String getMessage() {
        return sentence.in(Locale.ROOT);
    }
}
