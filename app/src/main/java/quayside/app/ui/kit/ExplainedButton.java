package quayside.app.ui.kit;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableStringValue;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;

/**
 * A button in a place of its own, which says in its tooltip what the button does, or why that is not allowed: a button that is disabled has no tooltip
 * itself. JavaFX thread only.
 */
public final class ExplainedButton extends StackPane {
    /**
     * A place for {@code button}, which is disabled from here.
     *
     * @param tip what it does
     * @param reason why it may not; empty while it may
     * @param idle whether there is nothing to do
     */
    public ExplainedButton(Button button, String tip, ObservableStringValue reason, ObservableBooleanValue idle) {
        super(button);
        getStyleClass().add("explained");
        setMinWidth(USE_PREF_SIZE);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        button.setTooltip(null);
        button.disableProperty().bind(Bindings.isNotEmpty(reason).or(idle));
        Tooltip tooltip = Nodes.tooltip(tip);
        Tooltip.install(this, tooltip);
        tooltip.textProperty()
                .bind(Bindings.createStringBinding(() -> reason.get().isEmpty() ? tip : reason.get(), reason));
        button.accessibleHelpProperty().bind(tooltip.textProperty());
    }
}
