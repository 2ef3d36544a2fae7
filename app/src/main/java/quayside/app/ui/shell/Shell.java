package quayside.app.ui.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import quayside.app.core.AppCore;
import quayside.app.core.desktop.RunningProgram;
import quayside.app.core.host.HostState;
import quayside.app.core.publish.Subscription;
import quayside.app.core.settings.PaneLayout;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.WindowSize;
import quayside.app.core.share.ShareId;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.Job;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.browse.BrowsePane;
import quayside.app.ui.browse.FileSource;
import quayside.app.ui.browse.FileSource.Item;
import quayside.app.ui.browse.LocalSource;
import quayside.app.ui.browse.Side;
import quayside.app.ui.files.DownloadTo;
import quayside.app.ui.files.FilesFeature;
import quayside.app.ui.help.HelpFeature;
import quayside.app.ui.home.HomeFeature;
import quayside.app.ui.home.Visit;
import quayside.app.ui.host.HostFeature;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.Chooser;
import quayside.app.ui.kit.Dialogs;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.UiServices;
import quayside.app.ui.kit.WindowKey;
import quayside.app.ui.settings.SettingsFeature;
import quayside.app.ui.transfers.TransfersFeature;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.InvalidInput;

/**
 * One window of the program, on the given core objects. It owns none of them; their owner closes them after the window
 * is closed. JavaFX thread only.
 */
public final class Shell {
    private static final Duration STALE = Duration.ofSeconds(30);

    private static final List<KeyCode> TAB_KEYS = List.of(
            KeyCode.DIGIT1,
            KeyCode.DIGIT2,
            KeyCode.DIGIT3,
            KeyCode.DIGIT4,
            KeyCode.DIGIT5,
            KeyCode.DIGIT6,
            KeyCode.DIGIT7,
            KeyCode.DIGIT8,
            KeyCode.DIGIT9);

    private final AppCore core;
    private final Stage stage;
    private final WindowSize size;
    private final StackPane layer = new StackPane();
    private final Scene scene;
    private final UiServices services;
    private final BrowsePane<Path> local;
    private final TransferDesk desk;
    private final FilesFeature files;
    private final PaneFiles paneFiles;
    private final TransfersFeature transfers;
    private final HomeFeature home;
    private final HostFeature host;
    private final SettingsFeature settings;
    private final HelpFeature help;
    private final Drags drags;
    private final TabStrip strip;
    private final Frame frame;
    private final ShareWatch watch;
    private final WindowPlace place;
    private final WindowTitle title;
    private final CloseQuestions questions;
    private final InBackground background;

    /** The tabs by their shares, in their order. */
    private final Map<Visit, Tab> tabs = new LinkedHashMap<>();

    /**
     * Those who are asked for the passcodes of a client. Each lives as long as its client, which would otherwise keep a
     * closed tab in memory. Guarded by itself.
     */
    private final Set<PasscodeDesk> passcodes = Collections.newSetFromMap(new WeakHashMap<>());

    private Optional<Tab> shown = Optional.empty();
    private double divider = 0.5;
    private boolean hiddenShown;
    private boolean hasAppeared;
    private boolean hasStarted;
    private final Map<String, PaneLayout> layouts;
    private Consumer<WindowSize> closed = size -> {};

    /** A tab of the strip and its screen. */
    private record Tab(SharePage page, TabStrip.Tab button, Subscription watched) {
        /** Ends what runs for the tab, and what it listens to. */
        void dispose() {
            watched.close();
            page.dispose();
            page.visit().dispose();
        }
    }

    /** Builds the window on {@code stage}; {@link #open} shows it. */
    public Shell(AppCore core, Clock clock, Stage stage, WindowSize size) {
        this(
                core,
                clock,
                stage,
                size,
                () -> WindowPlace.screenOf(stage),
                Chooser.system(stage),
                new LocalSource(
                        core.files(), () -> core.settings().settings().local().showHidden()));
    }

