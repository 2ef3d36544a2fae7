package quayside.app.ui.kit;

import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Opens the context menu of a list, table or tree with the Menu key and Shift+F10. On Linux JavaFX does not do so. */
public final class MenuKey {
    private static final double INSET = 24;

    private MenuKey() {}

    /** Opens the control's context menu below the row that the keyboard is on, or else in its upper left corner. */
    public static void install(Control control) {
        control.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            boolean asks =
                    event.getCode() == KeyCode.CONTEXT_MENU || (event.getCode() == KeyCode.F10 && event.isShiftDown());
            ContextMenu menu = control.getContextMenu();
            if (asks && menu != null && !menu.isShowing()) {
                show(control, menu);
                event.consume();
            }
        });
    }

    private static void show(Control control, ContextMenu menu) {
        Bounds corner = control.localToScreen(control.getLayoutBounds());
        Optional<Bounds> row = control.lookupAll(".indexed-cell").stream()
                .filter(node -> node instanceof IndexedCell<?> cell && cell.isFocused() && !cell.isEmpty())
                .map(MenuKey::onScreen)
                .filter(bounds -> bounds.getMinY() >= corner.getMinY() && bounds.getMinY() < corner.getMaxY())
                .findFirst();
        menu.show(control, corner.getMinX() + INSET, row.map(Bounds::getMaxY).orElse(corner.getMinY() + INSET));
    }

    private static Bounds onScreen(Node node) {
        return node.localToScreen(node.getLayoutBounds());
    }
}
