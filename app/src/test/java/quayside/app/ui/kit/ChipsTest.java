package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChipsTest {
    private enum Show {
        ALL,
        ACTIVE,
        FAILED
    }

    private Chips<Show> chips;

    @BeforeEach
    void setUp() {
        Fx.run(() -> chips = new Chips<>(
                Show.class,
                show -> show.name().charAt(0) + show.name().substring(1).toLowerCase(Locale.ROOT)));
    }

    @Test
    void theFirstChipIsOnAndEveryChipHasItsCount() {
        Fx.run(() -> {
            chips.count(Show.ACTIVE, 1_234);
            assertThat(buttons())
                    .extracting(ToggleButton::getText)
                    .containsExactly("All 0", "Active 1,234", "Failed 0");
            assertThat(buttons()).extracting(ToggleButton::isSelected).containsExactly(true, false, false);
        });
    }

    @Test
    void aPressChoosesAndASecondOneChangesNothing() {
        Fx.run(() -> {
            buttons().get(2).fire();
            assertThat(chips.chosenProperty().get()).isEqualTo(Show.FAILED);
            buttons().get(2).fire();
            assertThat(chips.chosenProperty().get()).isEqualTo(Show.FAILED);
            assertThat(buttons()).extracting(ToggleButton::isSelected).containsExactly(false, false, true);
        });
    }

    @Test
    void whatIsChosenElsewhereIsShown() {
        Fx.run(() -> {
            chips.chosenProperty().set(Show.ACTIVE);
            assertThat(buttons()).extracting(ToggleButton::isSelected).containsExactly(false, true, false);
        });
    }

    @Test
    void aChipCanAlarm() {
        Fx.run(() -> {
            PseudoClass alarming = PseudoClass.getPseudoClass("alarming");
            chips.alarm(Show.FAILED, true);
            assertThat(buttons().get(2).getPseudoClassStates()).contains(alarming);
            chips.alarm(Show.FAILED, false);
            assertThat(buttons().get(2).getPseudoClassStates()).doesNotContain(alarming);
        });
    }

    private List<ToggleButton> buttons() {
        return chips.getChildren().stream().map(node -> (ToggleButton) node).toList();
    }
}
