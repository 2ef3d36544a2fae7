package quayside.app.ui.shell;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.util.Duration;
import quayside.app.core.publish.Subscription;
import quayside.app.core.share.ShareId;
import quayside.app.core.share.ShareService;
import quayside.app.core.share.ShareState;
import quayside.app.core.share.Shares;
import quayside.app.core.transfer.TransferQueue;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.core.transfer.TransferSnapshot.Direction;
import quayside.app.ui.browse.BrowsePane;
import quayside.app.ui.home.Waits;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.Latest;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Keeps the open shares, the transfers and the panes in step. When a transfer finds a connection lost or back, the
 * shares are notified at once, and vice versa. A pane is read again after something has arrived there, which is then
 * selected; a burst of small files causes one reading.
 */
final class ShareWatch {
    private static final Duration PAUSE = Duration.millis(400);

    private final TransferQueue queue;
    private final Shares shares;
    private final BrowsePane<Path> local;
    private final Supplier<List<SharePage>> pages;
    private final Consumer<Map<ShareId, Waits>> waits;
    private final Background background;

    /** The transfers that have ended and whose panes have to be read again. JavaFX thread only. */
    private final List<TransferSnapshot> ended = new ArrayList<>();

    private final PauseTransition pause = new PauseTransition(PAUSE);

    /** @param waits is told on the JavaFX thread what waits for shares */
    ShareWatch(
            TransferQueue queue,
            Shares shares,
            BrowsePane<Path> local,
            Supplier<List<SharePage>> pages,
            Consumer<Map<ShareId, Waits>> waits,
            Background background) {
        this.queue = queue;
        this.shares = shares;
        this.local = local;
        this.pages = pages;
        this.waits = waits;
        this.background = background;
    }

    void start() {
        pause.setOnFinished(event -> refresh());
        background.whileOpen(queue.onEnded(ended -> Platform.runLater(() -> ended(ended))));
        background.whileOpen(queue.onConnection(this::transferChanged));
        Latest<Map<ShareId, Waits>> latest = new Latest<>(waits);
        background.whileOpen(queue.onChange(all -> latest.offer(Waits.of(all))));
        latest.offer(Waits.of(queue.snapshot()));
    }

    /** Follows a share until the subscription is closed. */
    Subscription follow(ShareService share) {
        return share.onState(this::shareChanged);
    }

    private void ended(TransferSnapshot transfer) {
        if (ended.isEmpty()) {
            pause.playFromStart();
        }
        ended.add(transfer);
        if (transfer.fault().filter(Fault.REFUSED::equals).isPresent()) {
            // The permissions have changed since the transfer began.
            pages(transfer.shareId()).forEach(SharePage::refreshPermissions);
        }
    }

    private void refresh() {
        List<TransferSnapshot> all = List.copyOf(ended);
        ended.clear();
        for (SharePage page : pages.get()) {
            List<TransferSnapshot> here = all.stream()
                    .filter(transfer -> isOf(transfer.shareId(), page) && changesShare(transfer))
                    .toList();
            if (!here.isEmpty()) {
                refresh(page.remote(), here, Direction.UPLOAD, ShareWatch::remoteFolder);
            }
        }
        if (all.stream().anyMatch(transfer -> transfer.direction() == Direction.DOWNLOAD)) {
            refresh(local, all, Direction.DOWNLOAD, Path::of);
        }
    }

    /** Returns whether the files of the share may be others now, or be gone. */
    private static boolean changesShare(TransferSnapshot transfer) {
        // Reading the share shows whether it is gone or only one connection was lost.
        return transfer.direction() == Direction.UPLOAD
                || transfer.fault()
                        .filter(fault -> fault == Fault.CONNECTION_LOST || fault == Fault.UNREACHABLE)
                        .isPresent();
    }

    /** Reads a pane again, and selects what has arrived in its folder. */
    private static <P> void refresh(
            BrowsePane<P> pane, List<TransferSnapshot> ended, Direction to, Function<String, P> path) {
        P shown = pane.folder().get();
        List<TransferSnapshot.Arrived> arrived = ended.stream()
                .filter(transfer -> transfer.direction() == to)
                .flatMap(transfer -> transfer.result().arrived().stream())
                .filter(there -> path.apply(there.folder()).equals(shown))
                .toList();
        if (shown == null || arrived.isEmpty()) {
            pane.refresh();
            return;
        }
        Set<String> names =
                arrived.stream().flatMap(there -> there.names().stream()).collect(Collectors.toSet());
        Instant first = arrived.stream()
                .map(TransferSnapshot.Arrived::asked)
                .min(Instant::compareTo)
                .orElseThrow();
        pane.arrived(shown, names, first);
    }

    private static RemotePath remoteFolder(String path) {
        try {
            return RemotePath.parse(path);
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static boolean isOf(ShareId id, SharePage page) {
        return page.visit().share().id().filter(id::equals).isPresent();
    }

    private Stream<SharePage> pages(ShareId id) {
        return pages.get().stream().filter(page -> isOf(id, page));
    }

    private void transferChanged(TransferSnapshot transfer) {
        ShareId id = transfer.shareId();
        if (transfer.state() == TransferSnapshot.State.WAITING) {
            Platform.runLater(() -> pages(id).forEach(page -> page.remote().refresh()));
            return;
        }
        for (ShareService share : shares.open()) {
            boolean isLost =
                    share.state() instanceof ShareState.Lost lost && lost.why().isTriedAgain();
            if (isLost && share.id().filter(id::equals).isPresent()) {
                share.reconnect();
            }
        }
    }

    private void shareChanged(ShareState state) {
        if (state instanceof ShareState.Connected) {
            queue.snapshot().stream()
                    .filter(transfer -> transfer.state() == TransferSnapshot.State.WAITING)
                    .forEach(transfer -> queue.tryNow(transfer.id()));
        }
    }
}
