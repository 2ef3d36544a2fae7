package quayside.app.ui.host;

import java.util.List;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableDoubleValue;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.ui.kit.Chooser;
import quayside.app.ui.kit.UiServices;

/**
 * The host's screen: cards in two columns, or in one if there is little room. It scrolls if it does not fit. While there
 * are no guests and nothing has happened, it is one narrow column.
 */
final class HostView extends ScrollPane {
    private static final double GAP = 16;
    private static final double LEFT = 456;
    private static final double LEFT_PART = 0.46;
    private static final double NARROW = 640;
    private static final double MIN_WIDTH_FOR_TWO_COLUMNS = 900;

    private enum Arrangement {
        ALONE,
        ONE_COLUMN,
        TWO_COLUMNS
    }

    private final HostModel model;
    private final FolderCard folder;
    private final InviteCard invite;
    private final AdvancedCard advanced;
    private final GuestsView guests;
    private final EventLog log;
    private final StackPane page = new StackPane();
    private final ObservableDoubleValue minWidthForTwo;
    private final ObservableDoubleValue left;
    private Arrangement arranged = Arrangement.ALONE;

    HostView(
            HostModel model,
            HostController controller,
            ProtectionController protection,
            HostService host,
            UiServices services,
            Chooser chooser,
            Consumer<String> clipboard) {
        this.model = model;
        folder = new FolderCard(model, controller, host::transferred, services.look());
        invite = new InviteCard(model, controller, clipboard, services.look());
        advanced = new AdvancedCard(model, controller, protection, host, services, clipboard);
        guests = new GuestsView(model, controller, host, services);
        log = new EventLog(model, services, chooser);
        minWidthForTwo = services.look().px(MIN_WIDTH_FOR_TWO_COLUMNS);
        left = services.look().px(LEFT);
        page.getStyleClass().add("host-page");
        setContent(page);
        setFitToWidth(true);
        setFitToHeight(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().addAll("edge-to-edge", "host-screen");
        for (Observable each : new Observable[] {widthProperty(), minWidthForTwo, model.state, model.log}) {
            each.addListener(changed -> rearrange());
        }
        advanced.unfolded().addListener((unfolded, before, now) -> {
            if (now) {
                Platform.runLater(this::showAdvanced);
            }
        });
        arrange();
    }

    /** Scrolls until the unfolded card is visible, or as much of it as fits. */
    private void showAdvanced() {
        layout();
        Bounds card = page.sceneToLocal(advanced.localToScene(advanced.getLayoutBounds()));
        double room = getViewportBounds().getHeight();
        double hidden = page.getHeight() - room;
        double top = getVvalue() * hidden;
        double wanted = Math.min(card.getMinY() - GAP, Math.max(top, card.getMaxY() + GAP - room));
        if (hidden > 0) {
            setVvalue(Math.clamp(wanted / hidden, 0, 1));
        }
    }

    private void rearrange() {
        if (wanted() != arranged) {
            arrange();
        }
    }

    private Arrangement wanted() {
        if (!(model.state.get() instanceof HostState.On) && model.log.isEmpty()) {
            return Arrangement.ALONE;
        }
        return getWidth() < minWidthForTwo.get() ? Arrangement.ONE_COLUMN : Arrangement.TWO_COLUMNS;
    }

    private void arrange() {
        arranged = wanted();
        page.getChildren()
                .setAll(
                        switch (arranged) {
                            case ALONE -> alone();
                            case ONE_COLUMN -> column(List.of(folder, invite, guests, log, advanced));
                            case TWO_COLUMNS -> twoColumns();
                        });
    }

    private Node alone() {
        VBox column = column(List.of(folder, invite, advanced));
        column.setMaxWidth(NARROW);
        StackPane.setAlignment(column, Pos.TOP_CENTER);
        return column;
    }

    private Node twoColumns() {
        VBox first = column(List.of(folder, invite, advanced));
        VBox second = column(List.of(guests, log));
        first.setMinWidth(Region.USE_PREF_SIZE);
        first.setMaxWidth(Region.USE_PREF_SIZE);
        first.prefWidthProperty().bind(Bindings.min(left, widthProperty().multiply(LEFT_PART)));
        second.setMinWidth(0);
        HBox.setHgrow(second, Priority.ALWAYS);
        return new HBox(GAP, first, second);
    }

    private static VBox column(List<Node> cards) {
        VBox column = new VBox(GAP);
        column.getChildren().addAll(cards);
        return column;
    }
}
