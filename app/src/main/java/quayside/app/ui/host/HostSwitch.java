package quayside.app.ui.host;

import atlantafx.base.controls.ToggleSwitch;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;

/** The switch of the share. It asks for a state, and stands there only once the share has reached it. */
final class HostSwitch extends ToggleSwitch {
    HostSwitch(HostModel model, HostController controller) {
        setAccessibleText(Texts.get("host.switch"));
        Runnable show = () -> {
            setSelected(model.isOn());
            setDisable(model.isBusy());
        };
        selectedProperty().addListener((selected, before, now) -> {
            if (now != model.isOn()) {
                controller.turn(now);
                show.run();
            }
        });
        model.state.addListener((state, before, now) -> show.run());
        show.run();
    }

    /** Returns a switch and the state in words, for the top bar; {@code open} shows the screen when the words are pressed. */
    static Node bar(HostModel model, HostController controller, Runnable open) {
        HostSwitch toggle = new HostSwitch(model, controller);
        toggle.setId("host-bar-switch");
        Button words = Nodes.button("", open);
        words.setId("host-bar-state");
        words.getStyleClass().add("flat");
        words.setMinWidth(48);
        words.setMaxWidth(280);
        words.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        words.textProperty().bind(model.words);
        words.setTooltip(Nodes.tooltip(Texts.get("host.open")));
        HBox bar = new HBox(toggle, words);
        bar.getStyleClass().add("host-bar");
        bar.getStylesheets().add(HostView.stylesheet());
        bar.setAlignment(Pos.CENTER_LEFT);
        return bar;
    }
}
