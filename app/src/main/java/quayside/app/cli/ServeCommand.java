package quayside.app.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import quayside.app.core.host.FolderWarning;
import quayside.app.core.host.HostIdentity;
import quayside.app.core.host.KeptInvitations;
import quayside.app.core.host.LocalAddresses;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.nearby.Announcement;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.publish.Subscription;
import quayside.app.core.reach.PortOpener;
import quayside.app.core.reach.Reach;
import quayside.app.core.settings.ComputerName;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.text.Sentence;
import quayside.server.ShareOptions;
import quayside.server.ShareServer;
import quayside.server.session.Invitation;
import quayside.server.session.Invitations;
import quayside.server.storage.NamedFolder;

@Command(
        name = "serve",
        description = "Shares folders until it is interrupted. Several are under one link, each under its name. Prints"
                + " 'listening' and the link without its key, then 'key' and the access key unless --key-file"
                + " names it. Asks before it shares a home folder, a disk's root, or a folder of keys or"
                + " passwords. Without a terminal it refuses to share them unless --yes is given.")
final class ServeCommand implements Callable<Integer> {
    private static final InstantSource CLOCK = InstantSource.system();

    /** How soon a change by another program is noticed. */
    private static final Duration LOOKING = Duration.ofSeconds(1);

    /** In seconds. A shorter one could run out while a slow router answers. */
    private static final int MIN_LEASE = 20;

    private final CliContext context;

    @Parameters(arity = "0..*", paramLabel = "DIR", description = "the folder to share, or several")
    private List<Path> dirs = List.of();

