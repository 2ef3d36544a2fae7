package quayside.app.ui.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.desktop.SessionDesktop;
import quayside.app.core.host.HostService;
import quayside.app.core.settings.Settings;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferService;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.Toast;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.Reason;
import quayside.server.ShareEvent;

/**
 * Tells the user that transfers are done or failed, that a guest joined, that files of guests arrived and that somebody
 * tries wrong keys, if the settings say so: with a notification
 * of the desktop while the window is in the background, otherwise with a toast. JavaFX thread only.
 */
final class Alerts {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    /** Shows a notification of the desktop; blocks for a moment. */
    interface Desktop {
        void notify(String title, String line, Optional<SessionDesktop.Step> step) throws IOException;
    }

    /** How long the first of some files that arrive waits for the others. */
    private static final Duration ARRIVING = Duration.ofSeconds(3);

    /** How often guests can cause a notification of one kind, at most. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Supplier<Settings.Notices> wanted;
    private final Desktop desktop;
    private final UiServices services;
    private final BooleanSupplier inFront;
    private final BooleanSupplier transfersShown;
    private final Runnable showTransfers;
    private final Consumer<String> block;
    private final Gathered<String> joined;
    private final Gathered<Arrival> arrived;
    private final Gathered<String> guessed;

    /** Files that a guest has sent; the name only of a single one. */
    private record Arrival(String who, String name, long files) {}

    /** The transfers that were seen before they ended, since all of them had ended or waited for their shares. */
    private final Set<Long> batch = new HashSet<>();

    private final Set<Long> reported = new HashSet<>();

    /**
     * @param wanted what the user wants to be told
     * @param inFront returns whether the window has the focus
     * @param transfersShown returns whether the window shows the list of transfers, which says it all itself
     * @param showTransfers shows the list of transfers
     * @param block blocks an address
     */
    Alerts(
            Supplier<Settings.Notices> wanted,
            Desktop desktop,
            UiServices services,
            BooleanSupplier inFront,
            BooleanSupplier transfersShown,
            Runnable showTransfers,
            Consumer<String> block) {
        this.wanted = wanted;
        this.desktop = desktop;
        this.services = services;
        this.inFront = inFront;
        this.transfersShown = transfersShown;
        this.showTransfers = showTransfers;
        this.block = block;
        joined = new Gathered<>(services.background()::after, Duration.ZERO, PAUSE, this::joined);
        arrived = new Gathered<>(services.background()::after, ARRIVING, PAUSE, this::arrived);
        guessed = new Gathered<>(services.background()::after, Duration.ZERO, PAUSE, this::guessed);
    }

    void follow(TransferService transfers, HostService host) {
        Latest<List<TransferSnapshot>> latest = new Latest<>(this::changed);
        services.background().whileOpen(transfers.onChange(latest::offer));
        services.background().whileOpen(host.onEvent(event -> {
            switch (event) {
                case ShareEvent.GuestJoined _, ShareEvent.Uploaded _, ShareEvent.MoreOfGuest _, ShareEvent.Refused _ ->
                    Platform.runLater(() -> happened(event));
                default -> {}
            }
        }));
    }

    void happened(ShareEvent event) {
        Settings.Notices now = wanted.get();
        switch (event) {
            case ShareEvent.GuestJoined guest when now.guests() -> joined.add(DisplayText.escape(guest.who()));
            case ShareEvent.Uploaded file
            when now.arrivals() ->
                arrived.add(new Arrival(
                        file.who(), file.path().substring(file.path().lastIndexOf('/') + 1), 1));
            case ShareEvent.MoreOfGuest more
            when now.arrivals() && more.kind() == ShareEvent.Kind.UPLOADED ->
                arrived.add(new Arrival(more.source(), "", more.times()));
            case ShareEvent.Refused guess
            when now.wrongKeys() && guess.reason().key() == Reason.GUESSED_WRONG -> guessed.add(guess.address());
            default -> {}
        }
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

    private void joined(List<String> guests) {
        toastOrNotify(Toast.news(
                Texts.get("shell.alert.joined", guests.size()), String.join(", ", new LinkedHashSet<>(guests))));
    }

    private void arrived(List<Arrival> arrivals) {
        long files = arrivals.stream().mapToLong(Arrival::files).sum();
        String from = arrivals.stream().map(Arrival::who).distinct().collect(Collectors.joining(", "));
        // Of some only the number is known.
        String name = arrivals.stream()
                .map(Arrival::name)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse("");
        String what = name.isEmpty()
                ? Texts.get("shell.alert.arrived.unnamed", files)
                : Texts.get("shell.alert.arrived", files, name);
        toastOrNotify(Toast.news(what, Texts.get("shell.alert.arrived.from", from)));
    }

    private void guessed(List<String> addresses) {
        String newest = addresses.getLast();
        toastOrNotify(Toast.failed(
                        Texts.get("shell.alert.wrongKeys", addresses.size()),
                        Texts.get("shell.alert.wrongKeys.from", newest))
                .action(Texts.get("shell.alert.block"), () -> block.accept(newest)));
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
        Optional<SessionDesktop.Step> step = toast.steps().stream()
                .findFirst()
                .map(each -> new SessionDesktop.Step(each.words(), () -> Platform.runLater(each.action())));
        services.background().run(() -> desktop.notify(toast.title(), toast.line(), step), () -> {}, failed -> {
            LOG.info("The desktop shows no notification: {}", failed.getMessage());
            services.toasts().show(toast);
        });
    }
}
