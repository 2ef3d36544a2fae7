package quayside.app.ui.home;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import quayside.app.core.share.ShareState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.MonoLine;
import quayside.app.ui.kit.Nodes;

/** The note above a share whose server was unknown before: its fingerprint, for the user to compare. */
final class FirstVisit extends VBox {
    private final Visit visit;

    FirstVisit(Visit visit) {
        this.visit = visit;
        getStyleClass().addAll("banner", "info", "first-visit");
        visit.stateProperty().addListener((state, before, now) -> refresh());
        visit.noteDismissed.addListener((dismissed, before, now) -> refresh());
        refresh();
    }

    private void refresh() {
        getChildren().clear();
        if (visit.stateProperty().get() instanceof ShareState.Connected connected && !visit.noteDismissed.get()) {
            Button matches = Nodes.button(Texts.get("home.first.matches"), () -> visit.noteDismissed.set(true));
            matches.setId("connect-first-matches");
            Button leave = Nodes.button(Texts.get("home.disconnect"), visit::leave);
            matches.getStyleClass().add("small");
            leave.getStyleClass().add("small");
            HBox what =
                    new HBox(8, Nodes.icon(Glyph.INFO), Nodes.paragraph(Texts.get("home.first", connected.address())));
            what.setAlignment(Pos.CENTER_LEFT);
            MonoLine fingerprint = new MonoLine(
                    Texts.get("home.first.fingerprint", connected.address()),
                    connected.client().fingerprint().grouped());
            getChildren().addAll(what, fingerprint, new FlowPane(8, 4, matches, leave));
        }
        Nodes.show(this, !getChildren().isEmpty());
    }
}
