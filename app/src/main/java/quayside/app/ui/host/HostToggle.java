package quayside.app.ui.host;

import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;

/** The share in the window's top bar: its switch and its state in words, which lead to the whole screen. */
final class HostToggle extends HBox {
    HostToggle(HostModel model, Consumer<Boolean> turned, Runnable open) {
        HostSwitch toggle = new HostSwitch(model, turned);
        toggle.setId("host-bar-switch");
        Button words = Nodes.button("", open);
        words.setId("host-bar-state");
        words.getStyleClass().addAll("flat", "host-bar-words");
        words.setMinWidth(48);
        words.setMaxWidth(280);
        words.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        words.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> HostWords.of(model.state().get(), model.guests().size()), model.state(), model.guests()));
        words.setTooltip(Nodes.tooltip(Texts.get("host.open")));
        getStyleClass().add("host-bar");
        getStylesheets()
                .add(Objects.requireNonNull(HostToggle.class.getResource("host.css"))
                        .toExternalForm());
        setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(toggle, words);
    }
}
