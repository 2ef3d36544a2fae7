package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import quayside.app.core.settings.Settings;

class ToastsTest {
    /** The times that were asked for, and what is to happen then. */
    private static final class Waits implements Toasts.Timer {
        private record Wait(Duration time, Runnable action) {}

        private final List<Wait> open = new ArrayList<>();

        @Override
        public Runnable after(Duration time, Runnable action) {
            Wait wait = new Wait(time, action);
            open.add(wait);
            return () -> open.remove(wait);
        }

        void pass(Duration time) {
            List.copyOf(open).stream()
                    .filter(wait -> wait.time().compareTo(time) <= 0)
                    .forEach(wait -> wait.action().run());
        }
    }

    private final Waits waits = new Waits();
    private StackPane layer;
    private Toasts toasts;

    @BeforeEach
    void setUp() {
        Fx.run(() -> {
            layer = new StackPane();
            toasts = new Toasts(layer, waits);
            new Look(new Scene(layer, 600, 400)).apply(Settings.Theme.LIGHT, 1);
        });
    }

    @Test
    void aFailureLeavesByItselfAfterSixSeconds() {
        Fx.run(() -> {
            toasts.error("The folder cannot be read.");
            waits.pass(Duration.ofMillis(5_999));
            assertThat(shown()).hasSize(1);
            waits.pass(Duration.ofSeconds(6));
            assertThat(shown()).isEmpty();
        });
    }

    @Test
    void aToastThatLastsStaysHoweverLongItTakesAndWhateverElseIsShown() {
        Fx.run(() -> {
            BooleanProperty over = new SimpleBooleanProperty();
            toasts.show(Toast.news("Copying 3 items…", "")
                    .action("Cancel", () -> {})
                    .lasting(over));
            for (int i = 0; i < 5; i++) {
                toasts.error("The folder cannot be read.");
            }
            assertThat(shown()).hasSize(3);
            waits.pass(Duration.ofHours(1));
            assertThat(shown()).hasSize(1);
            assertThat(shown().getFirst().getStyleClass()).contains("lasting");
            over.set(true);
            assertThat(shown()).isEmpty();
        });
    }

    @Test
    void anOfferStaysUntilItIsAnsweredHoweverManyThereAre() {
        Fx.run(() -> {
            for (int i = 0; i < 4; i++) {
                toasts.show(Toast.news("“Report " + i + "” was changed", "")
                        .action("Upload", () -> {})
                        .until(new SimpleBooleanProperty())
                        .kept());
            }
            toasts.error("The folder cannot be read.");
            waits.pass(Duration.ofSeconds(1));
            assertThat(shown()).hasSize(5);
        });
    }

    @Test
    void anOpenDialogDoesNotCoverThem() {
        Fx.run(() -> {
            Button below = new Button("below");
            Button off = new Button("off");
            off.setDisable(true);
            layer.getChildren().addFirst(new StackPane(below, off));
            Dialogs dialogs = new Dialogs(layer);
            toasts.follow(dialogs.openProperty());
            toasts.show(Toast.failed("No program", "").details(() -> {}));
            dialogs.show(DialogBox.of("Preview").safe("Close"));
            layer.resize(600, 400);
            layer.applyCss();
            layer.layout();
            Node toast = shown().getFirst();
            assertThat(toast.isDisabled()).isFalse();
            assertThat(toast.getParent().getViewOrder()).isNegative();
            assertThat(toast.localToScene(toast.getLayoutBounds()).getMaxY()).isLessThan(200);
            assertThat(below.isDisabled()).isTrue();
            assertThat(below.getOpacity()).isEqualTo(1);
            assertThat(off.getOpacity()).isLessThan(0.5);
            dialogs.show(DialogBox.of("Another").safe("Close"));
            ((Button) layer.lookup(".dialog-deeds > .button")).fire();
            assertThat(toast.isDisabled()).isFalse();
            ((Button) layer.lookup(".dialog-deeds > .button")).fire();
            layer.applyCss();
            layer.layout();
            assertThat(below.isDisabled()).isFalse();
            assertThat(toast.localToScene(toast.getLayoutBounds()).getMaxY()).isGreaterThan(200);
        });
    }

