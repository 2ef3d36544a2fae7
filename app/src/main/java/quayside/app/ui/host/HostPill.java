package quayside.app.ui.host;

import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import quayside.app.core.host.HostState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;

/** The share in a few words, for the strip at the top of the window. A press on it opens the host's screen. */
final class HostPill extends Button {
    private static final PseudoClass ON = PseudoClass.getPseudoClass("sharing");
    private static final double MAX_WORDS_EM = 18;

    private final HostModel model;
    private final Label words = Nodes.name("", "strong");
    private final Label guests = Nodes.label("", "small-text");

    HostPill(HostModel model, Runnable open) {
        this.model = model;
        words.maxWidthProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> MAX_WORDS_EM * getFont().getSize(), fontProperty()));
        guests.setMinWidth(USE_PREF_SIZE);
        HBox row = new HBox(8, Nodes.icon(Glyph.SHARE), words, guests);
        row.setAlignment(Pos.CENTER_LEFT);
        setGraphic(row);
        setId("host-pill");
        getStyleClass().add("host-pill");
        setMinWidth(0);
        setTooltip(Nodes.tooltip(Texts.get("host.open")));
        setOnAction(event -> open.run());
        for (Observable each : new Observable[] {model.words, model.guests}) {
            each.addListener(changed -> refresh());
        }
        refresh();
    }

    private void refresh() {
        boolean off = model.state.get() instanceof HostState.Off;
        // The words are read in any case, because JavaFX tells of their next change only then.
        String now = model.words.get();
        words.setText(off ? Texts.get("host.off") : now);
        guests.setText(model.on()
                .filter(on -> !on.isEnding() && !model.guests.isEmpty())
                .map(on -> Texts.get("host.guests.count", model.guests.size()))
                .orElse(""));
        Nodes.show(guests, !guests.getText().isEmpty());
        pseudoClassStateChanged(ON, model.isOn());
        setAccessibleText((words.getText() + " " + guests.getText()).strip());
    }
}
