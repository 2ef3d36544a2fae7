package quayside.app.ui.host;

import atlantafx.base.controls.ToggleSwitch;
import java.util.function.Consumer;
import quayside.app.ui.kit.Texts;

/** The switch of the share: it shows what is, and asks for what shall be. */
final class HostSwitch extends ToggleSwitch {
    /** @param turned is run with what the user asks for; the switch stands there only once the share does */
    HostSwitch(HostModel model, Consumer<Boolean> turned) {
        setAccessibleText(Texts.get("host.switch"));
        Runnable show = () -> {
            setSelected(model.isOn());
            setDisable(model.isBusy());
        };
        selectedProperty().addListener((selected, before, now) -> {
            if (now != model.isOn()) {
                turned.accept(now);
                show.run();
            }
        });
        model.state().addListener((state, before, now) -> show.run());
        show.run();
    }
}
