package quayside.app.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static boolean isSecond(Node node) {
        return node instanceof IndexedCell<?> cell && cell.isFocused() && "two".equals(cell.getItem());
    }
}
