package quayside.app.ui.shell;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javafx.event.Event;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import quayside.app.Wiring;
import quayside.app.core.AppCore;
import quayside.app.core.HeldPort;
import quayside.app.core.Patience;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.settings.WindowSize;
import quayside.app.core.share.ShareService;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.demo.Snapshots;
import quayside.app.ui.browse.FileSource;
import quayside.app.ui.browse.LocalSource;
import quayside.app.ui.kit.Fx;
import quayside.server.ShareOptions;
import quayside.server.storage.NamedFolder;

/** The whole window over real parts, and another computer that it can meet: all on loopback, in a folder of its own. */
final class LiveWindow implements AutoCloseable {
    private static final Rectangle2D SCREEN = new Rectangle2D(0, 0, 1000, 1000);

    final Path home;
    final Path shared;
    final Path mine;
    final AppCore core;
    final AppCore other;
    final HeldPort port;
    private final Path folder;
    private final Stage stage;
    private final Shell shell;

    /** The usable part of the screen. */
    private final Rectangle2D screen;

    /** The files or folder that the user chooses in the system's dialog. */
    List<Path> chosen = List.of();

    /** The size and tabs with which the window was closed. */
    Optional<WindowSize> closed = Optional.empty();

    LiveWindow(Path folder) throws IOException {
        this(folder, new WindowSize(1000, 700, false));
    }

    /** @param last the size and tabs of the last time */
    LiveWindow(Path folder, WindowSize last) throws IOException {
        this(folder, last, SCREEN);
    }

    /** @param screen the usable part of the screen */
    LiveWindow(Path folder, WindowSize last, Rectangle2D screen) throws IOException {
        this(folder, last, screen, core -> core, files -> files, new HeldPort());
    }

    /**
     * @param parts replaces some of the parts below the window
     * @param files wraps the files of this computer
     */
    LiveWindow(Path folder, WindowSize last, UnaryOperator<AppCore> parts, UnaryOperator<FileSource<Path>> files)
            throws IOException {
        this(folder, last, SCREEN, parts, files, new HeldPort());
    }

    /** @param port where the other computer shares */
    private LiveWindow(
            Path folder,
            WindowSize last,
            Rectangle2D screen,
            UnaryOperator<AppCore> parts,
            UnaryOperator<FileSource<Path>> files,
            HeldPort port)
            throws IOException {
        this.folder = folder;
        this.port = port;
        this.screen = screen;
        home = Files.createDirectories(folder.resolve("home"));
        shared = Files.createDirectories(folder.resolve("Pictures"));
        InetAddress loopback = InetAddress.getLoopbackAddress();
        core = parts.apply(Wiring.core(folder.resolve("config"), loopback));
        other = Wiring.core(folder.resolve("other-config"), loopback);
        mine = Files.createDirectories(folder.resolve("Holiday"));
        core.settings()
                .update(now -> now.withLocal(now.local().withDownloadFolder(Optional.of(home)))
                        .withHost(now.host().withFolder(mine).withPort(0)));
        stage = Fx.call(Stage::new);
        FileSource<Path> computer = files.apply(new LocalSource(
                core.files(), () -> core.settings().settings().local().showHidden()));
        shell = Fx.call(() -> new Shell(
                core,
                Clock.system(ZoneId.systemDefault()),
                stage,
                last,
                () -> screen,
                (wanted, at) -> chosen,
                computer));
        Fx.run(() -> shell.open(size -> closed = Optional.of(size)));
    }

    /** The other computer shares its folder, each time at the same address; returns the link with the key. */
    String otherShares() {
        other.host().start(new SharedFolder(shared, port.number(), ShareOptions.Permissions.ALL, false));
        Fx.await(() -> other.host().state() instanceof HostState.On);
        return ((HostState.On) other.host().state()).link();
    }

    /** The other computer shares several folders under one link, and this one connects. */
    void otherShares(NamedFolder... folders) {
        other.host().start(new SharedFolder(List.of(folders), port.number(), ShareOptions.Permissions.ALL, false));
        Fx.await(() -> other.host().state() instanceof HostState.On);
        connect(((HostState.On) other.host().state()).link());
    }

    void otherStops() {
        other.host().stop();
        Fx.await(() -> other.host().state() instanceof HostState.Off);
    }

    void connect(String link) {
        fire("#tab-home");
        Fx.run(() -> ((TextField) node("#home-link")).setText(link));
        fire("#home-connect");
    }

    /** The share that was opened first. */
    ShareService share() {
        return core.shares().open().getFirst();
    }

    /** The other computer shares, this one connects by its link and shows these names. Returns the link. */
    String connectAndWaitFor(String... names) {
        String link = otherShares();
        connect(link);
        awaitNames(".remote", names);
        return link;
    }

    /** Reads this computer's files again and waits for these names. */
    void refreshLocal(String... names) {
        type(".local", KeyCode.F5);
        awaitNames(".local", names);
    }

    /** A key on the table of that side. */
    void type(String side, KeyCode key) {
        Fx.run(() -> press(table(side).orElseThrow(), key));
    }

