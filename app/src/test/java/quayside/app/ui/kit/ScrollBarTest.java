package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;

class ScrollBarTest {
    @Test
    void theThumbOfALongListCanBeHeld() {
        ListView<Integer> list = Fx.call(ListView::new);
        try (TestWindow window = new TestWindow(300, 400, services -> list)) {
            Fx.run(() ->
                    list.getItems().setAll(IntStream.range(0, 100_000).boxed().toList()));
            Fx.await(() -> bar(list) != null && bar(list).isVisible());
            Fx.await(() -> thumb(list).getHeight() > 0);
            Fx.run(() -> {
                assertThat(thumb(list).getHeight()).isGreaterThanOrEqualTo(31.5);
                assertThat(bar(list).getWidth()).isEqualTo(8);
            });
            assertThat(window.scene()).isNotNull();
        }
    }

    private static ScrollBar bar(ListView<?> list) {
        return (ScrollBar) list.lookup(".scroll-bar:vertical");
    }

    private static Region thumb(ListView<?> list) {
        Node thumb = bar(list).lookup(".thumb");
        return (Region) thumb;
    }
}
