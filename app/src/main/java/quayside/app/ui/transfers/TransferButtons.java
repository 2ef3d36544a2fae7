package quayside.app.ui.transfers;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import quayside.app.core.transfer.TransferSnapshot;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;

/** What can be done with the transfer that a row shows: only what applies to its state is there. */
final class TransferButtons extends HBox {
    private final Transfers transfers;
    private final FontIcon goIcon = Nodes.icon(Feather.ROTATE_CW);
    private final Button go = Nodes.button("", () -> transfers().retry(id()));
    private final Button details;
    private final Button pause;
    private final Button end;
    private Optional<TransferSnapshot> shown = Optional.empty();

    /** The one step that goes on with a transfer, in the words of its state. */
    private record Step(Ikon ikon, String words) {}

    TransferButtons(Transfers transfers, Consumer<TransferSnapshot> onDetails) {
        this.transfers = transfers;
        go.setGraphic(goIcon);
        details = Nodes.button(Texts.get("transfers.details"), () -> shown.ifPresent(onDetails));
        pause = Nodes.iconButton(Feather.PAUSE, Texts.get("transfers.pause"), () -> transfers.pause(id()));
        end = Nodes.iconButton(Feather.X, Texts.get("transfers.cancel"), this::end);
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
            goIcon.setIconCode(next.ikon());
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
            case WAITING -> Optional.of(new Step(Feather.ROTATE_CW, Texts.get("transfers.tryNow")));
            case PAUSED -> Optional.of(new Step(Feather.PLAY, Texts.get("transfers.resume")));
            case FAILED, CANCELLED -> Optional.of(new Step(Feather.ROTATE_CW, Texts.get("transfers.retry")));
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

    private Transfers transfers() {
        return transfers;
    }

    private long id() {
        return shown.orElseThrow().id();
    }
}
