package quayside.app.ui.shell;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import quayside.app.core.AppCore;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.WindowSize;
import quayside.app.core.text.Texts;
import quayside.app.ui.browse.BrowsePane;
import quayside.app.ui.browse.FileSource.Item;
import quayside.app.ui.browse.LocalSource;
import quayside.app.ui.browse.PaneAction;
import quayside.app.ui.browse.Side;
import quayside.app.ui.checksum.ChecksumFeature;
import quayside.app.ui.help.HelpFeature;
import quayside.app.ui.home.HomeFeature;
import quayside.app.ui.home.Visit;
import quayside.app.ui.host.HostFeature;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.UiServices;
import quayside.app.ui.settings.SettingsFeature;
import quayside.app.ui.transfers.TransfersFeature;
import quayside.protocol.client.ShareClient;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.DisplayText;

/**
 * One window of the program, on the given core objects. It owns none of them; their owner closes them after the window
 * is closed. JavaFX thread only.
 */
public final class Shell {
    private static final double MIN_WIDTH = 640;
    private static final double MIN_HEIGHT = 460;
    private static final Duration STALE = Duration.ofSeconds(30);

    private final AppCore core;
    private final Stage stage;
    private final WindowSize size;
    private final StackPane layer = new StackPane();
    private final Scene scene;
    private final UiServices services;
    private final BrowsePane<Path> local;
    private final TransferDesk desk;
    private final TransfersFeature transfers;
    private final HomeFeature home;
    private final HostFeature host;
    private final SettingsFeature settings;
    private final HelpFeature help;
    private final Drags drags;
    private final TabStrip strip;
    private final Frame frame;
    private final ShareWatch watch;

    /** The tabs by their shares, in their order. */
    private final Map<Visit, Tab> tabs = new LinkedHashMap<>();

    /** Those who are asked for the passcodes of a client; a client keeps its desk when its lost share comes back. */
    private final List<PasscodeDesk> passcodes = new CopyOnWriteArrayList<>();

    private Optional<Tab> shown = Optional.empty();
    private double divider = 0.5;
    private Consumer<WindowSize> closed = size -> {};

    /** A tab of the strip and its screen. */
    private record Tab(SharePage page, TabStrip.Tab button) {}

    /** Builds the window on {@code stage}; {@link #open} shows it. */
    public Shell(AppCore core, Clock clock, Stage stage, WindowSize size) {
        this.core = core;
        this.stage = stage;
        this.size = size;
        scene = new Scene(layer, size.width(), size.height());
        services = UiServices.of(scene, layer, clock);
        home = new HomeFeature(core.shares(), core.savedServers(), core.keys(), core.settings(), services);
        host = new HostFeature(core.host(), core.settings(), services, stage);
        settings = new SettingsFeature(core.settings(), services, () -> WindowIcon.draw(72));
        help = new HelpFeature(services);
        desk = new TransferDesk(core.transfers(), this::openShare, services, this::showTransfers);
        drags = new Drags(desk::upload, desk::download);
        local = new BrowsePane<>(Side.LOCAL, services, drags.local());
        transfers = new TransfersFeature(core.transfers(), desk::retry, services);
        strip = new TabStrip(host.pill(), new TabStrip.Actions(this::showHome, settings::show, help::show));
        frame = new Frame(strip, transfers.view(), transfers.statusBar());
        watch = new ShareWatch(core.transfers(), core.shares(), local, this::pages);
        layer.getChildren().addFirst(frame);
        wire();
    }

    /** Shows the window; {@code whenClosed} gets its size once it is closed. */
    public void open(Consumer<WindowSize> whenClosed) {
        closed = whenClosed;
        stage.setTitle(Texts.get("shell.title"));
        stage.getIcons().setAll(WindowIcon.images());
        stage.setMinWidth(MIN_WIDTH);
        stage.setMinHeight(MIN_HEIGHT);
        stage.setScene(scene);
        stage.setMaximized(size.maximized());
        stage.show();
        home.focus();
        String notices = Stream.of(
                        core.settings().notice(),
                        core.knownServers().notice(),
                        core.savedServers().notice(),
                        core.keys().notice())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
        if (!notices.isEmpty()) {
            services.toasts().error(notices);
        }
        core.transfers()
                .onNotice(notice -> Platform.runLater(() -> services.toasts().error(notice)));
        core.start();
    }

