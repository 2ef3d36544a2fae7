package quayside.app.ui.shell;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
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
import quayside.app.ui.browse.Side;
import quayside.app.ui.checksum.ChecksumFeature;
import quayside.app.ui.connect.ConnectFeature;
import quayside.app.ui.help.HelpFeature;
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
    private final BrowsePane<RemotePath> remote;
    private final RemoteSide remoteSide;
    private final TransferDesk desk;
    private final TransfersFeature transfers;
    private final ConnectFeature connect;
    private final HostFeature host;
    private final SettingsFeature settings;
    private final HelpFeature help;
    private final MainView main;
    private final StartScreen start;
    private Consumer<WindowSize> closed = size -> {};

    /** Builds the window on {@code stage}; {@link #open} shows it. */
    public Shell(AppCore core, Clock clock, Stage stage, WindowSize size) {
        this.core = core;
        this.stage = stage;
        this.size = size;
        scene = new Scene(layer, size.width(), size.height());
        services = UiServices.of(scene, layer, clock);
        connect = new ConnectFeature(core.connector(), core.savedServers(), core.keys(), services);
        host = new HostFeature(core.host(), core.settings(), services, stage);
        settings = new SettingsFeature(core.settings(), services);
        help = new HelpFeature(services);
        desk = new TransferDesk(core.transfers(), this::openShare, services);
        Drags drags = new Drags(desk::upload, desk::download);
        local = new BrowsePane<>(Side.LOCAL, services, drags.local());
        remote = new BrowsePane<>(Side.REMOTE, services, drags.remote());
        StackPane notice = new StackPane(connect.notice());
        remoteSide = new RemoteSide(core.connector(), remote, scrolling(connect), notice, services);
        transfers = new TransfersFeature(core.transfers(), desk::retry, core.settings(), services);
        main = new MainView(
                new MainView.Parts(
                        connect.bar(),
                        host.toggle(),
                        local.node(),
                        notice,
                        remote.node(),
                        host.view(),
                        transfers.footer(),
                        transfers.panel()),
                new MainView.Actions(settings::show, help::show));
        start = new StartScreen(this::startConnecting, this::startSharing);
        layer.getChildren().addFirst(start.node());
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
        start.focus();
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
        remote.onTransfer(
                items -> Optional.ofNullable(local.folder().get()).ifPresent(into -> desk.download(items, into)));
        core.shares().onClient(remoteSide::attachDesk);
        remoteSide.onShare(share -> local.hinder(hindrance(share)));
        local.onShowHidden(() -> services.background()
                .run(
                        () -> core.settings()
                                .update(now -> now.withLocal(now.local().withShowHidden(true))),
                        local::refresh,
                        e -> services.toasts().error(Texts.problem(e))));
        local.onChecksum(item -> compareChecksums(item.entry().name()));
        remote.onChecksum(item -> compareChecksums(item.entry().name()));
        host.onOpen(() -> {
            showMain();
            main.showHost(true);
        });
        local.attach(
                new LocalSource(
                        core.files(), () -> core.settings().settings().local().showHidden()),
                startFolder(),
                Texts.get("browse.local.title"));
        new ShareWatch(core.transfers(), core.connector(), local, remote, remoteSide::refreshPermissions).start();
        Latest<Settings> newest = new Latest<>(this::show);
        show(core.settings().settings());
        core.settings().onChange(newest::offer);
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
                connect.windowActivated();
                local.refreshIfOlder(STALE);
                remote.refreshIfOlder(STALE);
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

    private void startConnecting() {
        showMain();
        main.showHost(false);
        Platform.runLater(connect::focus);
    }

    private void startSharing() {
        showMain();
        main.showHost(true);
    }

    private void showMain() {
        if (layer.getChildren().remove(start.node())) {
            layer.getChildren().addFirst(main.node());
        }
    }

    private static String hindrance(Optional<ShareInfo> share) {
        return share.map(now -> now.mayUpload() ? "" : Texts.get("shell.hindrance.noUploads"))
                .orElseGet(() -> Texts.get("shell.hindrance.noShare"));
    }

    private Optional<ShareClient> openShare() {
        return remoteSide.client();
    }

    private static List<Path> paths(List<Item<Path>> items) {
        return items.stream().map(Item::path).toList();
    }

    private RemotePath remoteFolder() {
        RemotePath shown = remote.folder().get();
        return shown == null ? RemotePath.root() : shown;
    }

    /** Compares a file of one pane with the file of the same name in the other pane's folder. */
    private void compareChecksums(String name) {
        new ChecksumFeature(services)
                .show(
                        DisplayText.escape(name),
                        Stream.concat(side(remote, "checksum.share", name), side(local, "checksum.local", name))
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
        remoteSide.dispose();
        services.look().dispose();
        services.background().close();
        closed.accept(last);
    }

    private static ScrollPane scrolling(ConnectFeature connect) {
        StackPane side = new StackPane(connect.view());
        side.getStyleClass().add("connect-side");
        ScrollPane scroll = new ScrollPane(side);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        return scroll;
    }
}