    /** The same together with the key that shortcuts begin with. */
    void typeWithControl(String side, KeyCode key) {
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        Fx.run(() -> Event.fireEvent(
                table(side).orElseThrow(), new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, !mac, false, mac)));
    }

    /** The same together with Shift. */
    void typeWithControlAndShift(String side, KeyCode key) {
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        Fx.run(() -> Event.fireEvent(
                table(side).orElseThrow(), new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, true, !mac, false, mac)));
    }

    private static void press(Node target, KeyCode key) {
        Event.fireEvent(target, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false));
    }

    /** Of the first transfer; as if one were queued while there is none. */
    TransferSnapshot.State state() {
        return core.transfers().snapshot().stream()
                .map(TransferSnapshot::state)
                .findFirst()
                .orElse(TransferSnapshot.State.QUEUED);
    }

    /** Begins an upload that takes longer than any test looks at it. */
    void startLargeUpload() throws IOException {
        // Sparse, and long enough to be caught under way. Several fit side by side on a disk in memory.
        try (FileChannel file =
                FileChannel.open(home.resolve("large.bin"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {1}), 6_000_000_000L);
        }
        refreshLocal("large.bin");
        select(".local", "large.bin");
        fire("#upload");
        Fx.await(() -> core.transfers().snapshot().stream().anyMatch(t -> t.bytesDone() > 5_000_000));
    }

    /** What the window manager does at a click on the cross. JavaFX thread only. */
    void closeByUser() {
        stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
    }

    /** Presses the button that the selector finds, once it is there and enabled. */
    void fire(String selector) {
        press(() -> find(selector) instanceof Button button ? Optional.of(button) : Optional.empty());
    }

    /** Presses the visible button with these words, once it is there and enabled. */
    void press(String words) {
        press(() -> button(words));
    }

    // Looked for and pressed in one turn of the JavaFX thread: in between it could be replaced by another.
    private static void press(Supplier<Optional<Button>> target) {
        Fx.await(() -> {
            Optional<Button> enabled = target.get().filter(button -> !button.isDisabled());
            enabled.ifPresent(Button::fire);
            return enabled.isPresent();
        });
    }

    /** Waits until the pane of {@code side} (".local", ".remote") shows exactly these names in this order. */
    void awaitNames(String side, String... names) {
        Fx.await(() -> table(side).isPresent() && names(side).equals(List.of(names)));
    }

    void select(String side, String... names) {
        Fx.run(() -> {
            TableView<?> table = table(side).orElseThrow();
            table.requestFocus();
            table.getSelectionModel().clearSelection();
            for (String name : names) {
                table.getSelectionModel().select(names(side).indexOf(name));
            }
        });
    }

    /** The names that are selected on that side. JavaFX thread only. */
    List<String> selected(String side) {
        TableView<?> table = table(side).orElseThrow();
        return table.getSelectionModel().getSelectedIndices().stream()
                .map(names(side)::get)
                .toList();
    }

    void awaitText(String words) {
        Fx.await(() -> shows(words));
    }

    /** Whether the words stand on a label or button that can be seen. JavaFX thread only. */
    boolean shows(String words) {
        return shell.scene().getRoot().lookupAll("*").stream()
                .filter(node -> node instanceof Labeled && isSeen(node))
                .map(node -> ((Labeled) node).getText())
                .anyMatch(text -> text != null && text.contains(words));
    }

    Shell shell() {
        return shell;
    }

    Stage stage() {
        return stage;
    }

    Node node(String selector) {
        return Objects.requireNonNull(find(selector), selector);
    }

    /** Draws the window into {@code target/pictures}, for people to look at. */
    void picture(String name) throws IOException {
        Image image = Fx.call(() -> Snapshots.of(shell.scene()));
        Snapshots.write(image, Path.of("target", "pictures", name + ".png"));
    }

    Node find(String selector) {
        return shell.scene().getRoot().lookup(selector);
    }

    Optional<Button> button(String words) {
        return shell.scene().getRoot().lookupAll(".button").stream()
                .filter(node -> node instanceof Button button && words.equals(button.getText()) && isSeen(node))
                .map(Button.class::cast)
                .findFirst();
    }

    private Optional<TableView<?>> table(String side) {
        return Optional.ofNullable((TableView<?>) find(side + " .file-table"));
    }

    /** The names that are shown on that side. JavaFX thread only. */
    List<String> names(String side) {
        return table(side).orElseThrow().getItems().stream()
                .map(Object::toString)
                .map(text -> text.replaceAll(".*shownName=(.*)]", "$1"))
                .toList();
    }

    /** The number of rows on that side. JavaFX thread only. */
    int count(String side) {
        return table(side).orElseThrow().getItems().size();
    }

    private static boolean isSeen(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /** Starts both computers anew, at the same addresses. Only the returned window is to be closed. */
    LiveWindow restart() throws IOException {
        WindowSize size = new WindowSize(1000, 700, false);
        end();
        return new LiveWindow(folder, size, screen, now -> now, files -> files, port);
    }

    @Override
    public void close() {
        end();
        port.close();
    }

    private void end() {
        Fx.run(() -> {
            stage.hide();
            shell.background().close();
        });
        core.close();
        other.close();
        Patience.await().until(shell.background()::isTerminated);
    }
}