    @Option(
            names = "--folder",
            paramLabel = "NAME=DIR",
            description = "share a further folder, which guests see under this name")
    private List<String> named = List.of();

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "the port to listen on, 0 for any (default: ${DEFAULT-VALUE})")
    private int port = ShareLink.DEFAULT_PORT;

    @Option(
            names = "--bind",
            paramLabel = "ADDR",
            description = "the address to listen on (default: all of this computer's)")
    private String bind = "0.0.0.0";

    @Option(names = "--key-file", paramLabel = "F", description = "the file that holds the access key of this share")
    private @Nullable Path keyFile;

    @ArgGroup
    private Restriction restriction = new Restriction();

    @Option(names = "--no-delete", description = "guests may neither delete nor replace anything")
    private boolean noDelete;

    @Option(names = "--hidden", description = "guests also see hidden files, whose names begin with a dot")
    private boolean hidden;

    @Option(
            names = "--invite",
            paramLabel = "INVITATION",
            description = "make an invitation and print its link: NAME[,may=read|upload|change|drop][,folder=PATH]"
                    + "[,until=DAY[THH:MM]|,for=N(m|h|d)][,downloads=N]. One that exists stays as it is.")
    private List<String> invite = List.of();

    @Option(
            names = "--revoke",
            paramLabel = "NAME",
            description =
                    "withdraw an invitation, and end; whatever shares the folder now ends its guests' connections")
    private List<String> revoke = List.of();

    @Option(names = "--list-invitations", description = "print the invitations to this folder, and end")
    private boolean listInvitations;

    @Option(
            names = "--yes",
            description = "share a home folder, a disk's root, or a folder of keys or passwords without asking")
    private boolean yes;

    @Option(names = "--no-discovery", description = "do not announce the share to others nearby, as without --announce")
    private boolean noDiscovery;

    @Option(
            names = "--announce",
            description = "announce to others nearby the names of the share and of this computer, its fingerprint and"
                    + " its address, but not its key")
    private boolean announce;

    @Option(
            names = "--open-port",
            description =
                    "have the router open the port to the internet (PCP, NAT-PMP or UPnP) until this ends, and print"
                            + " 'outside' and the link that holds there")
    private boolean openPort;

    @Option(
            names = "--port-lease",
            paramLabel = "SECONDS",
            description =
                    "how long the router keeps the port open if this is killed, 20 to 3600 (default: ${DEFAULT-VALUE})")
    private int portLease = (int) PortOpener.LEASE.toSeconds();

    @Option(
            names = EventLine.OPTION,
            paramLabel = "FORM",
            description = "how events and messages are written to standard error: text, or json with one object a line"
                    + " (default: text)")
    private EventLine.Format logFormat = EventLine.Format.TEXT;

    @Option(
            names = "--config",
            paramLabel = "F",
            description = "a file of these options: a line 'name = value' for each, without dashes, and 'folder = DIR'."
                    + " What the command line says counts more.")
    @SuppressWarnings("unused") // ConfigFile looks for it before the options are read
    private @Nullable Path config;

    private volatile boolean saidBlocked;

    /** At most one of these options may be given. */
    private static final class Restriction {
        @Option(names = "--read-only", description = "guests may only download")
        private boolean readOnly;

        @Option(names = "--upload-only", description = "guests may only upload")
        private boolean uploadOnly;
    }

    ServeCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        InetAddress address = check();
        SharedFolder shared = shared();
        if (listInvitations || !revoke.isEmpty()) {
            manage(address, shared);
            return ExitCode.DONE.status();
        }
        for (NamedFolder each : folders()) {
            requireMeant(each);
        }
        HostIdentity kept = new HostIdentity(context.configFolder(), context.random());
        ServerIdentity identity = kept.identity();
        AccessKey key = keyFile == null ? kept.key() : KeySource.forHosting(keyFile);
        ShareOptions options = shared.options(address, kept);
        KeptInvitations store = new KeptInvitations(context.configFolder(), shared);
        Invitations invitations = new Invitations(store, CLOCK);
        List<Invitation> asked = invited(invitations, shared);
        store.requireSaved();
        try (ShareServer server =
                new ShareServer(options, key, invitations, identity, new EventLine(context, logFormat))) {
            serve(server, address, identity, key, asked, () -> {
                if (store.isChanged()) {
                    invitations.refresh();
                }
            });
        }
        return ExitCode.DONE.status();
    }

    /** Makes the invitations that the command line asks for; returns those of these names. */
    private List<Invitation> invited(Invitations invitations, SharedFolder shared) throws CliException {
        List<Invitation> asked = new ArrayList<>();
        for (String spec : invite) {
            Invitation made = InviteOption.read(spec, shared, context.random(), CLOCK.instant(), context.zone());
            Optional<Invitation> known = invitations.valid(made.name());
            if (known.isEmpty()) {
                if (invitations.isFull()) {
                    throw new CliException(ExitCode.OTHER, CliText.INVITE_MANY, Invitations.MAX);
                }
                invitations.add(made);
            }
            asked.add(known.orElse(made));
        }
        return asked;
    }

    /** Revokes and lists invitations, without sharing anything. */
    private void manage(InetAddress address, SharedFolder shared) throws IOException, CliException {
        KeptInvitations store = new KeptInvitations(context.configFolder(), shared);
        Invitations invitations = new Invitations(store, CLOCK);
        for (String name : revoke) {
            if (!invitations.revoke(name)) {
                throw new CliException(ExitCode.OTHER, CliText.INVITE_UNKNOWN, name);
            }
            store.requireSaved();
        }
        if (listInvitations) {
            ServerIdentity identity = new HostIdentity(context.configFolder(), context.random()).identity();
            String host = LocalAddresses.reaching(address).getFirst();
            ShareLink link = ShareLink.of(host, port == 0 ? ShareLink.DEFAULT_PORT : port, identity.fingerprint());
            for (Invitation each : invitations.all()) {
                context.print(InviteOption.line(each, link, CLOCK.instant()));
            }
        }
    }

    /** @param look takes over what other programs change; called about every second */
    private void serve(
            ShareServer server,
            InetAddress address,
            ServerIdentity identity,
            AccessKey key,
            List<Invitation> asked,
            Runnable look)
            throws IOException, CliException, InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Readiness manager = Readiness.of(context.environment());
        try (Interrupts.Registration _ = context.interrupts().onInterrupt(interrupted::countDown)) {
            server.start();
            String host = LocalAddresses.reaching(address).getFirst();
            ShareLink link = ShareLink.of(host, server.port(), identity.fingerprint());
            context.print("listening " + link);
            if (keyFile == null) {
                context.print("key " + key.reveal());
            }
            for (Invitation each : asked) {
                context.print(InviteOption.line(each, link, CLOCK.instant()));
            }
            if (LocalAddresses.needsZone(address)) {
                context.say(CliText.ZONE_ADVICE, host);
            }
            try (Nearby nearby = isAnnounced() ? context.nearby().get() : Nearby.none();
                    Subscription _ = nearby.onState(this::sayIfBlocked);
                    Reach reach = openPort ? context.reach().apply(Duration.ofSeconds(portLease)) : Reach.none();
                    Subscription _ =
                            reach.onState(new OutsideLines(context, address, server.port(), identity, asked))) {
                reach.keepOpen(openPort ? OptionalInt.of(server.port()) : OptionalInt.empty());
                if (isAnnounced()) {
                    nearby.announce(Optional.of(announcement(server.port(), address, identity)));
                }
                manager.isReady();
                while (!interrupted.await(manager.interval(LOOKING).toMillis(), TimeUnit.MILLISECONDS)) {
                    look.run();
                    manager.isWell();
                }
                manager.isStopping();
            }
            // Before the signal counts as handled: the program ends then.
            server.stop();
        }
    }

    private boolean isAnnounced() {
        return announce && !noDiscovery;
    }

    private Announcement announcement(int boundPort, InetAddress address, ServerIdentity identity) throws CliException {
        return new Announcement(
                identity.fingerprint(),
                shared().title(),
                ComputerName.of(SettingsStore.open(context.configFolder()).settings()),
                boundPort,
                Optional.of(address).filter(bound -> !bound.isAnyLocalAddress()));
    }

    /** Says at the first time, not at each change, that nobody nearby learns of the share. */
    private void sayIfBlocked(Nearby.State state) {
        if (state.isBlocked() && !saidBlocked) {
            saidBlocked = true;
            context.say(CliText.NOT_ANNOUNCED);
        }
    }

    private InetAddress check() throws CliException {
        if (port < 0 || port > 65_535) {
            throw new CliException(ExitCode.USAGE, CliText.PORT_INVALID);
        }
        if (portLease < MIN_LEASE || portLease > PortOpener.LEASE.toSeconds()) {
            throw new CliException(ExitCode.USAGE, CliText.LEASE_INVALID);
        }
        for (NamedFolder each : folders()) {
            if (!LocalArgument.look(each.folder()).isDirectory()) {
                throw new CliException(ExitCode.USAGE, CliText.ONLY_FOLDERS, each.folder());
            }
        }
        InetAddress address = bound();
        if (openPort && address.isLoopbackAddress()) {
            throw new CliException(ExitCode.USAGE, CliText.OPEN_LOOPBACK);
        }
        return address;
    }

    private InetAddress bound() throws CliException {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new CliException(ExitCode.USAGE, CliText.BIND_INVALID);
        }
    }

    private SharedFolder shared() throws CliException {
        List<NamedFolder> folders = folders();
        return new SharedFolder(folders, port, permissions(), hidden);
    }

    /** Returns the folders of the command line under their names, in their order. */
    private List<NamedFolder> folders() throws CliException {
        List<NamedFolder> folders = new ArrayList<>();
        for (Path each : dirs) {
            folders.add(NamedFolder.of(each, names(folders)));
        }
        for (String each : named) {
            int sign = each.indexOf('=');
            if (sign < 0) {
                throw new CliException(ExitCode.USAGE, CliText.FOLDER_OPTION);
            }
            String name = each.substring(0, sign);
            Optional<Sentence> fault = NamedFolder.fault(name, names(folders));
            if (fault.isPresent()) {
                throw new CliException(ExitCode.USAGE, fault.get());
            }
            folders.add(new NamedFolder(name, Path.of(each.substring(sign + 1))));
        }
        if (folders.isEmpty()) {
            throw new CliException(ExitCode.USAGE, CliText.FOLDER_NEEDED);
        }
        return folders;
    }

    private static List<String> names(List<NamedFolder> folders) {
        return folders.stream().map(NamedFolder::name).toList();
    }

    /** Asks before sharing a folder that exposes more than people may expect. */
    private void requireMeant(NamedFolder folder) throws CliException {
        Optional<String> warning = FolderWarning.of(folder.folder());
        if (warning.isEmpty()) {
            return;
        }
        context.say(folders().size() == 1 ? warning.get() : folder.name() + ": " + warning.get());
        if (yes) {
            return;
        }
        Prompt prompt = context.prompt().orElseThrow(() -> new CliException(ExitCode.USAGE, CliText.CONFIRM_SHARING));
        String answer = prompt.line(Texts.words(Sentence.of(CliText.SHARE_ANYWAY)))
                .orElse("")
                .strip();
        if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
            throw new CliException(ExitCode.OTHER, CliText.NOT_SHARED);
        }
    }

    private ShareOptions.Permissions permissions() {
        boolean mayDownload = !restriction.uploadOnly;
        boolean mayUpload = !restriction.readOnly;
        return new ShareOptions.Permissions(mayDownload, mayUpload, mayDownload && mayUpload && !noDelete);
    }
}
