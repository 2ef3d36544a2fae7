package quayside.app.ui.kit;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import quayside.app.core.text.Texts;

/**
 * A row of chips that filters one list: exactly one is on, and each carries a count. JavaFX thread only.
 *
 * @param <E> what the list is filtered by
 */
public final class Chips<E extends Enum<E>> extends HBox {
    private static final PseudoClass ALARMING = PseudoClass.getPseudoClass("alarming");

    private final Map<E, ToggleButton> chips;
    private final Function<E, String> words;
    private final ObjectProperty<E> chosen;

    /**
     * Makes a chip for each constant of {@code kind}; the first one is on.
     *
     * @param words names a chip
     */
    public Chips(Class<E> kind, Function<E, String> words) {
        this.words = words;
        chips = new EnumMap<>(kind);
        chosen = new SimpleObjectProperty<>(this, "chosen", kind.getEnumConstants()[0]);
        getStyleClass().add("chips");
        setAlignment(Pos.CENTER_LEFT);
        ToggleGroup group = new ToggleGroup();
        for (E each : kind.getEnumConstants()) {
            ToggleButton chip = new ToggleButton();
            chip.setMnemonicParsing(false);
            chip.setMinWidth(USE_PREF_SIZE);
            chip.getStyleClass().add("chip");
            chip.setToggleGroup(group);
            // A second press must not leave the list without a filter.
            chip.setOnAction(event -> chosen.set(each));
            chips.put(each, chip);
            getChildren().add(chip);
            count(each, 0);
        }
        chosen.subscribe(now -> chip(now).setSelected(true));
        group.selectedToggleProperty().addListener((toggle, before, now) -> {
            if (now == null) {
                before.setSelected(true);
            }
        });
    }

    public ObjectProperty<E> chosenProperty() {
        return chosen;
    }

    /** Shows how many entries of the list belong to a chip. */
    public void count(E chip, int entries) {
        chip(chip).setText(Texts.get("shared.chip", words.apply(chip), entries));
    }

    /** Shows or hides a chip, which is needed only sometimes. */
    public void show(E chip, boolean shown) {
        Nodes.show(chip(chip), shown);
    }

    /** Shows the chip in the colour of failures while {@code alarming} is true. */
    public void alarm(E chip, boolean alarming) {
        chip(chip).pseudoClassStateChanged(ALARMING, alarming);
    }

    private ToggleButton chip(E each) {
        return Objects.requireNonNull(chips.get(each));
    }
}
