package quayside.app;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quayside.app.cli.Cli;
import quayside.app.cli.CliContext;
import quayside.app.cli.Demonstration;
import quayside.app.cli.Interrupts;
import quayside.app.cli.Prompt;
import quayside.app.core.AppCore;
import quayside.app.core.desktop.LoginStart;
import quayside.app.core.desktop.Opener;
import quayside.app.core.desktop.RunningProgram;
import quayside.app.core.desktop.SessionDesktop;
import quayside.app.core.doctor.Computer;
import quayside.app.core.doctor.Doctor;
import quayside.app.core.files.LocalFiles;
import quayside.app.core.files.OpenedCopies;
import quayside.app.core.host.EmbeddedHost;
import quayside.app.core.host.HostIdentity;
import quayside.app.core.host.HostService;
import quayside.app.core.host.Journal;
import quayside.app.core.keys.FileVault;
import quayside.app.core.keys.KeyVault;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.keys.SecretService;
import quayside.app.core.nearby.DnsSd;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.reach.PortOpener;
import quayside.app.core.reach.Reach;
import quayside.app.core.settings.Bookmarks;
import quayside.app.core.settings.ComputerName;
import quayside.app.core.settings.ConfigFolder;
import quayside.app.core.settings.Installation;
import quayside.app.core.settings.KnownServers;
import quayside.app.core.settings.RecentFolders;
import quayside.app.core.settings.SavedServers;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.settings.WindowStore;
import quayside.app.core.share.OpenShares;
import quayside.app.core.share.Timings;
import quayside.app.core.text.AppReason;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.JobStore;
import quayside.app.core.transfer.TransferQueue;
import quayside.app.ui.shell.DesktopApp;
import quayside.protocol.channel.RateLimit;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.text.InvalidInput;
import quayside.protocol.text.Sentence;

/** Creates the program's parts: every {@code new} that joins two of them is here, in order. */
public final class Wiring {
    private Wiring() {}

    /** Returns the folder of this user's configuration; empty if the system names no home folder. */
    public static Optional<Path> configFolder() {
        return ConfigFolder.locate(System::getProperty, System::getenv);
    }

    /**
     * Creates the parts below a window. Reads the configuration; starts no server and connects to none. The secret of
     * saved keys is in a file, not in the keyring of the system, nothing is announced, and no router is asked.
     *
     * @param bind the address on which hosting listens: the wildcard address for all networks
     */
    public static AppCore core(Path configFolder, InetAddress bind) {
        return core(configFolder, bind, Optional.empty(), Nearby.none(), secret -> Reach.none());
    }

    /**
     * @param bus the address of the session bus; empty if the system has none
     * @param reach makes what opens a port, with the secret of this installation
     */
    private static AppCore core(
            Path configFolder,
            InetAddress bind,
            Optional<String> bus,
            Nearby nearby,
            Function<ClientSecret, Reach> reach) {
        SettingsStore settings = SettingsStore.open(configFolder);
        KnownServers knownServers = KnownServers.open(configFolder);
        SavedServers savedServers = SavedServers.open(configFolder, InstantSource.system());
        SavedKeys keys = SavedKeys.open(configFolder, vaults(configFolder, bus), new SecureRandom());
        ClientSecret secret = Installation.secret(configFolder);
        // One bucket for each direction, which all connections share.
        RateLimit up = new RateLimit(() -> settings.settings().transfers().upLimit());
        RateLimit down = new RateLimit(() -> settings.settings().transfers().downLimit());
        Supplier<String> computer = () -> ComputerName.of(settings.settings());
        OpenShares shares = new OpenShares(
                knownServers,
                () -> ConnectOptions.standard().of(secret).named(computer.get()).limited(up, down),
                Timings.standard(),
                savedServers,
                keys,
                nearby);
        TransferQueue transfers = new TransferQueue(
                settings.settings().transfers().parallel(),
                shares::client,
                Optional.of(JobStore.open(configFolder, keys)));
        shares.onClients(transfers::sharesChanged);
        transfers.onChange(now -> shares.wanted(transfers.shares()));
        transfers.outlook(shares::untilNextTry, shares::tryNow);
        settings.onChange(now -> {
            transfers.parallel(now.transfers().parallel());
            transfers.limits(now.transfers().downLimit(), now.transfers().upLimit());
        });
        Settings.Moving moving = settings.settings().transfers();
        transfers.limits(moving.downLimit(), moving.upLimit());
        LocalFiles files = new LocalFiles();
        HostIdentity identity = new HostIdentity(configFolder, new SecureRandom());
        Journal journal =
                Journal.open(configFolder, () -> settings.settings().host().keepLog());
        settings.onChange(now -> journal.keepsChanged());
        HostService host = new EmbeddedHost(identity, bind, computer, journal);
        return new AppCore(
                settings,
                knownServers,
                savedServers,
                keys,
                Bookmarks.open(configFolder),
                shares,
                transfers,
                files,
                Opener.ofSystem(System::getenv),
                new OpenedCopies(),
                RecentFolders.open(configFolder),
                host,
                nearby,
                reach.apply(secret),
                SessionDesktop.of(bus, LoginStart.ofSystem(System::getProperty, System::getenv)),
                Doctor.of(Computer.ofSystem(), nearby::state));
    }

    /** Returns the places for the secret of saved keys, the best first. Only Linux has a session bus with a keyring. */
    private static List<KeyVault> vaults(Path configFolder, Optional<String> bus) {
        KeyVault file = new FileVault(configFolder);
        return bus.isEmpty() ? List.of(file) : List.of(new SecretService(bus.get(), configFolder), file);
    }

