package quayside.app.ui.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * Knows which pane of the window the keys act on, and marks it with the pseudo-class {@code focused-pane}. A menu or a
 * dialog takes the keys only for a while, so the pane stays marked meanwhile. One for each window; JavaFX thread only.
 */
public final class PaneFocus {
    private static final PseudoClass FOCUSED = PseudoClass.getPseudoClass("focused-pane");

    /** A pane, and how it takes the focus. */
    private record Pane(Region node, Runnable takeFocus) {
        boolean isShown() {
            return node.getScene() != null;
        }
    }

    private final Scene scene;
    private final Dialogs dialogs;
    private final List<Pane> panes = new ArrayList<>();
    private Optional<Pane> last = Optional.empty();

    public PaneFocus(Scene scene, Dialogs dialogs) {
        this.scene = scene;
        this.dialogs = dialogs;
        scene.focusOwnerProperty().addListener((owner, before, now) -> follow(now));
        dialogs.openProperty().addListener((open, before, now) -> follow(scene.getFocusOwner()));
    }

    /**
     * Follows the focus in a pane from now on.
     *
     * @param takeFocus gives the focus to the main list of the pane
     */
    public void add(Region pane, Runnable takeFocus) {
        panes.add(new Pane(pane, takeFocus));
    }

    /** Gives the focus to the other pane, or back to the last pane if it is outside all panes. */
    public void next() {
        List<Pane> shown = panes.stream().filter(Pane::isShown).toList();
        if (shown.isEmpty()) {
            return;
        }
        Optional<Pane> here = paneOf(scene.getFocusOwner());
        if (here.isEmpty()) {
            last.filter(Pane::isShown).orElse(shown.getFirst()).takeFocus().run();
        } else {
            shown.get((shown.indexOf(here.get()) + 1) % shown.size())
                    .takeFocus()
                    .run();
        }
    }

    private void follow(@Nullable Node owner) {
        if (owner == null || dialogs.openProperty().get()) {
            return;
        }
        Optional<Pane> now = paneOf(owner);
        if (now.isPresent()) {
            last = now;
        }
        panes.forEach(pane -> pane.node()
                .pseudoClassStateChanged(FOCUSED, now.filter(pane::equals).isPresent()));
    }

    /** Forgets a pane that is not shown any more. */
    public void remove(Node pane) {
        panes.removeIf(each -> each.node().equals(pane));
        last = last.filter(each -> !each.node().equals(pane));
    }

    private Optional<Pane> paneOf(@Nullable Node owner) {
        for (Node at = owner; at != null; at = at.getParent()) {
            for (Pane pane : panes) {
                if (pane.node().equals(at)) {
                    return Optional.of(pane);
                }
            }
        }
        return Optional.empty();
    }
}
