package quayside.app.ui.transfers;

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
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;

/** The row of a transfer: made once, then bound to one view-model after the other. */
final class TransferCell extends ListCell<TransferRow> {
    private static final PseudoClass FAILED = PseudoClass.getPseudoClass("failed");

    private final FontIcon icon = Nodes.icon(Feather.UPLOAD, "transfer-icon");
    private final Label name = Nodes.name("", "transfer-name");
    private final Label place = Nodes.name("", "muted", "small-text");
    private final ProgressBar bar = new ProgressBar();
    private final Label amount = Nodes.label("", "muted", "small-text");
    private final Label pace = Nodes.label("", "muted", "small-text");
    private final Label message = Nodes.name("", "small-text", "transfer-message");
    private final Button retry;
    private final Button end;
    private final Runnable onCancel;
    private final Runnable onRemove;
    private final HBox row;
    private final ChangeListener<TransferSnapshot> changed = (snapshot, before, now) -> show(now);
    private @Nullable TransferRow shown;

    TransferCell(Transfers transfers) {
        onCancel = () -> transfers.cancel(getItem().id());
        onRemove = () -> transfers.remove(getItem().id());
        retry = Nodes.button(
                Feather.ROTATE_CW,
                Texts.get("transfers.retry"),
                () -> transfers.retry(getItem().id()));
        retry.getStyleClass().add("small");
        end = Nodes.iconButton(Feather.X, Texts.get("transfers.cancel"), () -> {});
        bar.setMaxWidth(Double.MAX_VALUE);
        bar.setMinWidth(60);
        pace.setAlignment(Pos.CENTER_RIGHT);
        HBox first = new HBox(name, place);
        first.getStyleClass().add("transfer-line");
        first.setAlignment(Pos.BASELINE_LEFT);
        HBox second = new HBox(amount, Nodes.spacer(), pace);
        second.getStyleClass().add("transfer-line");
        amount.setMinWidth(Region.USE_PREF_SIZE);
        VBox middle = new VBox(first, bar, second, message);
        middle.getStyleClass().add("transfer-middle");
        middle.setAlignment(Pos.CENTER_LEFT);
        middle.setMinWidth(0);
        HBox.setHgrow(middle, Priority.ALWAYS);
        row = new HBox(icon, middle, retry, end);
        row.getStyleClass().add("transfer-row");
        row.setAlignment(Pos.CENTER_LEFT);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        // As wide as the list, whatever the names want.
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable TransferRow item, boolean empty) {
        super.updateItem(item, empty);
        if (shown != null) {
            shown.snapshot().removeListener(changed);
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
        item.snapshot().addListener(changed);
        bar.progressProperty().bind(item.fraction());
        amount.textProperty().bind(item.amount());
        pace.textProperty().bind(item.pace());
        show(item.snapshot().get());
        setGraphic(row);
    }

    private void show(TransferSnapshot t) {
        boolean upload = t.direction() == TransferSnapshot.Direction.UPLOAD;
        boolean active = t.state().isActive();
        boolean canTryAgain = switch (t.state()) {
            case FAILED, CANCELLED -> true;
            case QUEUED, RUNNING, DONE, SKIPPED -> false;
        };
        icon.setIconCode(upload ? Feather.ARROW_UP_CIRCLE : Feather.ARROW_DOWN_CIRCLE);
        name.setText(t.name());
        place.setText(Texts.get("transfers.to", t.place()));
        Nodes.show(bar, active);
        message.setText(t.message());
        Nodes.show(message, !t.message().isEmpty());
        pseudoClassStateChanged(FAILED, t.state() == TransferSnapshot.State.FAILED);
        Nodes.show(retry, canTryAgain);
        end.setOnAction(event -> (active ? onCancel : onRemove).run());
        String endName = active ? Texts.get("transfers.cancel") : Texts.get("transfers.remove");
        end.setAccessibleText(endName);
        end.getTooltip().setText(endName);
        setAccessibleText(Texts.get(
                upload ? "transfers.row.upload" : "transfers.row.download",
                t.name(),
                pace.getText(),
                amount.getText(),
                t.message()));
    }
}
