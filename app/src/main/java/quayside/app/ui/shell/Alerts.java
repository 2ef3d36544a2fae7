package quayside.app.ui.shell;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.host.HostService;
import quayside.app.core.settings.Settings;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferService;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.Toast;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.text.DisplayText;
import quayside.server.ShareEvent;

/**
 * Tells the user that transfers are done or failed and that a guest joined, if the settings say so: with a notification
 * of the desktop while the window is in the background, otherwise with a toast. JavaFX thread only.
 */
final class Alerts {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    /** Shows a notification of the desktop; blocks for a moment. */
    interface Desktop {
        void notify(String title, String line) throws IOException;
    }

    private final Supplier<Settings.Notices> wanted;
    private final Desktop desktop;
    private final UiServices services;
    private final BooleanSupplier inFront;
    private final BooleanSupplier transfersShown;
    private final Runnable showTransfers;

    /** The transfers that were seen before they ended, since all of them had ended or waited for their shares. */
    private final Set<Long> batch = new HashSet<>();

    private final Set<Long> reported = new HashSet<>();

    /**
     * @param wanted what the user wants to be told
     * @param inFront returns whether the window has the focus
     * @param transfersShown returns whether the window shows the list of transfers, which says it all itself
     * @param showTransfers shows the list of transfers
     */
    Alerts(
            Supplier<Settings.Notices> wanted,
            Desktop desktop,
            UiServices services,
            BooleanSupplier inFront,
            BooleanSupplier transfersShown,
            Runnable showTransfers) {
        this.wanted = wanted;
        this.desktop = desktop;
        this.services = services;
        this.inFront = inFront;
        this.transfersShown = transfersShown;
        this.showTransfers = showTransfers;
    }

    void follow(TransferService transfers, HostService host) {
        Latest<List<TransferSnapshot>> latest = new Latest<>(this::changed);
        services.background().whileOpen(transfers.onChange(latest::offer));
        services.background().whileOpen(host.onEvent(event -> {
            if (event instanceof ShareEvent.GuestJoined joined) {
                Platform.runLater(() -> joined(joined.who()));
            }
        }));
    }

    void changed(List<TransferSnapshot> all) {
        boolean moves = false;
        Set<Long> waiting = new HashSet<>();
        for (TransferSnapshot each : all) {
            if (each.state().isActive()) {
                if (each.state() == TransferSnapshot.State.WAITING) {
                    // Perhaps until tomorrow.
                    waiting.add(each.id());
                } else {
                    moves = true;
                }
                batch.add(each.id());
                reported.remove(each.id());
            } else if (each.state() == TransferSnapshot.State.FAILED
                    && batch.contains(each.id())
                    && reported.add(each.id())) {
                // Whoever gives no passcode knows that the file stays there.
                if (!each.isLeftLocked()) {
                    failed(each);
                }
            }
        }
        if (!moves && !batch.isEmpty()) {
            List<TransferSnapshot> done = all.stream()
                    .filter(each -> batch.contains(each.id()) && each.state() == TransferSnapshot.State.DONE)
                    .toList();
            batch.retainAll(waiting);
            reported.clear();
            if (!done.isEmpty()) {
                done(done);
            }
        }
    }

    private void done(List<TransferSnapshot> done) {
        if (wanted.get().done()) {
            TransferSnapshot first = done.getFirst();
            String line = done.size() == 1 ? Texts.get("shell.alert.done.line", first.name(), first.place()) : "";
            show(Toast.done(Texts.get("shell.alert.done", done.size()), line));
        }
    }

    private void failed(TransferSnapshot failed) {
        if (wanted.get().failed()) {
            show(Toast.failed(Texts.get("shell.alert.failed", failed.name()), failed.message()));
        }
    }

    void joined(String who) {
        if (wanted.get().guests()) {
            String title = Texts.get("shell.alert.joined");
            toastOrNotify(Toast.news(title, DisplayText.escape(who)));
        }
    }

    private void show(Toast toast) {
        boolean isSeen = inFront.getAsBoolean() && transfersShown.getAsBoolean();
        if (!isSeen) {
            toastOrNotify(toast.action(Texts.get("shell.alert.show"), showTransfers));
        }
    }

    private void toastOrNotify(Toast toast) {
        if (inFront.getAsBoolean()) {
            services.toasts().show(toast);
            return;
        }
        services.background().run(() -> desktop.notify(toast.title(), toast.line()), () -> {}, failed -> {
            LOG.info("The desktop shows no notification: {}", failed.getMessage());
            services.toasts().show(toast);
        });
    }
}