    public Scene scene() {
        return scene;
    }

    Background background() {
        return services.background();
    }

    private void wire() {
        local.onTransfer(items -> desk.upload(paths(items), remoteFolder()));
        local.onProtectedTransfer(items -> desk.uploadProtected(paths(items), remoteFolder()));
        core.shares().onClient(this::attachDesk);
        home.onShare(this::show, this::leave, this::showHome);
        home.onShareFolder(folder -> {
            showHost();
            host.share(folder);
        });
        local.onShowHidden(() -> services.background()
                .run(
                        () -> core.settings()
                                .update(now -> now.withLocal(now.local().withShowHidden(true))),
                        local::refresh,
                        e -> services.toasts().error(Texts.problem(e))));
        local.onAction(PaneAction.CHECKSUM, this::compareChecksums);
        host.onOpen(this::showHost);
        local.attach(
                new LocalSource(
                        core.files(), () -> core.settings().settings().local().showHidden()),
                startFolder(),
                Texts.get("browse.local.title"));
        watch.start();
        showHome();
        Latest<Settings> newest = new Latest<>(this::show);
        show(core.settings().settings());
        core.settings().onChange(newest::offer);
        core.desktop().onDark(new Latest<Optional<Boolean>>(services.look()::desktop)::offer);
        new Alerts(
                        () -> core.settings().settings().notices(),
                        core.desktop()::notify,
                        services,
                        stage::isFocused,
                        this::showTransfers)
                .follow(core.transfers(), core.host());
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.F1) {
                help.show();
                event.consume();
            }
        });
        // A filter is needed: a table uses Ctrl+Tab itself.
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            boolean leads = event.getCode() == KeyCode.F6 || (event.getCode() == KeyCode.TAB && event.isControlDown());
            if (leads && !services.dialogs().openProperty().get()) {
                services.focus().next();
                event.consume();
            }
        });
        stage.focusedProperty().addListener((focused, before, now) -> {
            if (now) {
                home.windowActivated();
                local.refreshIfOlder(STALE);
                shown.ifPresent(tab -> tab.page().remote().refreshIfOlder(STALE));
            }
        });
        // Late results change nodes that are no longer visible. JavaFX drops the styles of a hidden window and would
        // log "Could not resolve '-color-fg-muted'" for the theme's colours.
        stage.setOnHidden(event -> scene.setRoot(new Pane()));
        stage.setOnCloseRequest(event -> {
            event.consume();
            askToClose();
        });
    }

    private Path startFolder() {
        return core.settings()
                .settings()
                .local()
                .downloadFolder()
                .orElseGet(() -> Path.of(System.getProperty("user.home")));
    }

    private void show(Settings now) {
        services.look().apply(now.look().theme(), now.look().fontScale());
    }

    private List<SharePage> pages() {
        return tabs.values().stream().map(Tab::page).toList();
    }

    private void showHome() {
        showScreen(Optional.empty(), home.view());
        home.focus();
    }

    private void showHost() {
        if (!frame.isShown(host.view())) {
            showScreen(Optional.empty(), host.view());
            strip.select(Optional.empty());
        }
    }

    /** Shows the tab of a share, and makes it if there is none. */
    private void show(Visit visit) {
        Tab tab = tabs.computeIfAbsent(visit, this::newTab);
        if (shown.filter(tab::equals).isEmpty()) {
            showScreen(Optional.of(tab), tab.page().node());
            local.hinder(hindrance(tab.page().share()));
            tab.page().remote().refreshIfOlder(STALE);
        }
        tab.page().remote().focus();
    }

    private void showScreen(Optional<Tab> next, Node screen) {
        shown.ifPresent(tab -> divider = tab.page().release());
        shown = next;
        next.ifPresent(tab -> tab.page().take(local.node(), divider));
        frame.show(screen);
        strip.select(next.map(Tab::button));
    }

    private Tab newTab(Visit visit) {
        SharePage page = new SharePage(visit, drags.remote(), services);
        BrowsePane<RemotePath> remote = page.remote();
        remote.onTransfer(
                items -> Optional.ofNullable(local.folder().get()).ifPresent(into -> desk.download(items, into)));
        remote.onAction(PaneAction.CHECKSUM, this::compareChecksums);
        page.onShare(share -> {
            if (shown.filter(tab -> tab.page().equals(page)).isPresent()) {
                local.hinder(hindrance(share));
            }
        });
        watch.follow(visit.share());
        return new Tab(
                page,
                strip.add(new TabStrip.Share(
                        visit.titleProperty(),
                        visit.computerProperty(),
                        visit.stateProperty(),
                        () -> show(visit),
                        () -> leave(visit))));
    }

    /** Closes the tab of a share. Its transfers continue in the background. */
    private void leave(Visit visit) {
        Optional.ofNullable(tabs.get(visit)).ifPresent(tab -> {
            if (shown.filter(tab::equals).isPresent()) {
                showHome();
            }
            tabs.remove(visit);
            strip.remove(tab.button());
            tab.page().dispose();
        });
        home.close(visit, true);
    }

    /** Lets the user be asked for the passcodes of a new client. Callable from any thread. */
    private void attachDesk(ShareClient share) {
        PasscodeDesk asking =
                new PasscodeDesk(() -> DisplayText.escape(share.share().name()), services);
        passcodes.add(asking);
        share.passcodes(asking);
    }

    private static String hindrance(Optional<ShareInfo> share) {
        return share.map(now -> now.mayUpload() ? "" : Texts.get("shell.hindrance.noUploads"))
                .orElseGet(() -> Texts.get("shell.hindrance.noShare"));
    }

    private Optional<ShareClient> openShare() {
        return shown.flatMap(tab -> tab.page().client());
    }

    private void showTransfers() {
        frame.showTransfers(true);
    }

    private static List<Path> paths(List<Item<Path>> items) {
        return items.stream().map(Item::path).toList();
    }

    private RemotePath remoteFolder() {
        return shown.map(tab -> tab.page().remote().folder().get()).orElse(RemotePath.root());
    }

    /** Compares a file of one pane with the file of the same name in the other pane's folder. */
    private void compareChecksums(List<? extends Item<?>> one) {
        String name = one.getFirst().entry().name();
        new ChecksumFeature(services)
                .show(
                        DisplayText.escape(name),
                        Stream.concat(
                                        shown.stream()
                                                .flatMap(tab -> side(tab.page().remote(), "checksum.share", name)),
                                        side(local, "checksum.local", name))
                                .toList());
    }

    private static Stream<ChecksumFeature.Side> side(BrowsePane<?> pane, String place, String name) {
        return pane.digest(name).stream()
                .map(digest -> new ChecksumFeature.Side(Texts.get(place, pane.folderTitle()), digest::sha256));
    }

    private void askToClose() {
        int active = transfers.activeCount().intValue();
        if (active == 0) {
            host.beforeClosing(this::close);
        } else {
            services.dialogs()
                    .confirm(
                            Texts.get("shell.close.title"),
                            Texts.get("shell.close.sentence", active),
                            Texts.get("shell.close.action"),
                            () -> host.beforeClosing(this::close));
        }
    }

    private void close() {
        WindowSize last = new WindowSize(scene.getWidth(), scene.getHeight(), stage.isMaximized());
        stage.hide();
        desk.close();
        local.dispose();
        passcodes.forEach(PasscodeDesk::close);
        pages().forEach(SharePage::dispose);
        services.look().dispose();
        services.background().close();
        closed.accept(last);
    }
}
