package quayside.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.publish.Subscription;
import quayside.app.core.settings.Installation;
import quayside.app.core.settings.KnownServers;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.text.AppReason;
import quayside.app.core.text.Problem;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.text.InvalidInput;
import quayside.protocol.text.Phrase;
import quayside.protocol.wire.Fault;

/** The share and its access key; part of every command that connects to a share. */
final class ShareOption {
    /** The time within which a share nearby answers. */
    private static final Duration LOOKING = Duration.ofSeconds(4);

    @Parameters(
            index = "0",
            paramLabel = "LINK",
            description = "quayside://host:port/?id=FINGERPRINT#KEY, a saved server's name, or host:port")
    private String link = "";

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "the file that holds the access key (default: the key in LINK, the variable "
                    + KeySource.VARIABLE + ", or a question at the terminal)")
    private @Nullable Path keyFile;

    /**
     * Connects. The server must prove the key in the link, or else the key that is pinned for the address. If the
     * address has no pin yet, the proved key is pinned. Blocks.
     */
    ShareClient open(CliContext context, Cancellation cancellation) throws IOException, CliException {
        KnownServers known = KnownServers.open(context.configFolder());
        known.notice().ifPresent(context::say);
        Optional<SavedServer> named = named(context, link);
        ShareLink where = resolve(context, named);
        AccessKey key = KeySource.forShare(context, where, named, keyFile);
        ConnectOptions options = ConnectOptions.standard().of(Installation.secret(context.configFolder()));
        if (where.id().isEmpty()) {
            Optional<AppReason> doubt = known.doubt(where.address());
            if (doubt.isPresent()) {
                throw new CliException(ExitCode.DENIED, doubt.get(), where.address());
            }
            options = known.pin(where.address()).map(options::pinnedTo).orElse(options);
        }
        ShareClient client;
        try {
            client = ShareClient.connect(where, key, options, cancellation);
        } catch (IOException e) {
            return openElsewhere(context, where, key, options, cancellation, known, e);
        }
        boolean isNew = known.pinIfNew(where.address(), client.fingerprint());
        if (isNew && where.id().isEmpty()) {
            context.say(CliText.FIRST_TIME, where.address(), client.fingerprint());
        }
        return client;
    }

    /**
     * Connects to a saved server that is not at its address, but announces itself nearby; the identity in the link decides
     * whether it is the same. Its new address is saved then.
     *
     * @param why the failure at its address, which is thrown if it is not found
     */
    private static ShareClient openElsewhere(
            CliContext context,
            ShareLink where,
            AccessKey key,
            ConnectOptions options,
            Cancellation cancellation,
            KnownServers known,
            IOException why)
            throws IOException, CliException {
        SavedServers saved = SavedServers.open(context.config().orElseThrow(), InstantSource.system());
        Optional<SavedServer> server = saved.at(where)
                .filter(each -> where.id().isPresent() && each.id().equals(where.id()));
        if (server.isEmpty() || !isAbsence(why)) {
            throw why;
        }
        if (!context.looksNearby()) {
            context.say(CliText.NOT_LOOKED);
            throw why;
        }
        for (ShareLink other : nearby(context, where)) {
            try {
                ShareClient client = ShareClient.connect(other, key, options, cancellation);
                context.say(CliText.ELSEWHERE, where.address(), other.address());
                saved.move(server.get(), other);
                boolean _ = known.pinIfNew(other.address(), client.fingerprint());
                return client;
            } catch (IOException there) {
                if (!isAbsence(there)) {
                    throw there;
                }
            }
        }
        throw why;
    }

    /** Returns whether nobody answered, or somebody else. The access key was not used then. */
    private static boolean isAbsence(IOException why) {
        Fault fault = Problem.of(why).fault();
        return fault == Fault.UNREACHABLE || fault == Fault.SERVER_KEY_CHANGED;
    }

    /** Returns where the server of {@code where} announces itself now; waits a few seconds for it. */
    private static List<ShareLink> nearby(CliContext context, ShareLink where) {
        CompletableFuture<List<ShareLink>> found = new CompletableFuture<>();
        try (Nearby nearby = context.nearby().get();
                Subscription _ = nearby.onState(state -> state.shares().stream()
                        .filter(share -> where.id().filter(share.id()::equals).isPresent())
                        .map(share -> share.links().stream()
                                .filter(link -> !link.isSameServer(where))
                                .toList())
                        .filter(links -> !links.isEmpty())
                        .forEach(found::complete))) {
            nearby.look(true);
            return found.completeOnTimeout(List.of(), LOOKING.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    /**
     * Returns the saved share that an argument names. Text with a colon or a slash is a link or an address first, and only
     * then the name of a saved share, because the server chose that name itself.
     */
    static Optional<SavedServer> named(CliContext context, String text) throws CliException {
        Optional<SavedServer> named = SavedServers.open(context.configFolder(), InstantSource.system())
                .named(text);
        if (text.indexOf(':') < 0 && text.indexOf('/') < 0) {
            return named;
        }
        try {
            ShareLink _ = ShareLink.parse(text);
            return Optional.empty();
        } catch (InvalidInput e) {
            return named;
        }
    }

    private ShareLink resolve(CliContext context, Optional<SavedServer> named) throws CliException {
        if (named.isPresent()) {
            ShareLink saved = named.get().link();
            if (isAddress(link)) {
                context.say(CliText.SAVED_SERVER, saved.address());
            }
            return saved;
        }
        try {
            ShareLink parsed = ShareLink.parse(link);
            if (!parsed.path().isRoot()) {
                throw new InvalidInput(Phrase.LINK_FOLDER);
            }
            return parsed;
        } catch (InvalidInput e) {
            throw new CliException(ExitCode.USAGE, e.sentence());
        }
    }

    private static boolean isAddress(String text) {
        try {
            ShareLink _ = ShareLink.parse(text);
            return true;
        } catch (InvalidInput e) {
            return false;
        }
    }
}
