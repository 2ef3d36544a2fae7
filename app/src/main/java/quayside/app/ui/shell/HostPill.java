package quayside.app.ui.shell;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.Nodes;
import quayside.protocol.text.DisplayText;

/** What this computer shares, at the end of the strip; a click opens the screen of the host. Hidden while nothing is. */
final class HostPill extends Button {
    private final Label words = Nodes.name("");
    private final Label guests = Nodes.label("", "small-text");

    HostPill(HostService host, Runnable open) {
        setId("host-pill");
        HBox content = new HBox(Nodes.icon(Glyph.SHARE), words, guests);
        content.getStyleClass().add("pill-words");
        content.setAlignment(Pos.CENTER_LEFT);
        setGraphic(content);
        getStyleClass().add("host-pill");
        setMinWidth(Region.USE_PREF_SIZE);
        setTooltip(Nodes.tooltip(Texts.get("shell.host")));
        setOnAction(event -> open.run());
        Latest<HostState> latest = new Latest<>(this::show);
        show(host.state());
        host.onState(latest::offer);
    }

    private void show(HostState state) {
        String count = "";
        switch (state) {
            case HostState.Off ignored -> words.setText("");
            case HostState.Starting ignored -> words.setText(Texts.get("shell.host.starting"));
            case HostState.Stopping ignored -> words.setText(Texts.get("shell.host.stopping"));
            case HostState.Failed ignored -> words.setText(Texts.get("shell.host.failed"));
            case HostState.On on -> {
                words.setText(Texts.get("shell.host.on", DisplayText.escape(on.shareName())));
                count = Texts.get("shell.host.guests", on.guests().size());
            }
        }
        guests.setText(count);
        setAccessibleText(words.getText() + " " + count);
        Nodes.show(guests, !count.isEmpty());
        Nodes.show(this, !words.getText().isEmpty());
    }
}
