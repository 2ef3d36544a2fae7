package quayside.app.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.text.InvalidInput;
import quayside.protocol.text.Sentence;

/** Finds the access key. It is never taken from an argument, which other users of the computer can read. */
final class KeySource {
    static final String VARIABLE = "QUAYSIDE_KEY";

    private KeySource() {}

    /**
     * Returns the key from the link's fragment, the file, the variable, or what is kept for the saved share, in this order;
     * empty if there is none. The variable, which may be for other shares, comes last for an invitation. Blocks; the
     * keyring may ask the user.
     *
     * @param saved the saved share whose name was given instead of a link
     */
    static Optional<AccessKey> given(
            CliContext context, ShareLink link, Optional<SavedServer> saved, @Nullable Path keyFile)
            throws CliException {
        if (link.key().isPresent()) {
            return link.key();
        }
        if (keyFile != null) {
            return Optional.of(key(link, SecretFile.KEY.read(keyFile)));
        }
        Optional<String> variable =
                Optional.ofNullable(context.environment().get(VARIABLE)).filter(text -> !text.isBlank());
        if (saved.isPresent() && (variable.isEmpty() || isInvitationAlone(link))) {
            Optional<AccessKey> kept =
                    context.keys().apply(context.configFolder()).key(saved.get());
            if (kept.isPresent()) {
                return kept;
            }
        }
        return variable.isPresent() ? Optional.of(key(link, variable.get())) : Optional.empty();
    }

    /** Returns whether the link is that of an invitation, and has lost the invitation's id. Saved shares have only its tag. */
    private static boolean isInvitationAlone(ShareLink link) {
        return !link.invitationTag().isEmpty() && link.withoutKey().equals(link.toString());
    }

    /** Returns the key that is {@link #given}, or asks a person for it. */
    static AccessKey forShare(CliContext context, ShareLink link, Optional<SavedServer> saved, @Nullable Path keyFile)
            throws CliException {
        Optional<AccessKey> given = given(context, link, saved, keyFile);
        if (given.isPresent()) {
            return given.get();
        }
        if (isInvitationAlone(link)) {
            throw new CliException(ExitCode.DENIED, CliText.INVITATION_NEEDED);
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
            AccessKey key = link.keyOf(text);
            if (key.invitation().isEmpty() && isInvitationAlone(link)) {
                throw new CliException(ExitCode.DENIED, CliText.INVITATION_NEEDED);
            }
            return key;
        } catch (InvalidInput e) {
            throw new CliException(ExitCode.USAGE, e.sentence());
        }
    }
}