    /**
     * @param screen the usable part of the screen that the window is on
     * @param chooser asks for files and folders of this computer
     * @param computer the files of this computer; a test may confine them to a folder
     */
    Shell(
            AppCore core,
            Clock clock,
            Stage stage,
            WindowSize saved,
            Supplier<Rectangle2D> screen,
            Chooser chooser,
            FileSource<Path> computer) {
        this.core = core;
        this.stage = stage;
        place = new WindowPlace(stage, screen);
        title = new WindowTitle(stage);
        size = place.within(saved);
        layouts = new TreeMap<>(saved.panes());
        scene = new Scene(layer, size.width(), size.height());
        services = UiServices.of(scene, layer, clock);
        home = new HomeFeature(
                core.shares(), core.savedServers(), core.keys(), core.nearby(), core.settings(), services);
        host = new HostFeature(core.host(), core.reach(), core.settings(), services, stage);
        settings = new SettingsFeature(core.settings(), services, () -> WindowIcon.draw(72));
        settings.login(core.desktop().login());
        help = new HelpFeature(services);
        desk = new TransferDesk(core.transfers(), this::openShare, this::awayShare, core.settings(), services);
        drags = new Drags(this::upload, this::download);
        local = new BrowsePane<>(Side.LOCAL, services, drags.local());
        files = new FilesFeature(services, core.opener(), core.copies());
        paneFiles = new PaneFiles(
                core,
                services,
                files,
                new DownloadTo(services, core.recentFolders(), DownloadTo.system(stage)),
                chooser,
                local,
                () -> shown.map(Tab::page),
                desk);
        transfers = new TransfersFeature(core.transfers(), desk::retry, core.settings(), services);
        transfers.onShow(
                path -> {
                    local.open(path.resolveSibling(""));
                    local.select(Set.of(String.valueOf(path.getFileName())));
                },
                path -> files.showInManager(List.of(path)));
        transfers.onAgain(desk::again);
        transfers.onElsewhere(
                id -> chooser.choose(Chooser.Wanted.folder(Texts.get("files.downloadTo.other")), localFolder()).stream()
                        .findFirst()
                        .ifPresent(folder -> desk.elsewhere(id, folder)));
        strip = new TabStrip(host.pill(), new TabStrip.Actions(this::showHome, settings::show, help::show));
        frame = new Frame(strip, transfers.footer(), transfers.panel());
        watch = new ShareWatch(core.transfers(), core.shares(), local, this::pages, home::show, services.background());
        questions = new CloseQuestions(core.transfers(), core.settings(), services.dialogs());
        background = new InBackground(core, stage, scene, layer, host, services, new InBackground.Window() {
            @Override
            public void appear() {
                show(core.settings().settings());
                Shell.this.appear();
            }

            @Override
            public void showHost() {
                Shell.this.showHost();
            }

            @Override
            public void quit() {
                askToQuit();
            }

            @Override
            public boolean isWorking() {
                return active() > 0 || files.isBusy(Optional.empty());
            }
        });
        layer.getChildren().addFirst(frame);
        wire(computer);
    }

    /** Shows the window; {@code whenClosed} gets its size once it is closed. */
    public void open(Consumer<WindowSize> whenClosed) {
        prepare(whenClosed);
        appear();
    }

    /**
     * Begins like {@link #open}, but for a program that may go on without its window while something is shared. The last
     * folder is shared if the settings say so.
     *
     * @param hidden whether the window is not shown yet
     * @param whenEnding is run first when the window is closed, because from then on a second start must not ask for it;
     *     empty if no second start finds this program. It then goes on without its window only if it began so
     */
    public void begin(Consumer<WindowSize> whenClosed, boolean hidden, Optional<Runnable> whenEnding) {
        prepare(whenClosed);
        if (hidden || whenEnding.isPresent()) {
            keepRunning(whenEnding.orElse(() -> {}));
        }
        if (hidden) {
            background.hide();
            startCore();
        } else {
            appear();
        }
        host.shareAtStart();
    }

    /** Lets the program go on without this window from now on, if something is shared when the user closes it. */
    public void keepRunning(Runnable whenEnding) {
        background.begin(whenEnding);
    }