    /**
     * Shows the window, which hosts on all networks of this computer. Blocks until it is closed and all its work has
     * ended.
     *
     * @param argument the link of a share that the window opens, or {@link LoginStart#BACKGROUND}
     * @return the exit status
     */
    static int showWindow(Optional<String> argument) throws InterruptedException {
        boolean hidden = argument.filter(LoginStart.BACKGROUND::equals).isPresent();
        Optional<String> link = argument.filter(each -> !hidden);
        Optional<ShareLink> opened;
        try {
            opened = link.map(ShareLink::parse);
        } catch (InvalidInput e) {
            System.err.println(Texts.words(e.sentence()));
            return 2;
        }
        Optional<Path> configFolder = configFolder();
        if (configFolder.isEmpty()) {
            System.err.println(Texts.words(Sentence.of(AppReason.NO_CONFIG_FOLDER, ConfigFolder.OVERRIDE)));
            return 1;
        }
        RunningProgram.Request request = hidden
                ? new RunningProgram.Request.Stay()
                : link.<RunningProgram.Request>map(RunningProgram.Request.Open::new)
                        .orElseGet(RunningProgram.Request.Show::new);
        return switch (RunningProgram.start(configFolder.get(), request)) {
            case RunningProgram.Start.Told _ -> 0;
            // Nobody could see that it runs, and why.
            case RunningProgram.Start.Alone _
            when hidden
                    && !SettingsStore.open(configFolder.get())
                            .settings()
                            .background()
                            .shareAtStart() -> 0;
            case RunningProgram.Start.Alone _ -> showWindow(configFolder.get(), opened, hidden, Optional.empty());
            case RunningProgram.Start.First(RunningProgram program) -> {
                try (program) {
                    yield showWindow(configFolder.get(), opened, hidden, Optional.of(program));
                }
            }
        };
    }

    private static int showWindow(
            Path configFolder, Optional<ShareLink> link, boolean hidden, Optional<RunningProgram> program)
            throws InterruptedException {
        AppCore core = core(
                configFolder,
                new InetSocketAddress(0).getAddress(),
                sessionBus(),
                new DnsSd(),
                secret -> new PortOpener(PortOpener.LEASE, secret));
        core.settings()
                .settings()
                .look()
                .language()
                .ifPresent(chosen -> Locale.setDefault(Locale.Category.DISPLAY, chosen));
        DesktopApp.run(
                core,
                new WindowStore(configFolder),
                Clock.system(ZoneId.systemDefault()),
                new DesktopApp.Beginning(link, hidden, program));
        return 0;
    }

    private static Optional<String> sessionBus() {
        return Optional.ofNullable(System.getenv("DBUS_SESSION_BUS_ADDRESS")).filter(address -> !address.isBlank());
    }

    /** Creates the command line of this process. It is in English, because scripts read its lines. */
    static Cli cli() {
        Locale.setDefault(Locale.Category.DISPLAY, Locale.ENGLISH);
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        boolean terminal = console.isPresent();
        CliContext context = new CliContext(
                new FileInputStream(FileDescriptor.in),
                writer(FileDescriptor.out, System.getProperty("stdout.encoding"), terminal),
                writer(FileDescriptor.err, System.getProperty("stderr.encoding"), terminal),
                System::getenv,
                configFolder(),
                console.map(Wiring::prompt),
                terminal && Terminal.hasStandardError(),
                ZoneId.systemDefault(),
                new SecureRandom(),
                Interrupts.ofProcess(),
                DnsSd::new,
                lease -> new PortOpener(
                        lease,
                        configFolder()
                                .map(Installation::secret)
                                .orElseGet(() -> ClientSecret.random(new SecureRandom()))),
                folder -> SavedKeys.open(folder, vaults(folder, sessionBus()), new SecureRandom()),
                false,
                LogSetup::inJson);
        return new Cli(context, demonstration());
    }

    /** Returns the demo, if the launcher of a clone has compiled it. An installed program has none. */
    private static Optional<Demonstration> demonstration() {
        // Loaded only when it is run: it needs the toolkit.
        return Optional.ofNullable(System.getProperty("quayside.demo")).map(classes -> (pictures, sample, out) -> {
            try {
                URL[] path = {Path.of(classes).toUri().toURL()};
                ClassLoader loader = new URLClassLoader(path, Wiring.class.getClassLoader());
                Class<?> demo = loader.loadClass("quayside.app.demo.Demo");
                return ((Demonstration) demo.getConstructor().newInstance()).run(pictures, sample, out);
            } catch (ReflectiveOperationException | MalformedURLException e) {
                throw new IllegalStateException(classes + " does not hold the demo", e);
            }
        });
    }

    /**
     * Returns a writer in UTF-8, for scripts, whatever the locale is. Only a terminal of Windows uses its own encoding.
     */
    private static PrintWriter writer(FileDescriptor stream, @Nullable String encoding, boolean terminal) {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        Charset charset = windows && terminal && encoding != null ? Charset.forName(encoding) : StandardCharsets.UTF_8;
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), charset));
    }

    private static Prompt prompt(Console console) {
        return new Prompt() {
            @Override
            public Optional<String> secret(String question) {
                char @Nullable [] typed = console.readPassword("%s", question);
                if (typed == null) {
                    return Optional.empty();
                }
                String secret = new String(typed);
                Arrays.fill(typed, '\0');
                return Optional.of(secret);
            }

            @Override
            public Optional<String> line(String question) {
                return Optional.ofNullable(console.readLine("%s", question));
            }
        };
    }
}
