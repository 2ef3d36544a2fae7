package quayside.app.ui.kit;

import java.text.Bidi;
import java.text.BreakIterator;
import java.util.Locale;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.HPos;
import javafx.geometry.NodeOrientation;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;

/**
 * The name of a file. If there is no room for it, it keeps its beginning, the last four letters before its ending, and
 * its ending, because files of a series differ there. While it is cut, a tooltip shows it whole. JavaFX thread only.
 *
 * <p>A name with letters that are written from right to left is one label and is cut at its end: two labels would change
 * the order in which it is read.
 */
public final class CutName extends Region {
    private static final int MIN_STEM = 12;
    private static final int MAX_ENDING = 5;
    private static final int KEPT = 4;

    private final Label stem = new Label();
    private final Label tail = new Label();
    private final Tooltip whole = Nodes.tooltip("");
    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper(this, "text", "");
    private boolean tipped;

    public CutName() {
        getStyleClass().add("cut-name");
        stem.setEllipsisString("…");
        getChildren().addAll(stem, tail);
    }

    /** Shows this name, which is safe to show, from now on. */
    public void set(String shown) {
        if (shown.equals(text.get())) {
            return;
        }
        text.set(shown);
        whole.setText(shown);
        int cut = cut(shown);
        stem.setText(shown.substring(0, cut));
        tail.setText(shown.substring(cut));
        Nodes.show(tail, cut < shown.length());
        boolean rightToLeft = new Bidi(shown, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).getBaseLevel() == 1;
        setNodeOrientation(rightToLeft ? NodeOrientation.RIGHT_TO_LEFT : NodeOrientation.INHERIT);
        requestLayout();
    }

    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    /** Returns where the part begins that is never cut; the length of the name if it is one part. */
    static int cut(String name) {
        if (Bidi.requiresBidi(name.toCharArray(), 0, name.length())) {
            return name.length();
        }
        int dot = name.lastIndexOf('.');
        boolean ending = dot >= 0 && name.length() - dot - 1 <= MAX_ENDING && name.indexOf(' ', dot) < 0;
        int end = ending ? dot : name.length();
        if (end < MIN_STEM) {
            return name.length();
        }
        BreakIterator letters = BreakIterator.getCharacterInstance(Locale.ROOT);
        letters.setText(name);
        int cut = letters.isBoundary(end) ? end : letters.preceding(end);
        for (int i = 0; i < KEPT && cut > 0; i++) {
            cut = letters.preceding(cut);
        }
        return cut;
    }

    /** Returns whether the name has no room. */
    public boolean isCut() {
        return getWidth() + 0.5 < computePrefWidth(-1);
    }

    @Override
    protected double computePrefWidth(double height) {
        return snapSizeX(stem.prefWidth(-1)) + tailWidth() + snappedLeftInset() + snappedRightInset();
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefHeight(double width) {
        return Math.max(stem.prefHeight(-1), tail.prefHeight(-1)) + snappedTopInset() + snappedBottomInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computeMaxWidth(double height) {
        return Double.MAX_VALUE;
    }

    private double tailWidth() {
        return tail.isManaged() ? snapSizeX(tail.prefWidth(-1)) : 0;
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double room = getWidth() - left - snappedRightInset();
        double ofTail = Math.min(tailWidth(), room);
        double ofStem = Math.min(snapSizeX(stem.prefWidth(-1)), Math.max(0, room - ofTail));
        double height = getHeight() - snappedTopInset() - snappedBottomInset();
        layoutInArea(stem, left, snappedTopInset(), ofStem, height, 0, HPos.LEFT, VPos.CENTER);
        // A cut text is narrower than its label.
        stem.layout();
        if (stem.lookup(".text") instanceof Text drawn) {
            ofStem = Math.min(ofStem, snapSizeX(drawn.getLayoutBounds().getWidth()));
        }
        layoutInArea(tail, left + ofStem, snappedTopInset(), ofTail, height, 0, HPos.LEFT, VPos.CENTER);
        boolean cut = isCut();
        if (cut != tipped) {
            tipped = cut;
            if (cut) {
                Tooltip.install(this, whole);
            } else {
                Tooltip.uninstall(this, whole);
            }
        }
    }
}
