package quayside.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import quayside.app.core.text.Texts;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.unlock.PasscodePrompt;
import quayside.protocol.message.Passcode;
import quayside.protocol.text.InvalidInput;
import quayside.protocol.text.Sentence;

/**
 * Finds the passcode of protected files: in a file, in a variable, or by asking a person. It is never an argument,
 * which other users of the computer can read. Part of every command that can use protected files; the command closes it
 * at its end.
 */
final class PasscodeOption implements AutoCloseable {
    static final String VARIABLE = "QUAYSIDE_PASSCODE";

    private static final int MAX_ASKED = 3;

    @Option(
            names = "--passcode-file",
            paramLabel = "FILE",
            description = "the file that holds the passcode of protected files (default: the variable " + VARIABLE
                    + ", or a question at the terminal)")
    private @Nullable Path file;

    private final List<Passcode> held = new ArrayList<>();

    /** Makes {@code client} use the passcode for protected files, until {@link #close}. */
    void giveTo(ShareClient client, CliContext context) throws CliException {
        Optional<Passcode> given = given(context);
        client.passcodes(given.isPresent() ? once(given.get()) : asking(context));
    }

    /** Wipes the passcodes that were given or chosen. */
    @Override
    public void close() {
        held.forEach(Passcode::close);
    }

    /** Returns the passcode for new files; valid until {@link #close}. */
    Passcode chosen(CliContext context) throws CliException {
        Optional<Passcode> given = given(context);
        if (given.isPresent()) {
            return given.get();
        }
        String first = typed(context, CliText.ASK_NEW_PASSCODE);
        if (!first.equals(typed(context, CliText.ASK_AGAIN))) {
            throw new CliException(ExitCode.USAGE, CliText.PASSCODES_DIFFER);
        }
        return hold(passcode(first));
    }

    private Passcode hold(Passcode passcode) {
        held.add(passcode);
        return passcode;
    }

    private static String typed(CliContext context, CliText question) throws CliException {
        return context.prompt()
                .flatMap(prompt -> prompt.secret(Texts.words(Sentence.of(question))))
                .orElseThrow(() -> new CliException(ExitCode.USAGE, CliText.GIVE_PASSCODE, VARIABLE));
    }

    private Optional<Passcode> given(CliContext context) throws CliException {
        if (file != null) {
            return Optional.of(hold(passcode(SecretFile.PASSCODE.read(file))));
        }
        String variable = context.environment().get(VARIABLE);
        String text = variable == null ? "" : SecretFile.withoutLineEnds(variable);
        return text.isEmpty() ? Optional.empty() : Optional.of(hold(passcode(text)));
    }

    private static Passcode passcode(String text) throws CliException {
        try {
            return Passcode.of(text);
        } catch (InvalidInput e) {
            throw new CliException(ExitCode.USAGE, e.sentence());
        }
    }

    /**
     * Returns a prompt that tries the passcode once at each lock, however many items of the command it locks. The share
     * counts each try as a guess.
     */
    private static PasscodePrompt once(Passcode passcode) {
        Set<String> wrong = ConcurrentHashMap.newKeySet();
        return new PasscodePrompt() {
            @Override
            public Optional<Answer> ask(Question question, Cancellation nobodyWaits) {
                boolean useless = question.again()
                        || knowsOnlyWrong(question.lock())
                        || !question.waitFor().isZero();
                return useless ? Optional.empty() : Optional.of(new Answer(passcode.copy(), true));
            }

            @Override
            public void tried(String lock, boolean right) {
                if (!right) {
                    wrong.add(lock);
                }
            }

            @Override
            public boolean knowsOnlyWrong(String lock) {
                return wrong.contains(lock);
            }
        };
    }

    /** Returns a prompt that asks a person a few times; text that cannot be a passcode counts as a wrong one. */
    private static PasscodePrompt asking(CliContext context) {
        return new PasscodePrompt() {
            private final Set<String> wrong = ConcurrentHashMap.newKeySet();
            private int asked;

            @Override
            public synchronized Optional<Answer> ask(Question question, Cancellation nobodyWaits) {
                asked = question.again() ? asked + 1 : 1;
                Sentence reason = question.again() ? Sentence.of(CliText.WRONG_PASSCODE) : question.sentence();
                while (asked <= MAX_ASKED && question.waitFor().isZero()) {
                    String asking = Texts.words(Sentence.of(CliText.ASK_PASSCODE, reason));
                    Optional<String> typed = context.prompt()
                            .flatMap(prompt -> prompt.secret(asking))
                            .filter(text -> !text.isEmpty());
                    if (typed.isEmpty()) {
                        return Optional.empty();
                    }
                    try {
                        return Optional.of(new Answer(Passcode.of(typed.get()), true));
                    } catch (InvalidInput e) {
                        wrong.add(question.lock());
                        reason = e.sentence();
                        asked++;
                    }
                }
                return Optional.empty();
            }

            @Override
            public boolean knowsOnlyWrong(String lock) {
                return wrong.contains(lock);
            }
        };
    }
}
