package quayside.app.ui.transfers;

import atlantafx.base.controls.Spacer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import javafx.beans.value.ChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferService;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Icon;
import quayside.app.ui.kit.Nodes;

/** The row of a transfer. It is made once and then bound to one view-model after the other. */
final class TransferCell extends ListCell<TransferRow> {
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");
    private static final PseudoClass WAITING = PseudoClass.getPseudoClass("waiting");
    private static final PseudoClass PAUSED = PseudoClass.getPseudoClass("paused");

    private final Icon icon = Nodes.icon(Glyph.UPLOAD, "transfer-icon");
    private final Label name = Nodes.name("", "transfer-name");
    private final Label place = Nodes.name("", "muted", "small-text");
    private final ProgressBar bar = new ProgressBar();
    private final Label amount = Nodes.label("", "muted", "small-text");
    private final Label pace = Nodes.label("", "muted", "small-text");
    private final Label message = Nodes.name("", "small-text", "transfer-message");
    private final Label note = Nodes.name("", "muted", "small-text", "transfer-note");
    private final Buttons buttons;
    private final HBox row;
    private final ChangeListener<TransferSnapshot> changed = (snapshot, before, now) -> show(now);
    private @Nullable TransferRow shown;

    /**
     * @param retry resumes a transfer by its id; tries at once if it waits for its connection
     * @param details shows the items of a transfer that could not be transferred
     */
    TransferCell(TransferService transfers, LongConsumer retry, Consumer<TransferSnapshot> details) {
        buttons = new Buttons(transfers, retry, details);
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setMinWidth(60);
        pace.setAlignment(Pos.CENTER_RIGHT);
        note.setGraphic(Nodes.icon(Glyph.INFO));
        HBox first = new HBox(name, place);
        first.getStyleClass().add("transfer-line");
        first.setAlignment(Pos.BASELINE_LEFT);
        HBox second = new HBox(amount, new Spacer(), pace);
        second.getStyleClass().add("transfer-line");
        amount.setMinWidth(Region.USE_PREF_SIZE);
        VBox middle = new VBox(first, bar, second, message, note);
        middle.getStyleClass().add("transfer-middle");
        middle.setAlignment(Pos.CENTER_LEFT);
        middle.setMinWidth(0);
        HBox.setHgrow(middle, Priority.ALWAYS);
        row = new HBox(icon, middle, buttons);
        row.getStyleClass().add("transfer-row");
        row.setAlignment(Pos.CENTER_LEFT);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        // The cell is as wide as the list, however long the names are.
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable TransferRow item, boolean empty) {
        super.updateItem(item, empty);
        if (shown != null) {
            shown.snapshot.removeListener(changed);
            bar.progressProperty().unbind();
            amount.textProperty().unbind();
            pace.textProperty().unbind();
            shown = null;
        }
        if (empty || item == null) {
            setGraphic(null);
            return;
        }
        shown = item;
        item.snapshot.addListener(changed);
        bar.progressProperty().bind(item.fraction);
        amount.textProperty().bind(item.amount);
        pace.textProperty().bind(item.pace);
        show(item.snapshot.get());
        setGraphic(row);
    }

    private void show(TransferSnapshot t) {
        boolean upload = t.direction() == TransferSnapshot.Direction.UPLOAD;
        icon.glyph(upload ? Glyph.ARROW_UP : Glyph.ARROW_DOWN);
        name.setText(t.name());
        place.setText(Texts.get("transfers.to", t.place()));
        // A paused transfer keeps its bar, because the user wants to see how much has arrived.
        Nodes.show(bar, !t.state().hasEnded());
        // The reason for waiting has to be readable as a whole; other long texts are in a tooltip.
        boolean held = t.state() == TransferSnapshot.State.WAITING || t.state() == TransferSnapshot.State.ASKING;
        message.setWrapText(held);
        message.setMinHeight(held ? Region.USE_PREF_SIZE : Region.USE_COMPUTED_SIZE);
        showText(message, TransferRow.message(t));
        showText(note, t.remarks().note());
        pseudoClassStateChanged(FAILED, t.state() == TransferSnapshot.State.FAILED);
        pseudoClassStateChanged(WAITING, held);
        pseudoClassStateChanged(PAUSED, t.state() == TransferSnapshot.State.PAUSED);
        buttons.show(t);
        setAccessibleText(String.join(
                " ",
                List.of(
                        Texts.get(
                                upload ? "transfers.row.upload" : "transfers.row.download",
                                t.name(),
                                pace.getText(),
                                amount.getText(),
                                message.getText()),
                        note.getText())));
    }

    private static void showText(Label label, String words) {
        label.setText(words);
        Nodes.show(label, !words.isEmpty());
    }

    /** The actions on the transfer that a row shows; only those that apply to its state are visible. */
    private static final class Buttons extends HBox {
        private final TransferService transfers;
        private final Icon goIcon = Nodes.icon(Glyph.REFRESH);
        private final Button go;
        private final Button details;
        private final Button pause;
        private final Button end;
        private Optional<TransferSnapshot> shown = Optional.empty();

        /** The action that continues a transfer. Its name depends on the transfer's state. */
        private record Step(Glyph glyph, String words) {}

        Buttons(TransferService transfers, LongConsumer retry, Consumer<TransferSnapshot> onDetails) {
            this.transfers = transfers;
            go = Nodes.button("", () -> retry.accept(id()));
            go.setGraphic(goIcon);
            details = Nodes.button(Texts.get("transfers.details"), () -> shown.ifPresent(onDetails));
            pause = Nodes.iconButton(Glyph.PAUSE, Texts.get("transfers.pause"), () -> transfers.pause(id()));
            end = Nodes.iconButton(Glyph.X, Texts.get("transfers.cancel"), this::end);
            go.getStyleClass().addAll("small", "transfer-go");
            details.getStyleClass().addAll("small", "transfer-details");
            pause.getStyleClass().add("transfer-pause");
            end.getStyleClass().add("transfer-end");
            getStyleClass().add("transfer-buttons");
            setAlignment(Pos.CENTER_RIGHT);
            setMinWidth(USE_PREF_SIZE);
            getChildren().addAll(details, go, pause, end);
        }

        void show(TransferSnapshot t) {
            shown = Optional.of(t);
            Optional<Step> step = step(t.state());
            Nodes.show(go, step.isPresent());
            step.ifPresent(next -> {
                goIcon.glyph(next.glyph());
                go.setText(next.words());
            });
            Nodes.show(details, t.remarks().failedCount() > 0 && t.folder());
            Nodes.show(pause, t.state().isActive());
            String endName = t.state().hasEnded() ? Texts.get("transfers.remove") : Texts.get("transfers.cancel");
            end.setAccessibleText(endName);
            end.getTooltip().setText(endName);
        }

        private static Optional<Step> step(TransferSnapshot.State state) {
            return switch (state) {
                case WAITING -> Optional.of(new Step(Glyph.REFRESH, Texts.get("transfers.tryNow")));
                case PAUSED -> Optional.of(new Step(Glyph.PLAY, Texts.get("transfers.resume")));
                case FAILED, CANCELLED -> Optional.of(new Step(Glyph.REFRESH, Texts.get("transfers.retry")));
                case QUEUED, RUNNING, ASKING, DONE, SKIPPED -> Optional.empty();
            };
        }

        private void end() {
            shown.ifPresent(t -> {
                if (t.state().hasEnded()) {
                    transfers.remove(t.id());
                } else {
                    transfers.cancel(t.id());
                }
            });
        }

        private long id() {
            return shown.orElseThrow().id();
        }
    }
}
