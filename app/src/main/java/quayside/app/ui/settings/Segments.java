package quayside.app.ui.settings;

import java.util.function.Consumer;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/** A row of joined buttons, one of which is chosen. */
final class Segments<T> extends HBox {
    private final ToggleGroup group = new ToggleGroup();
    private final Consumer<T> chosen;

    Segments(String id, Consumer<T> chosen) {
        this.chosen = chosen;
        setId(id);
    }

    Segments<T> add(T value, String text) {
        ToggleButton button = new ToggleButton(text);
        button.setMnemonicParsing(false);
        button.setUserData(value);
        button.setToggleGroup(group);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(event -> {
            // A press on the chosen one would leave none chosen.
            button.setSelected(true);
            chosen.accept(value);
        });
        getChildren().add(button);
        for (int i = 0; i < getChildren().size(); i++) {
            String pill = i == 0 ? "left-pill" : i == getChildren().size() - 1 ? "right-pill" : "center-pill";
            getChildren().get(i).getStyleClass().removeAll("left-pill", "center-pill", "right-pill");
            getChildren().get(i).getStyleClass().add(pill);
        }
        return this;
    }

    /** Shows {@code value} as chosen; none where it is not among the choices. */
    void show(T value) {
        group.getToggles().forEach(toggle -> toggle.setSelected(value.equals(toggle.getUserData())));
    }
}
