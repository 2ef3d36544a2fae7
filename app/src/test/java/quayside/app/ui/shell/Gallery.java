package quayside.app.ui.shell;

import atlantafx.base.controls.ToggleSwitch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.image.Image;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.kordamp.ikonli.feather.Feather;
import quayside.app.core.settings.Settings;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.browse.BrowsePane;
import quayside.app.ui.browse.MemorySource;
import quayside.app.ui.browse.NoDrags;
import quayside.app.ui.browse.Side;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.Dialogs;
import quayside.app.ui.kit.EmptyState;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.Kit;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Snapshots;
import quayside.app.ui.kit.Toasts;
import quayside.app.ui.transfers.MemoryTransfers;
import quayside.app.ui.transfers.TransfersFeature;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;

/** Draws the window with made-up files into PNGs, to be looked at: {@code Gallery FOLDER}. */
final class Gallery {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T18:00:00Z"), ZoneOffset.UTC);

    private final Path out;

    private Gallery(Path out) {
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        Gallery gallery = new Gallery(Path.of(args[0]));
        for (Settings.Theme theme : List.of(Settings.Theme.LIGHT, Settings.Theme.DARK)) {
            String suffix = theme == Settings.Theme.LIGHT ? "-light" : "-dark";
            gallery.start("start" + suffix, theme, 1000, 700, 1);
            gallery.window("panes" + suffix, theme, 1000, 700, 1, window -> {});
            gallery.window("transfers" + suffix, theme, 1000, 700, 1, Window::transfer);
            gallery.window("conflict" + suffix, theme, 1000, 700, 1, Window::conflict);
            gallery.window("lost" + suffix, theme, 1000, 700, 1, Window::lost);
        }
        gallery.start("start-small", Settings.Theme.LIGHT, 720, 520, 1);
        gallery.window("small", Settings.Theme.LIGHT, 720, 520, 1, Window::transfer);
        gallery.window("large-letters", Settings.Theme.LIGHT, 1000, 700, 1.25, Window::transfer);
        gallery.window("long-names", Settings.Theme.LIGHT, 1000, 700, 1, Window::longNames);
        gallery.window("empty", Settings.Theme.LIGHT, 1000, 700, 1, Window::empty);
        gallery.window("error", Settings.Theme.DARK, 1000, 700, 1, Window::error);
        gallery.window("failed", Settings.Theme.LIGHT, 1000, 700, 1, Window::failed);
        gallery.window("rename", Settings.Theme.DARK, 1000, 700, 1, Window::ask);
        gallery.window("wide", Settings.Theme.LIGHT, 1280, 800, 1, Window::transfer);
        System.exit(0);
    }

    private void start(String name, Settings.Theme theme, int width, int height, double scale) throws IOException {
        Scene scene = Fx.call(() -> {
            StackPane layer = new StackPane(new StartScreen(() -> {}, () -> {}).node());
            Scene made = new Scene(layer, width, height);
            new Look(made).apply(theme, scale);
            return made;
        });
        shoot(scene, name);
    }

    private void window(String name, Settings.Theme theme, int width, int height, double scale, Consumer<Window> change)
            throws Exception {
        Window window = Fx.call(() -> new Window(theme, width, height, scale));
        Fx.await(window::settled);
        Fx.run(() -> change.accept(window));
        for (int i = 0; i < 4; i++) {
            Thread.sleep(100);
            Fx.await(window::settled);
        }
        shoot(window.scene, name);
        Fx.run(window.stage::hide);
    }

    private void shoot(Scene scene, String name) throws IOException {
        Image image = Fx.call(() -> Snapshots.of(scene));
        Snapshots.write(image, out.resolve(name + ".png"));
    }

    private static final class Window {
        final StackPane layer = new StackPane();
        final Scene scene;
        final Stage stage = new Stage();
        final Kit kit = new Kit(new Background(), new Dialogs(layer), new Toasts(layer), CLOCK);
        final MemorySource here = Samples.local();
        final MemorySource there = Samples.remote();
        final BrowsePane<RemotePath> local = new BrowsePane<>(Side.LOCAL, kit, new NoDrags<>());
        final BrowsePane<RemotePath> remote = new BrowsePane<>(Side.REMOTE, kit, new NoDrags<>());
        final MemoryTransfers queue = new MemoryTransfers();
        final TransfersFeature transfers = new TransfersFeature(queue, kit);
        final MainView view;