    @Test
    void workUnderWayCannotBeClosedAwayAndIsNotPushedOut() {
        Fx.run(() -> {
            for (int i = 0; i < 4; i++) {
                toasts.show(Toast.news("Copying 3 items…", "")
                        .action("Cancel", () -> {})
                        .lasting(new SimpleBooleanProperty()));
            }
            assertThat(shown())
                    .hasSize(4)
                    .allSatisfy(toast -> assertThat(toast.lookupAll(".button")).hasSize(1));
            toasts.show(Toast.failed("Copying stopped", "")
                    .action("Continue", () -> {})
                    .kept());
            waits.pass(Duration.ofHours(1));
            assertThat(shown()).hasSize(5);
            toasts.error("The folder cannot be read.");
            assertThat(shown()).hasSize(6);
            assertThat(shown().getLast().getAccessibleText()).isEqualTo("The folder cannot be read.");
        });
    }

    @Test
    void whatIsKeptStaysUntilItIsClosed() {
        Fx.run(() -> {
            toasts.show(Toast.failed("Copying stopped", "")
                    .action("Undo", () -> {})
                    .action("Continue", () -> {})
                    .kept());
            waits.pass(Duration.ofHours(1));
            List<Button> buttons = shown().getFirst().lookupAll(".button").stream()
                    .map(Button.class::cast)
                    .toList();
            assertThat(buttons).hasSize(3);
            buttons.getLast().fire();
            assertThat(shown()).isEmpty();
        });
    }

    @Test
    void aToastWithAButtonStaysTenSecondsAndLeavesWhenItIsPressed() {
        Fx.run(() -> {
            List<String> pressed = new ArrayList<>();
            toasts.show(Toast.done("3 files uploaded", "to “Family album”").action("Show", () -> pressed.add("show")));
            waits.pass(Duration.ofSeconds(6));
            assertThat(shown()).hasSize(1);
            shown().getFirst().lookupAll(".button").stream()
                    .map(Button.class::cast)
                    .filter(button -> "Show".equals(button.getText()))
                    .findFirst()
                    .orElseThrow()
                    .fire();
            assertThat(pressed).containsExactly("show");
            assertThat(shown()).isEmpty();
            toasts.show(Toast.failed("Cannot rename", "It is gone.").details(() -> {}));
            waits.pass(Duration.ofSeconds(10));
            assertThat(shown()).isEmpty();
        });
    }

    @Test
    void aLongSentenceStaysAsLongAsItTakesToRead() {
        Fx.run(() -> {
            toasts.error("word ".repeat(60));
            waits.pass(Duration.ofSeconds(14));
            assertThat(shown()).hasSize(1);
            waits.pass(Duration.ofSeconds(15));
            assertThat(shown()).isEmpty();
        });
    }

    @Test
    void underTheMouseItStays() {
        Fx.run(() -> {
            toasts.success("Done.");
            Fx.mouse(shown().getFirst(), MouseEvent.MOUSE_ENTERED);
            waits.pass(Duration.ofMinutes(1));
            assertThat(shown()).hasSize(1);
            Fx.mouse(shown().getFirst(), MouseEvent.MOUSE_EXITED);
            waits.pass(Duration.ofSeconds(6));
            assertThat(shown()).isEmpty();
        });
    }

    @Test
    void itIsWithdrawnWhenItsCauseIsGone() {
        Fx.run(() -> {
            BooleanProperty connected = new SimpleBooleanProperty();
            toasts.show(Toast.failed("Not connected", "").until(connected));
            assertThat(shown()).hasSize(1);
            connected.set(true);
            assertThat(shown()).isEmpty();
            toasts.show(Toast.failed("Not connected", "").until(connected));
            assertThat(shown()).isEmpty();
        });
    }

    @Test
    void atMostThreeAreShownAndTheOldestGoes() {
        Fx.run(() -> {
            for (String sentence : List.of("One.", "Two.", "Three.", "Four.")) {
                toasts.success(sentence);
            }
            assertThat(shown()).extracting(Node::getAccessibleText).containsExactly("Two.", "Three.", "Four.");
        });
    }

    @Test
    void itIsAtTheLowerRight() {
        Fx.run(() -> {
            toasts.success("Done.");
            layer.applyCss();
            layer.layout();
            Node toast = shown().getFirst();
            assertThat(toast.localToScene(toast.getLayoutBounds()).getMaxX()).isEqualTo(584);
        });
    }

    private List<Node> shown() {
        return List.copyOf(layer.lookupAll(".toast"));
    }
}
