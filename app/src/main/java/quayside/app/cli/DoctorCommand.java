package quayside.app.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import quayside.app.core.doctor.Check;
import quayside.app.core.doctor.Computer;
import quayside.app.core.doctor.Diagnosis;
import quayside.app.core.doctor.Doctor;
import quayside.app.core.host.HostIdentity;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.settings.KnownServers;
import quayside.app.core.settings.SavedServer;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.text.InvalidInput;

@Command(
        name = "doctor",
        description = "Finds out why a share does not open, or, without LINK, why nobody reaches the share of this"
                + " computer. Prints one sentence about what is the matter, one about what to do, and what was checked."
                + " Changes nothing. A key that is given is tried once; none is asked for.")
final class DoctorCommand implements Callable<Integer> {
    /** How long announcements of a share may take. */
    private static final Duration HEARING = Duration.ofSeconds(6);

    private static final Duration LOOKING = Duration.ofMillis(100);

    private final CliContext context;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "LINK",
            description = "the share that does not open: a link, an address or the name of a saved share")
    private @Nullable String link;

    @Option(names = "--key-file", paramLabel = "FILE", description = "the file that holds the access key of LINK")
    private @Nullable Path keyFile;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "the port of this computer's share (default: that of the settings)")
    private @Nullable Integer port;

    @Option(names = "--json", description = "prints one JSON object")
    private boolean json;

    DoctorCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (port != null && (port < 1 || port > 65_535)) {
            throw new CliException(ExitCode.USAGE, CliText.PORT_INVALID);
        }
        Diagnosis diagnosis = link == null ? host() : guest(link);
        context.print(json ? json(diagnosis) : diagnosis.asText().strip());
        return switch (diagnosis.finding().kind()) {
            case FINE -> ExitCode.DONE.status();
            case LINK -> ExitCode.USAGE.status();
            case DENIED -> ExitCode.DENIED.status();
            case NETWORK -> ExitCode.NETWORK.status();
        };
    }

    private Diagnosis guest(String text) throws IOException, CliException {
        Optional<SavedServer> named = ShareOption.named(context, text);
        ShareLink where;
        try {
            where = named.map(SavedServer::link).orElseGet(() -> ShareLink.parse(text));
        } catch (InvalidInput e) {
            return Doctor.brokenLink(e.sentence());
        }
        Optional<Fingerprint> known = KnownServers.open(context.configFolder()).pin(where.address());
        Doctor.Visit visit =
                new Doctor.Visit(where, KeySource.given(context, where, named, keyFile), known, Optional.empty());
        Cancellation cancellation = new Cancellation();
        boolean looks = context.looksNearby();
        try (Interrupts.Registration _ = context.interrupts().onInterrupt(cancellation::cancel);
                Nearby nearby = looks ? context.nearby().get() : Nearby.none()) {
            nearby.look(true);
            long begun = System.nanoTime();
            return Doctor.of(
                            Computer.ofSystem(),
                            () -> looks ? heard(nearby, where.id().or(() -> known), begun) : Nearby.State.OFF)
                    .examine(visit, check -> {}, cancellation);
        }
    }

    /** Returns what is announced, once the server is among it or has had the time to be. */
    private static Nearby.State heard(Nearby nearby, Optional<Fingerprint> wanted, long begun) {
        CountDownLatch never = new CountDownLatch(1);
        Nearby.State now = nearby.state();
        while (wanted.isPresent() && !has(now, wanted.get()) && isEarly(begun, now)) {
            try {
                boolean _ = never.await(LOOKING.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return now;
            }
            now = nearby.state();
        }
        return now;
    }

    private static boolean has(Nearby.State state, Fingerprint wanted) {
        return state.shares().stream().anyMatch(share -> share.id().equals(wanted));
    }

    /** Returns whether something may still be heard. It begins to look within a second, if it can. */
    private static boolean isEarly(long begun, Nearby.State state) {
        Duration limit = state.isLooking() ? HEARING : Duration.ofSeconds(1);
        return System.nanoTime() - begun < limit.toNanos();
    }

    private Diagnosis host() throws IOException, CliException {
        Path config = context.configFolder();
        int wanted = port != null
                ? port
                : SettingsStore.open(config).settings().host().port();
        Doctor.Hosting hosting = new Doctor.Hosting(
                false,
                wanted == 0 ? ShareLink.DEFAULT_PORT : wanted,
                new HostIdentity(config, context.random()).fingerprint(),
                Optional.empty(),
                false,
                List.of(),
                0);
        Cancellation cancellation = new Cancellation();
        try (Interrupts.Registration _ = context.interrupts().onInterrupt(cancellation::cancel)) {
            return Doctor.of(Computer.ofSystem(), () -> Nearby.State.OFF).examine(hosting, check -> {}, cancellation);
        }
    }

    private static String json(Diagnosis diagnosis) {
        JsonObject all = new JsonObject();
        all.addProperty("finding", word(diagnosis.finding()));
        all.addProperty("verdict", Texts.words(diagnosis.verdict()));
        all.addProperty("next", Texts.words(diagnosis.next()));
        diagnosis.command().ifPresent(command -> all.addProperty("command", command));
        diagnosis.there().ifPresent(there -> all.addProperty("there", there.toString()));
        JsonArray checks = new JsonArray();
        for (Check check : diagnosis.checks()) {
            JsonObject one = new JsonObject();
            one.addProperty("check", word(check.topic()));
            one.addProperty("result", word(check.mark()));
            one.addProperty("found", Texts.words(check.found()));
            checks.add(one);
        }
        all.add("checks", checks);
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(all);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
