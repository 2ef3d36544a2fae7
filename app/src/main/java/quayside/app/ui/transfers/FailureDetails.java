package quayside.app.ui.transfers;

import atlantafx.base.controls.Spacer;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.CopyButton;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.Nodes;
import quayside.protocol.client.transfer.TransferReport.Failure;

/**
 * The items of a folder that could not be transferred, each with its reason, to read and to copy. JavaFX thread only.
 */
final class FailureDetails {
    private static final double WIDTH = 680;

    private static final double HEIGHT = 420;

    /** The height of a row whose reason has one line. */
    private static final double ROW = 57;

    private static final double MIN_HEIGHT = 60;

    private final TransferSnapshot transfer;
    private final CopyButton copy;

    FailureDetails(TransferSnapshot transfer) {
        this.transfer = transfer;
        copy = new CopyButton(Texts.get("transfers.details.copy"), this::asText);
    }

    /** @param clipboard receives the copied text */
    FailureDetails(TransferSnapshot transfer, Consumer<String> clipboard) {
        this.transfer = transfer;
        copy = new CopyButton(Texts.get("transfers.details.copy"), this::asText, clipboard);
    }

    DialogBox dialog(Look look) {
        TransferSnapshot.Remarks remarks = transfer.remarks();
        List<Failure> failures = remarks.failures();
        copy.getStyleClass().add("small");
        long listed = failures.stream().mapToLong(Failure::items).sum();
        Label count = Nodes.muted(
                listed < remarks.failedCount()
                        ? Texts.get("transfers.details.first", listed, remarks.failedCount())
                        : Texts.get("transfers.details.count", remarks.failedCount()));
        HBox header = new HBox(8, count, new Spacer(), copy);
        header.setAlignment(Pos.CENTER_LEFT);
        ListView<Failure> list = new ListView<>(FXCollections.observableList(failures));
        list.setCellFactory(view -> new FailureCell());
        list.getStyleClass().addAll("edge-to-edge", "failure-list");
        list.setAccessibleText(count.getText());
        list.prefHeightProperty().bind(look.px(Math.min(HEIGHT, ROW * failures.size() + 4)));
        list.setMinHeight(MIN_HEIGHT);
        return DialogBox.of(Texts.get("transfers.details.title", transfer.name()))
                .content(header, list)
                .width(WIDTH)
                .safe(Texts.get("shared.close"));
    }

    private String asText() {
        return transfer.remarks().failures().stream()
                .map(failure -> failure.path() + ": " + Texts.words(failure.sentence()))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static final class FailureCell extends ListCell<Failure> {
        private final Label path = Nodes.name("", "strong");
        private final Label reason = Nodes.paragraph("", "muted", "small-text");
        private final VBox row = new VBox(2, path, reason);

        FailureCell() {
            // The cell is as wide as the list, however long the names are.
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable Failure item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            path.setText(item.path());
            reason.setText(Texts.words(item.sentence()));
            setAccessibleText(item.path() + ". " + reason.getText());
            setGraphic(row);
        }
    }
}
