package quayside.app.ui.host;

import java.util.Objects;
import javafx.beans.Observable;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import quayside.app.core.host.HostState;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;

/** The host's screen, of any size: what does not fit is scrolled to. */
final class HostView extends ScrollPane {
    static final double GAP = 20;

    HostView(HostModel model, Node header, Node invitation, Node permissions, Node guests, Node traffic, Node log) {
        VBox watched = new VBox(GAP, guests, traffic, log);
        VBox top = new VBox(12, Nodes.label(Texts.get("host.title"), "card-title"), header);
        VBox page = new VBox(GAP, top, new Columns(invitation, watched, permissions));
        page.getStyleClass().add("host-page");
        setContent(page);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().addAll("edge-to-edge", "host-view");
        getStylesheets()
                .add(Objects.requireNonNull(HostView.class.getResource("host.css"))
                        .toExternalForm());
        Runnable show = () -> {
            boolean on = model.state().get() instanceof HostState.On;
            Nodes.show(guests, on);
            Nodes.show(traffic, on);
            Nodes.show(log, on || !model.log().isEmpty());
            Nodes.show(watched, log.isVisible());
        };
        model.state().addListener((state, before, now) -> show.run());
        model.log().addListener((Observable changed) -> show.run());
        show.run();
    }
}
