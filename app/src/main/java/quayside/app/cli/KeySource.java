package quayside.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.text.InvalidInput;
import quayside.protocol.text.Sentence;

/** Finds the access key. It is never taken from an argument, which other users of the computer can read. */
final class KeySource {
    static final String VARIABLE = "QUAYSIDE_KEY";

    private KeySource() {}

    /** Returns the key from the link's fragment, the file or the variable, in this order; empty if none is given. */
    static Optional<AccessKey> given(CliContext context, ShareLink link, @Nullable Path keyFile) throws CliException {
        if (link.key().isPresent()) {
            return link.key();
        }
        if (keyFile != null) {
            return Optional.of(key(link, SecretFile.KEY.read(keyFile)));
        }
        String variable = context.environment().get(VARIABLE);
        return variable != null && !variable.isBlank() ? Optional.of(key(link, variable)) : Optional.empty();
    }

    /** Returns the key that is {@link #given}, or asks a person for it. */
    static AccessKey forShare(CliContext context, ShareLink link, @Nullable Path keyFile) throws CliException {
        Optional<AccessKey> given = given(context, link, keyFile);
        if (given.isPresent()) {
            return given.get();
        }
        Optional<String> typed = context.prompt()
                .flatMap(prompt -> prompt.secret(Texts.words(Sentence.of(CliText.ASK_KEY, link.address()))));
        return key(link, typed.orElseThrow(() -> new CliException(ExitCode.DENIED, CliText.KEY_NEEDED, VARIABLE)));
    }

    /** Returns the owner's own key for a share; a key that is too easy to guess is refused. */
    static AccessKey forHosting(Path keyFile) throws CliException {
        String text = SecretFile.KEY.read(keyFile);
        Sentence weakness = AccessKey.weakness(text);
        if (weakness != null) {
            throw new CliException(ExitCode.USAGE, weakness);
        }
        return AccessKey.of(text);
    }

    private static AccessKey key(ShareLink link, String text) throws CliException {
        try {
            return link.keyOf(text);
        } catch (InvalidInput e) {
            throw new CliException(ExitCode.USAGE, e.sentence());
        }
    }
}
