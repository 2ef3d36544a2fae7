package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import javafx.animation.Animation;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.control.skin.TextFieldSkin;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Path;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CaretTest {
    private final Queue<Runnable> turns = new ArrayDeque<>();
    private final TextField field = Fx.call(TextField::new);
    private Stage stage;

    @BeforeEach
    void show() {
        stage = Fx.call(() -> {
            Scene scene = new Scene(new StackPane(field), 300, 100);
            Caret.install(scene, turns::add);
            Stage made = new Stage();
            made.setScene(scene);
            made.show();
            made.requestFocus();
            field.requestFocus();
            return made;
        });
        Fx.await(stage::isFocused);
        Fx.await(() -> turns.size() == 1);
    }

    @AfterEach
    void close() {
        Fx.run(stage::hide);
    }

    @Test
    void theCaretBlinksWithoutAnAnimationAndStaysAfterAWhile() {
        Fx.await(() -> Caret.animation(field).orElseThrow().getStatus() == Animation.Status.STOPPED);
        Fx.run(() -> {
            for (int i = 0; i < Caret.TURNS; i++) {
                assertThat(isShown()).as("turn %d", i).isEqualTo(i % 2 == 0);
                turns.remove().run();
            }
            assertThat(turns).isEmpty();
            assertThat(isShown()).isTrue();
        });
    }

    @Test
    void aKeyBeginsTheTurnsAnew() {
        Fx.run(() -> {
            turns.remove().run();
            assertThat(isShown()).isFalse();
            ((TextFieldSkin) field.getSkin()).setCaretAnimating(true);
        });
        Fx.await(() -> turns.size() == 2);
        Fx.run(() -> {
            assertThat(isShown()).isTrue();
            // Of the turns before the key.
            turns.remove().run();
            assertThat(isShown()).isTrue();
            assertThat(turns).hasSize(1);
        });
    }

    private boolean isShown() {
        return field.lookupAll("*").stream()
                .filter(node -> node instanceof Path && node.opacityProperty().isBound())
                .allMatch(node -> node.getOpacity() == 1);
    }
}