        Window(Settings.Theme theme, int width, int height, double scale) {
            TextField address = new TextField("quayside://192.168.1.20:4870");
            HBox.setHgrow(address, Priority.ALWAYS);
            HBox bar = new HBox(8, address, Nodes.accent(Nodes.button("Connect", () -> {})));
            ToggleSwitch host = new ToggleSwitch("Hosting Pictures · 2 guests");
            host.setSelected(true);
            host.setMinWidth(Region.USE_PREF_SIZE);
            view = new MainView(
                    new MainView.Parts(
                            bar,
                            host,
                            local.node(),
                            new StackPane(),
                            remote.node(),
                            new StackPane(),
                            transfers.view(),
                            transfers.overall()),
                    new MainView.Actions(() -> {}, () -> {}));
            layer.getChildren().addFirst(view.node());
            scene = new Scene(layer, width, height);
            new Look(scene).apply(theme, scale);
            stage.setScene(scene);
            stage.show();
            local.attach(here, MemorySource.path("Documents/Projects"), "This computer");
            remote.attach(there, RemotePath.root(), "Pictures");
        }

        boolean settled() {
            scene.getRoot().applyCss();
            scene.getRoot().layout();
            return true;
        }

        void transfer() {
            view.showTransfers(true);
            queue.show(
                    Samples.moving(1, "Holiday 2026.mov", 1_400_000_000L, 3_900_000_000L, 23_400_000),
                    Samples.folder(2, "Website relaunch", 96_000_000, 240_000_000, 34, 200),
                    Samples.state(3, "notes.txt", TransferSnapshot.State.QUEUED, "", 0, 12_400),
                    Samples.state(4, "Budget.xlsx", TransferSnapshot.State.DONE, "", 88_000, 88_000));
            select(local, 1, 3);
        }

        void failed() {
            view.showTransfers(true);
            queue.show(
                    Samples.state(
                            1,
                            "Holiday 2026.mov",
                            TransferSnapshot.State.FAILED,
                            "The disk of the other computer is full. Free some space there, then try again.",
                            1_400_000_000L,
                            3_900_000_000L),
                    Samples.state(2, "notes.txt", TransferSnapshot.State.CANCELLED, "", 1_000, 12_400),
                    Samples.state(3, "Budget.xlsx", TransferSnapshot.State.DONE, "", 88_000, 88_000));
            transfers.showFailed();
            kit.toasts().error("“Budget.xlsx” could not be deleted. Guests of this share may not delete.");
            kit.toasts().success("12 files have arrived in Downloads.");
        }

        void conflict() {
            Instant older = Instant.parse("2025-03-04T10:00:00Z");
            kit.dialogs()
                    .show(ConflictQuestion.of(
                            List.of(
                                    new Conflict(
                                            entry("Budget.xlsx", 88_000, MemorySource.MODIFIED),
                                            entry("Budget.xlsx", 86_500, older)),
                                    new Conflict(
                                            entry("notes.txt", 12_400, MemorySource.MODIFIED),
                                            entry("notes.txt", 12_400, older))),
                            true,
                            CLOCK,
                            rule -> {}));
        }

        void lost() {
            remote.detach(EmptyState.error(
                    Feather.WIFI_OFF,
                    "The connection was lost",
                    "The other computer does not answer any more. It may be asleep, or Quayside was closed there.",
                    Nodes.accent(Nodes.button(Feather.REFRESH_CW, "Reconnect", () -> {})),
                    Nodes.button("Leave", () -> {})));
        }

        void longNames() {
            remote.attach(
                    Samples.longNames(),
                    MemorySource.path(
                            "A folder with quite a long name/And another one that is even longer than the first/Here"),
                    "A share whose name nobody kept short enough");
        }

        void empty() {
            remote.attach(new MemorySource("Drop box"), RemotePath.root(), "Drop box");
            view.showTransfers(true);
        }

        void error() {
            here.gate(new CountDownLatch(1));
            there.fail("The folder “Pictures” cannot be read on the other computer: permission denied.");
            remote.refresh();
            remote.open(RemotePath.root());
            local.open(RemotePath.root());
        }

        void ask() {
            kit.dialogs()
                    .ask(
                            "Rename “Budget.xlsx”",
                            "New name",
                            "Budget.xlsx",
                            6,
                            "Rename",
                            name -> Optional.empty(),
                            name -> {});
        }

        private static void select(BrowsePane<RemotePath> pane, int... rows) {
            TableView<?> table = (TableView<?>) pane.node().lookup(".file-table");
            table.requestFocus();
            table.getSelectionModel().selectIndices(rows[0], rows);
        }

        private static Entry entry(String name, long size, Instant modified) {
            return new Entry(name, Entry.Kind.FILE, size, modified);
        }
    }
}
