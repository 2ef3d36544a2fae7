package quayside.app.ui.transfers;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import quayside.app.core.settings.SettingsStore;
import quayside.app.core.transfer.History;
import quayside.app.core.transfer.TransferService;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;

/**
 * The transfers: a line that is always visible, and a panel that it folds and unfolds. The panel opens when transfers
 * begin, and folds after they have ended if all is well. JavaFX thread only.
 */
public final class TransfersFeature {
    /** Progress is drawn four times a second. */
    private static final javafx.util.Duration REDRAW = javafx.util.Duration.millis(250);

    private static final int ROWS_TOGETHER = 1;

    /** The time for which the result is shown before the panel folds. */
    private static final Duration UNTIL_FOLDED = Duration.ofSeconds(5);

    private final TransfersModel model;
    private final BooleanProperty open = new SimpleBooleanProperty(this, "open");
    private final RowActions actions;
    private final TransfersPanel panel;
    private final TransfersFooter footer;
    private final Background background;
    private final Duration untilFolded;

    /** Ends the waiting until the panel folds; empty if it does not wait. */
    private Optional<Runnable> folding = Optional.empty();

    private Consumer<History.Entry> again = entry -> {};

    /** Whether the panel was opened because transfers began, and the user has not used it. */
    private boolean opened;

    /**
     * @param retry resumes, by its id, a transfer that was paused, failed or was cancelled; tries at once if it waits
     *     for its connection
     */
    public TransfersFeature(
            TransferService transfers, LongConsumer retry, SettingsStore settings, UiServices services) {
        this(transfers, retry, settings, services, FailureDetails::new, UNTIL_FOLDED, ROWS_TOGETHER);
    }

    TransfersFeature(
            TransferService transfers,
            LongConsumer retry,
            SettingsStore settings,
            UiServices services,
            Function<TransferSnapshot, FailureDetails> details,
            Duration untilFolded,
            int rowsTogether) {
        this.background = services.background();
        this.untilFolded = untilFolded;
        model = new TransfersModel(rowsTogether);
        actions = new RowActions(
                transfers,
                services.dialogs(),
                retry,
                failed -> services.dialogs().show(details.apply(failed).dialog(services.look())));
        panel = new TransfersPanel(
                model,
                transfers,
                actions,
                () -> new HistoryView(transfers, entry -> again.accept(entry), services).show(),
                services.clock(),
                services.look());
        footer = new TransfersFooter(transfers, new SpeedLimits(settings, services).node(), open, () -> opened = false);
        open.subscribe(shown -> Nodes.show(panel.node(), shown));
        // A panel that somebody uses does not vanish under the hand.
        panel.node().addEventFilter(MouseEvent.MOUSE_PRESSED, event -> opened = false);
        panel.node().addEventFilter(KeyEvent.KEY_PRESSED, event -> opened = false);
        panel.node().addEventFilter(ScrollEvent.SCROLL, event -> opened = false);
        panel.node().hoverProperty().addListener((hover, before, now) -> {
            if (!now && folding.isPresent()) {
                foldLater();
            }
        });
        model.overall().addListener((property, before, now) -> changed(before, now));
        model.onStoppedAtOnce(() -> open.set(true));
        model.overall().subscribe(now -> {
            footer.show(now);
            panel.show(now);
        });
        Latest<List<TransferSnapshot>> changes = new Latest<>(REDRAW, model::show);
        services.background().whileOpen(transfers.onChange(changes::offer));
        model.show(transfers.snapshot());
    }

    private void changed(TransfersModel.Overall before, TransfersModel.Overall now) {
        if (now.active() > 0 && before.active() == 0) {
            stopFolding();
            if (!open.get()) {
                open.set(true);
                opened = true;
            }
        } else if (before.active() > 0 && now.active() == 0) {
            boolean well = now.failed() == 0 && now.paused() == 0;
            if (well) {
                foldLater();
            } else if (now.failed() > before.failed()) {
                open.set(true);
            }
        }
    }

    private void foldLater() {
        stopFolding();
        folding = Optional.of(background.after(untilFolded, this::foldIfUnused));
    }

    private void stopFolding() {
        folding.ifPresent(Runnable::run);
        folding = Optional.empty();
    }

    private void foldIfUnused() {
        folding = Optional.empty();
        if (panel.node().isHover() || panel.node().isFocusWithin()) {
            // Somebody reads it.
            foldLater();
        } else if (opened) {
            opened = false;
            open.set(false);
        }
    }

    /** Returns the line, which is always visible: 40 px high, to be above the panel. */
    public Region footer() {
        return footer.node();
    }

    /** Returns the panel with the table. It hides itself while it is folded. */
    public Region panel() {
        return panel.node();
    }

    /** Sets what shows a file or folder of this computer that has arrived: in the window, and in the file manager. */
    public void onShow(Consumer<Path> here, Consumer<Path> inManager) {
        actions.onShow(here, inManager);
    }

    /** Sets what asks for another folder for a download, by its id, and downloads into that. */
    public void onElsewhere(LongConsumer action) {
        actions.onElsewhere(action);
    }

    /** Sets what tries an entry of the history again that has {@link History.Entry#again} what it needs. */
    public void onAgain(Consumer<History.Entry> action) {
        again = action;
    }

    /** Returns how much of the active transfers is done, 0 to 1; nothing if none is active, or a size is not known. */
    public ObservableValue<Optional<Double>> overall() {
        return model.overall().map(TransfersModel.Overall::fraction);
    }

    /** Returns whether the panel is unfolded. */
    public boolean isOpen() {
        return open.get();
    }

    /** Unfolds the panel. */
    public void open() {
        opened = false;
        open.set(true);
    }
}
