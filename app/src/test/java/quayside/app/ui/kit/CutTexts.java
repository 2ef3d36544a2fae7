package quayside.app.ui.kit;

import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;

/** Finds labels and buttons whose words have no room. JavaFX thread only. */
public final class CutTexts {
    private static final double ROUNDING = 1.5;

    private CutTexts() {}

    /**
     * Returns the words that are drawn with an ellipsis, beyond the sides of the window, or beyond what holds them, where
     * they cover others or are covered. Names may be cut: those in
     * {@link CutName}, and every text that contains one of {@code names}.
     */
    public static List<String> of(Scene scene, String... names) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        return below(scene.getRoot())
                .filter(Labeled.class::isInstance)
                .map(Labeled.class::cast)
                .filter(labeled ->
                        labeled.getText() != null && !labeled.getText().isBlank())
                .filter(labeled -> Stream.of(names).noneMatch(labeled.getText()::contains))
                .filter(labeled -> isCut(labeled) || isOutside(labeled, scene) || isAstray(labeled))
                .map(Labeled::getText)
                .distinct()
                .toList();
    }

    /** The node and what is shown below it. */
    private static Stream<Node> below(Node node) {
        if (!node.isVisible() || node instanceof CutName) {
            return Stream.empty();
        }
        return node instanceof Parent parent
                ? Stream.concat(
                        Stream.of(node),
                        parent.getChildrenUnmodifiable().stream().flatMap(CutTexts::below))
                : Stream.of(node);
    }

    private static boolean isCut(Labeled labeled) {
        return labeled.getWidth() > 0
                && labeled.lookup(".text") instanceof Text drawn
                && drawn.isVisible()
                && !drawn.getText().equals(labeled.getText());
    }

    private static boolean isOutside(Labeled labeled, Scene scene) {
        Bounds bounds = labeled.localToScene(labeled.getLayoutBounds());
        return bounds.getMinX() < -1 || bounds.getMaxX() > scene.getWidth() + 1;
    }

    /** Whether one of the parts that hold the words, up to the next that scrolls, is outside the one that holds it. */
    private static boolean isAstray(Labeled labeled) {
        Node at = labeled;
        while (at.getParent() instanceof Region holder
                && !isScrolled(holder)
                && !(holder instanceof Control)
                && at.isManaged()) {
            Bounds bounds = at.localToParent(at.getLayoutBounds());
            if (bounds.getMinX() < -ROUNDING
                    || bounds.getMinY() < -ROUNDING
                    || bounds.getMaxX() > holder.getWidth() + ROUNDING
                    || bounds.getMaxY() > holder.getHeight() + ROUNDING) {
                return true;
            }
            at = holder;
        }
        return false;
    }

    private static boolean isScrolled(Node holder) {
        return holder.getClip() != null
                || (holder.getParent() != null && holder.getParent().getClip() != null);
    }
}