    /** Does what a later start of the program is for; returns false if the window has ended. */
    boolean requested(RunningProgram.Request request) {
        if (background.hasEnded()) {
            return false;
        }
        switch (request) {
            case RunningProgram.Request.Show _ -> background.show();
            case RunningProgram.Request.Open(String link) -> {
                background.show();
                try {
                    open(ShareLink.parse(link));
                } catch (InvalidInput e) {
                    services.toasts().error(Texts.words(e.sentence()));
                }
            }
            case RunningProgram.Request.Stay _ -> {}
        }
        return true;
    }

    private void prepare(Consumer<WindowSize> whenClosed) {
        closed = whenClosed;
        stage.getIcons().setAll(WindowIcon.images());
        stage.setScene(scene);
        stage.setMaximized(size.maximized());
    }

    private void startCore() {
        if (!hasStarted) {
            hasStarted = true;
            core.start();
        }
    }

    /** Shows the window, for the first time or after it was hidden. */
    private void appear() {
        stage.show();
        if (hasAppeared) {
            return;
        }
        hasAppeared = true;
        place.start();
        home.focus();
        String notices = Stream.of(
                        core.settings().notice(),
                        core.knownServers().notice(),
                        core.savedServers().notice(),
                        core.keys().notice(),
                        core.bookmarks().notice())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
        if (!notices.isEmpty()) {
            services.toasts().error(notices);
        }
        services.background()
                .whileOpen(core.transfers()
                        .onNotice(notice ->
                                Platform.runLater(() -> services.toasts().error(notice))));
        startCore();
        if (core.settings().settings().start().reopen() == Settings.Reopen.LAST_SHARES) {
            home.reopen(size.tabs(), size.front());
        }
    }

    /** Opens the share of a link in a tab, or shows the tab that it has. */
    public void open(ShareLink link) {
        home.open(link);
    }

    public Scene scene() {
        return scene;
    }

    Background background() {
        return services.background();
    }

    Dialogs dialogs() {
        return services.dialogs();
    }

    InBackground inBackground() {
        return background;
    }

