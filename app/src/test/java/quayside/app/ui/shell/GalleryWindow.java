package quayside.app.ui.shell;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import quayside.app.core.settings.Settings;
import quayside.app.core.share.ShareState;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.browse.BrowsePane;
import quayside.app.ui.browse.MemorySource;
import quayside.app.ui.browse.NoDrags;
import quayside.app.ui.browse.Side;
import quayside.app.ui.kit.EmptyState;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.app.ui.transfers.MemoryTransfers;
import quayside.app.ui.transfers.TransfersFeature;
import quayside.protocol.message.RemotePath;

/** The window with made-up files, and the moments of it that are worth a picture. JavaFX thread only. */
final class GalleryWindow {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T18:00:00Z"), ZoneOffset.UTC);

    final StackPane layer = new StackPane();
    final Scene scene = new Scene(layer);
    final Stage stage = new Stage();
    final UiServices services = UiServices.of(scene, layer, CLOCK);
    final MemorySource here = Samples.local();
    final MemorySource there = Samples.remote();
    final BrowsePane<RemotePath> local = new BrowsePane<>(Side.LOCAL, services, new NoDrags<>());
    final BrowsePane<RemotePath> remote = new BrowsePane<>(Side.REMOTE, services, new NoDrags<>());
    final MemoryTransfers queue = new MemoryTransfers();
    final TransfersFeature transfers = new TransfersFeature(queue, queue::retry, services);
    final Frame view;
    private long frames;

    GalleryWindow(Settings.Theme theme, int width, int height, double scale) {
        Button pill = Nodes.button(Glyph.SHARE, "Sharing “Pictures”", () -> {});
        pill.getStyleClass().add("host-pill");
        TabStrip strip = new TabStrip(pill, new TabStrip.Actions(() -> {}, () -> {}, () -> {}));
        TabStrip.Tab shown = strip.add(tab("Pictures", "Kitchen laptop", new ShareState.Connecting("")));
        TabStrip.Tab _ = strip.add(tab("Backup", "Attic server", new ShareState.Lost("", "")));
        strip.select(Optional.of(shown));
        view = new Frame(strip, transfers.view(), transfers.statusBar());
        view.show(new SplitPane(local.node(), remote.node()));
        layer.getChildren().addFirst(view);
        services.look().apply(theme, scale);
        stage.setWidth(width);
        stage.setHeight(height);
        stage.setScene(scene);
        stage.show();
        scene.addPostLayoutPulseListener(() -> {
            frames++;
            Platform.requestNextPulse();
        });
        local.attach(here, MemorySource.path("Documents/Projects"));
        remote.attach(there, RemotePath.root());
    }

    private static TabStrip.Share tab(String title, String computer, ShareState state) {
        return new TabStrip.Share(
                new SimpleStringProperty(title),
                new SimpleStringProperty(computer),
                new SimpleObjectProperty<>(state),
                () -> {},
                () -> {});
    }

    GalleryDialogs dialogs() {
        return new GalleryDialogs(services);
    }

    /** Holds once so many more frames were drawn. */
    Callable<Boolean> drawn(int more) {
        long wanted = frames + more;
        return () -> frames >= wanted;
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
        services.toasts().error("“Budget.xlsx” could not be deleted. Guests of this share may not delete.");
        services.toasts().success("12 files have arrived in Downloads.");
    }

    void waiting() {
        view.showTransfers(true);
        queue.show(
                Samples.waiting(1, "Holiday 2026.mov", Duration.ofSeconds(4)),
                Samples.waiting(
                        2,
                        "Website relaunch with all its pictures, drafts and the minutes of every meeting",
                        Duration.ZERO),
                Samples.state(
                        3,
                        "backup.tar.zst",
                        TransferSnapshot.State.PAUSED,
                        "What has arrived is kept.",
                        7_400_000_000L,
                        12_345_678_901L),
                Samples.noted(
                        4, "Album", "Album/IMG_4101.jpg: It was changed while it was being sent, and starts again."));
    }

    void locks() {
        there.lockAll();
        remote.attach(there, RemotePath.root());
        select(local, 1, 3);
    }

    void asking() {
        locks();
        view.showTransfers(true);
        queue.show(
                Samples.state(
                        1,
                        "accounts of the harbour, with all that belongs to them, 2026, corrected.ods",
                        TransferSnapshot.State.ASKING,
                        "\"accounts of the harbour, with all that belongs to them, 2026, corrected.ods\" is protected: enter its passcode, which whoever protected it can tell you.",
                        0,
                        12_400),
                Samples.moving(2, "Holiday 2026.mov", 1_400_000_000L, 3_900_000_000L, 23_400_000));
    }

    void paused() {
        view.showTransfers(true);
        queue.show(
                Samples.state(
                        1,
                        "backup.tar.zst",
                        TransferSnapshot.State.PAUSED,
                        "What has arrived is kept.",
                        7_400_000_000L,
                        12_345_678_901L),
                Samples.noted(
                        2,
                        "Album",
                        "Album/Summer/IMG_4101 with a long name.jpg: It was changed while it was being sent, and starts again."));
    }

    void partlyFailed() {
        view.showTransfers(true);
        queue.show(
                Samples.partlyFailed(1, "Website relaunch", 3),
                Samples.partlyFailed(
                        2, "A folder whose name is far too long for any row of this list, and then some", 1234),
                Samples.state(
                        3,
                        "notes.txt",
                        TransferSnapshot.State.FAILED,
                        "The disk of the other computer is full.",
                        1_000,
                        12_400));
        transfers.showFailed();
    }

    /** To be called once the rows are there. */
    void details() {
        scene.getRoot().lookupAll(".transfer-list").forEach(list -> ((ListView<?>) list).scrollTo(2));
        fire(".transfer-details");
    }

    void menu() {
        select(remote, 7);
        TableView<?> table = (TableView<?>) remote.node().lookup(".file-table");
        table.getContextMenu().show(table, stage.getX() + 600, stage.getY() + 300);
    }

    private void fire(String selector) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        scene.getRoot().lookupAll(selector).stream()
                .filter(Node::isVisible)
                .map(Button.class::cast)
                .findFirst()
                .orElseThrow()
                .fire();
    }

    void lost() {
        remote.detach(EmptyState.error(
                Glyph.WIFI_OFF,
                "The connection was lost",
                "The other computer does not answer any more. It may be asleep, or Quayside was closed there.",
                Nodes.accent(Nodes.button(Glyph.REFRESH, "Reconnect", () -> {})),
                Nodes.button("Leave", () -> {})));
    }

    void longNames() {
        remote.attach(
                Samples.longNames(),
                MemorySource.path(
                        "A folder with quite a long name/And another one that is even longer than the first/Here"));
    }

    void empty() {
        remote.attach(new MemorySource("Drop box"), RemotePath.root());
        view.showTransfers(true);
    }

    void error() {
        here.gate(new CountDownLatch(1));
        there.fail("The folder “Pictures” cannot be read on the other computer: permission denied.");
        remote.refresh();
        remote.open(RemotePath.root());
        local.open(RemotePath.root());
    }

    private static void select(BrowsePane<RemotePath> pane, int... rows) {
        TableView<?> table = (TableView<?>) pane.node().lookup(".file-table");
        table.requestFocus();
        table.getSelectionModel().selectIndices(rows[0], rows);
    }
}
