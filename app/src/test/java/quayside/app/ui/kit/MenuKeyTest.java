package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javafx.geometry.Bounds;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.settings.Settings.Theme;

class MenuKeyTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theMenuOpensBelowTheRowOfTheKeyboard(boolean menuKey) {
        ListView<String> list = Fx.call(ListView::new);
        ContextMenu menu = Fx.call(() -> new ContextMenu(new MenuItem("Open")));
        try (TestWindow window = new TestWindow(300, 300, services -> {
            list.getItems().addAll("one", "two", "three");
            list.setContextMenu(menu);
            MenuKey.install(list);
            return list;
        })) {
            Fx.run(() -> {
                list.requestFocus();
                list.getSelectionModel().select(1);
            });
            Fx.await(() -> list.lookupAll(".list-cell").stream().anyMatch(MenuKeyTest::isSecond));
            window.push(menuKey ? new KeyCode[] {KeyCode.CONTEXT_MENU} : new KeyCode[] {KeyCode.SHIFT, KeyCode.F10});
            Fx.await(menu::isShowing);
            Fx.run(() -> {
                Node row = list.lookupAll(".list-cell").stream()
                        .filter(MenuKeyTest::isSecond)
                        .findFirst()
                        .orElseThrow();
                Bounds bounds = row.localToScreen(row.getLayoutBounds());
                assertThat(menu.getAnchorY()).isBetween(bounds.getMaxY() - 1, bounds.getMaxY() + 1);
                menu.hide();
            });
        }
    }

    /** A menu beside its button is measured before it belongs to the window. */
    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void theWordsOfAMenuFindTheirColours(Theme theme) {
        List<String> warnings = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                warnings.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("javafx.css");
        logger.addHandler(handler);
        Label button = Fx.call(() -> new Label("More"));
        try (TestWindow window = new TestWindow(300, 300, services -> button)) {
            Fx.run(() -> {
                window.services().look().apply(theme, 1);
                window.scene().getRoot().applyCss();
                MenuItem delete = new MenuItem("Delete");
                delete.getStyleClass().add("danger");
                ContextMenu menu = new ContextMenu(new MenuItem("Open"), delete);
                menu.show(button, Side.BOTTOM, 0, 0);
                menu.hide();
            });
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(warnings).isEmpty();
    }

    private static boolean isSecond(Node node) {
        return node instanceof IndexedCell<?> cell && cell.isFocused() && "two".equals(cell.getItem());
    }
}