    private void wire(FileSource<Path> computer) {
        local.onTransfer(items -> upload(paths(items), remoteFolder()));
        local.onProtectedTransfer(items -> desk.uploadProtected(paths(items), remoteFolder()));
        services.background().whileOpen(core.shares().onClient(this::attachDesk));
        files.cutProperty().subscribe(cut -> {
            local.showCut(cut.here());
            pages().forEach(this::showCut);
        });
        home.doctor(core.doctor());
        host.doctor(core.doctor());
        home.onShare(this::show, this::leave, this::showHome);
        services.background().whileOpen(core.host().onState(new Latest<HostState>(home::show)::offer));
        home.onShareFolder(folder -> {
            showHost();
            host.share(folder);
        });
        paneFiles.fillLocal();
        keepLayout(Side.LOCAL, local);
        local.folder().addListener((folder, before, now) -> shown.ifPresent(this::noteLocal));
        host.onOpen(this::showHost);
        local.attach(computer, startFolder());
        watch.start();
        showHome();
        Latest<Settings> newest = new Latest<>(this::show);
        hiddenShown = showsHidden();
        show(core.settings().settings());
        services.background().whileOpen(core.settings().onChange(newest::offer));
        services.background()
                .whileOpen(core.desktop().onDark(new Latest<Optional<Boolean>>(services.look()::desktop)::offer));
        new Alerts(
                        () -> core.settings().settings().notices(),
                        core.desktop()::notify,
                        services,
                        stage::isFocused,
                        transfers::isOpen,
                        () -> {
                            background.show();
                            transfers.open();
                        },
                        core.host()::block)
                .follow(core.transfers(), core.host());
        Latest<List<TransferSnapshot>> progress = new Latest<>(title::progress);
        services.background().whileOpen(core.transfers().onChange(progress::offer));
        scene.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
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
                files.windowActivated();
                local.refreshIfOlder(STALE);
                shown.ifPresent(tab -> tab.page().remote().refreshIfOlder(STALE));
            }
        });
        // Late results change nodes that are no longer visible. JavaFX drops the styles of a hidden window and would
        // log "Could not resolve '-color-fg-muted'" for the theme's colours.
        stage.setOnHidden(event -> scene.setRoot(new Pane()));
        stage.setOnCloseRequest(event -> {
            event.consume();
            background.beforeClosing(this::askToQuit);
        });
    }

    private boolean showsHidden() {
        return core.settings().settings().local().showHidden();
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
        if (hiddenShown != now.local().showHidden()) {
            hiddenShown = now.local().showHidden();
            local.refresh();
            pages().forEach(page -> page.remote().refresh());
        }
    }

    private void pressed(KeyEvent event) {
        if (services.dialogs().openProperty().get() && !WindowKey.HELP.isIn(event)) {
            return;
        }
        for (WindowKey key : WindowKey.values()) {
            if (key.isIn(event)) {
                event.consume();
                run(key);
                return;
            }
        }
        boolean plain = event.isShortcutDown() && !event.isShiftDown() && !event.isAltDown();
        int tab = plain ? TAB_KEYS.indexOf(event.getCode()) : -1;
        if (tab >= 0 && tab < tabs.size()) {
            event.consume();
            choose(List.copyOf(tabs.keySet()).get(tab));
        }
    }

    private void run(WindowKey key) {
        switch (key) {
            case NEW_TAB -> showHome();
            case CLOSE_TAB -> shown.ifPresent(tab -> leave(tab.page().visit()));
            case HOST -> showHost();
            case SETTINGS -> settings.show();
            case HELP -> help.show();
        }
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
            local.hinder(hindrance(tab.page()));
            tab.page().remote().refreshIfOlder(STALE);
        }
        tab.page().remote().focus();
    }

    /** Shows the tab that the user has chosen. The folder of this computer stays, and is used with that share now. */
    private void choose(Visit visit) {
        show(visit);
        shown.ifPresent(this::noteLocal);
    }

    private void showScreen(Optional<Tab> next, Node screen) {
        shown.ifPresent(tab -> divider = tab.page().release());
        shown = next;
        next.ifPresent(tab -> tab.page().take(local.node(), divider));
        frame.show(screen);
        strip.select(next.map(Tab::button));
        title.show(next.map(tab -> tab.page().visit()));
    }

    /** Lays a pane out as the panes of its side were last, keeps its later layout, and its bookmarks. */
    private void keepLayout(Side side, BrowsePane<?> pane) {
        Optional.ofNullable(layouts.get(side.name())).ifPresent(pane::layout);
        pane.onLayout(now -> layouts.put(side.name(), now));
        pane.bookmarks(core.bookmarks());
    }

    private Tab newTab(Visit visit) {
        SharePage page = new SharePage(
                visit, drags.remote(paneFiles::moveOnShare, paneFiles::copyOnShare), this::showsHidden, services);
        BrowsePane<RemotePath> remote = page.remote();
        remote.onTransfer(items -> localFolder().ifPresent(into -> download(items, into)));
        paneFiles.fillRemote(page);
        keepLayout(Side.REMOTE, remote);
        remote.folder()
                .addListener((folder, before, now) ->
                        shown.filter(tab -> tab.page().equals(page)).ifPresent(tab -> local.hinder(hindrance(page))));
        page.onShare(share -> {
            showCut(page);
            shown.filter(tab -> tab.page().equals(page)).ifPresent(tab -> {
                local.hinder(hindrance(page));
                if (share.isPresent() && visit.lastLocal().isEmpty()) {
                    // The folder that is there is used with the share from now on.
                    noteLocal(tab);
                }
            });
        });
        openLastLocal(visit);
        return new Tab(
                page,
                strip.add(new TabStrip.Share(
                        visit.titleProperty(),
                        visit.computerProperty(),
                        visit.stateProperty(),
                        () -> choose(visit),
                        () -> leave(visit))),
                watch.follow(visit.share()));
    }

    private void showCut(SharePage page) {
        page.client()
                .ifPresent(
                        share -> page.remote().showCut(files.cutProperty().get().on(share)));
    }

    private void leave(Visit visit) {
        Optional<ShareId> share = visit.share().id();
        boolean working = share.isPresent() && files.isBusy(share);
        questions.beforeTab(visit, home.keepsKey(visit), working, () -> {
            if (share.isPresent()) {
                files.stop(share);
            }
            close(visit);
        });
    }

    private void close(Visit visit) {
        Optional.ofNullable(tabs.get(visit)).ifPresent(tab -> {
            if (shown.filter(tab::equals).isPresent()) {
                showHome();
            }
            tabs.remove(visit);
            strip.remove(tab.button());
            tab.dispose();
        });
        home.close(visit, true);
    }

    /** Lets the user be asked for the passcodes of a new client. Callable from any thread. */
    private void attachDesk(ShareClient share) {
        PasscodeDesk asking =
                new PasscodeDesk(() -> DisplayText.escape(share.share().name()), services.dialogs());
        synchronized (passcodes) {
            passcodes.add(asking);
        }
        share.passcodes(asking);
    }

    private String hindrance(SharePage page) {
        if (page.away().isPresent() && core.settings().settings().transfers().waitOffline()) {
            // The upload waits for the share.
            return "";
        }
        return page.share()
                .map(now -> !now.mayUpload()
                        ? Texts.get("shell.hindrance.noUploads")
                        : isAtTop(now, page) ? Texts.get("shell.hindrance.top") : "")
                .orElseGet(() -> Texts.get("shell.hindrance.noShare"));
    }

    /** Returns whether the folders that the host shares are shown, beside which nothing can be. */
    private static boolean isAtTop(ShareInfo share, SharePage page) {
        RemotePath here = page.remote().folder().get();
        return here != null && !share.isChangeable(here);
    }

    private Optional<ShareClient> openShare() {
        return shown.flatMap(tab -> tab.page().client());
    }

    private Optional<Job.ShareRef> awayShare() {
        return shown.flatMap(tab -> tab.page().away());
    }

    private void upload(List<Path> files, RemotePath into) {
        shown.ifPresent(this::noteLocal);
        desk.upload(files, into);
    }

    private void download(List<Item<RemotePath>> items, Path into) {
        shown.ifPresent(this::noteLocal);
        desk.download(items, into);
    }

    private Optional<Path> localFolder() {
        return Optional.ofNullable(local.folder().get());
    }

    /** Keeps the shown folder of this computer as the last one that was used with the share of the tab. */
    private void noteLocal(Tab tab) {
        localFolder().ifPresent(tab.page().visit()::beside);
    }

    /** Shows the folder of this computer that was used with the share the last time. */
    private void openLastLocal(Visit visit) {
        services.background()
                .run(
                        cancellation -> visit.lastLocal().filter(Files::isDirectory),
                        (Optional<Path> there) -> there.filter(folder -> isShown(visit))
                                .filter(folder -> !localFolder().equals(Optional.of(folder)))
                                .ifPresent(local::open),
                        e -> {});
    }

    private boolean isShown(Visit visit) {
        return shown.filter(tab -> tab.page().visit().equals(visit)).isPresent();
    }

    private static List<Path> paths(List<Item<Path>> items) {
        return items.stream().map(Item::path).toList();
    }

    private RemotePath remoteFolder() {
        return shown.map(tab -> tab.page().folder()).orElse(RemotePath.root());
    }

    /** Returns how many transfers have not ended. The table lags behind by a moment, in which one may have begun. */
    private int active() {
        return (int) core.transfers().snapshot().stream()
                .filter(transfer -> !transfer.state().hasEnded())
                .count();
    }

    private void askToQuit() {
        questions.beforeWindow(active(), files.isBusy(Optional.empty()), () -> host.beforeClosing(this::close));
    }

    /** Returns the size, panes and tabs as they are now. */
    WindowSize size() {
        if (!hasAppeared) {
            // Its tabs are opened with it.
            return size;
        }
        List<String> open =
                tabs.keySet().stream().map(visit -> visit.link().kept()).toList();
        Optional<String> front = shown.map(tab -> tab.page().visit().link().kept());
        return new WindowSize(scene.getWidth(), scene.getHeight(), stage.isMaximized(), layouts, open, front);
    }

    /** Closes the window without a question. */
    void close() {
        background.end();
        WindowSize last = size();
        place.stop();
        stage.hide();
        files.stop(Optional.empty());
        desk.close();
        local.dispose();
        synchronized (passcodes) {
            passcodes.forEach(PasscodeDesk::close);
        }
        tabs.values().forEach(Tab::dispose);
        services.look().dispose();
        services.background().close();
        closed.accept(last);
    }
}
