package quayside.app.ui.host;

import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.Observable;
import javafx.geometry.Insets;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.VBox;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;
import quayside.app.ui.kit.UiServices;

/** The host's screen, in any size; what does not fit is scrolled to. */
final class HostView extends ScrollPane {
    private static final double GAP = 20;
    private static final double MIN_WIDTH_FOR_TWO_COLUMNS = 820;

    private final GridPane columns = new GridPane();
    private final Node invitation;
    private final VBox watched;
    private final VBox offered;

    HostView(
            HostModel model,
            HostController controller,
            ProtectionController protection,
            HostService host,
            UiServices services,
            Consumer<String> clipboard) {
        invitation = new Invitation(model, clipboard, () -> KeyChange.ask(host, services));
        offered = new VBox(GAP, new PermissionsView(model, controller), new ProtectionView(model, protection));
        Node guests = new GuestsView(model, host, services.clock());
        Node throughput = new ThroughputChart(model, host::transferred, System::nanoTime);
        Node log = new EventLog(model, services.clock());
        watched = new VBox(GAP, guests, throughput, log);
        // A margin, because a gap would stay while the invitation is not shown.
        GridPane.setMargin(invitation, new Insets(0, 0, GAP, 0));
        columns.setHgap(32);
        columns.getChildren().addAll(invitation, watched, offered);
        columns.widthProperty().addListener((width, before, now) -> arrange(now.doubleValue()));
        arrange(0);
        VBox top = new VBox(12, Nodes.label(Texts.get("host.title"), "card-title"), new HostHeader(model, controller));
        VBox page = new VBox(GAP, top, columns);
        page.getStyleClass().add("host-page");
        setContent(page);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().add("edge-to-edge");
        getStylesheets().add(stylesheet());
        Runnable show = () -> {
            boolean on = model.state.get() instanceof HostState.On;
            Nodes.show(guests, on);
            Nodes.show(throughput, on);
            Nodes.show(watched, on || !model.log.isEmpty());
        };
        model.state.addListener((state, before, now) -> show.run());
        model.log.addListener((Observable changed) -> show.run());
        show.run();
    }

    static String stylesheet() {
        return Objects.requireNonNull(HostView.class.getResource("host.css")).toExternalForm();
    }

    /** Arranges two columns in a wide place; in a narrow one a single column, what the host looks at most first. */
    private void arrange(double width) {
        boolean wide = width >= MIN_WIDTH_FOR_TWO_COLUMNS;
        GridPane.setConstraints(invitation, 0, 0);
        GridPane.setConstraints(watched, wide ? 1 : 0, wide ? 0 : 1, 1, wide ? 2 : 1);
        GridPane.setMargin(watched, wide ? Insets.EMPTY : new Insets(0, 0, GAP, 0));
        GridPane.setConstraints(offered, 0, wide ? 1 : 2);
        columns.getRowConstraints().setAll(row(Priority.NEVER), row(Priority.ALWAYS));
        columns.getColumnConstraints().setAll(column(wide ? 44 : 100));
        if (wide) {
            columns.getColumnConstraints().add(column(56));
        }
    }

    private static RowConstraints row(Priority grow) {
        RowConstraints row = new RowConstraints();
        row.setValignment(VPos.TOP);
        row.setVgrow(grow);
        return row;
    }

    private static ColumnConstraints column(double percent) {
        ColumnConstraints column = new ColumnConstraints();
        column.setPercentWidth(percent);
        return column;
    }
}
