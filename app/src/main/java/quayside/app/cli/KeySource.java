package quayside.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;

/** Finds the access key. It is never taken from an argument, which other users of the computer can read. */
final class KeySource {
    static final String VARIABLE = "QUAYSIDE_KEY";

    private KeySource() {}

    /** Returns the key from the link's fragment, the file, the variable, or a person's input, in this order. */
    static AccessKey forShare(CliContext context, ShareLink link, @Nullable Path keyFile) throws CliException {
        if (link.key().isPresent()) {
            return link.key().get();
        }
        if (keyFile != null) {
            return key(SecretFile.read(keyFile, "key"));
        }
        String variable = context.environment().get(VARIABLE);
        if (variable != null && !variable.isBlank()) {
            return key(variable);
        }
        Optional<String> typed =
                context.prompt().flatMap(prompt -> prompt.secret("Access key of " + link.address() + ": "));
        return key(typed.orElseThrow(() -> new CliException(
                ExitCode.DENIED,
                "The share asks for its access key. Use the whole link, --key-file or the variable " + VARIABLE
                        + ".")));
    }

    /** Returns the owner's own key for a share; a key that is too easy to guess is refused. */
    static AccessKey forHosting(Path keyFile) throws CliException {
        String text = SecretFile.read(keyFile, "key");
        String weakness = AccessKey.weakness(text);
        if (weakness != null) {
            throw new CliException(ExitCode.USAGE, weakness);
        }
        return key(text);
    }

    private static AccessKey key(String text) throws CliException {
        try {
            return AccessKey.of(text);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }
}
