package quayside.app.ui.kit;

import java.text.Bidi;
import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file. If there is no room for it, it keeps its beginning, the last four letters before its ending, and
 * its ending, because files of a series differ there. While it is cut, a tooltip shows it whole. JavaFX thread only.
 *
 * <p>A name with letters that are written from right to left is one flow of pieces and is cut at its end: two labels would
 * change the order in which it is read. Letters and marks are different pieces, because JavaFX puts the parts of one piece
 * into a wrong order if they come from different fonts.
 */
public final class CutName extends Region {
    private static final int MIN_STEM = 12;
    private static final int MAX_ENDING = 5;
    private static final int KEPT = 4;
    private static final String CUT = "…";
    private static final Pattern PIECE = Pattern.compile("[\\p{L}\\p{M}\\p{N} ]+|[^\\p{L}\\p{M}\\p{N} ]+");

    private final Label stem = new Label();
    private final Label tail = new Label();

    /** The pieces of a name with letters from right to left, in the font and color of {@link #stem}, which is empty then. */
    private final TextFlow pieces = new TextFlow();

    private final ReadOnlyStringWrapper text = new ReadOnlyStringWrapper(this, "text", "");
    private String flown = "";

    /** Shows the name while it is cut. */
    private @Nullable Tooltip whole;

    public CutName() {
        getStyleClass().add("cut-name");
        stem.setEllipsisString(CUT);
        pieces.setMouseTransparent(true);
        getChildren().addAll(stem, tail, pieces);
    }

    /** Shows this name, which is safe to show, from now on. */
    public void set(String shown) {
        if (shown.equals(text.get())) {
            return;
        }
        text.set(shown);
        if (whole != null) {
            whole.setText(shown);
        }
        boolean rightToLeft = isRightToLeft(shown);
        int cut = cut(shown);
        stem.setText(rightToLeft ? "" : shown.substring(0, cut));
        tail.setText(shown.substring(cut));
        Nodes.show(tail, cut < shown.length());
        Nodes.show(pieces, rightToLeft);
        show(rightToLeft ? shown : "");
        requestLayout();
    }

    /** Returns whether some letters are written from right to left. */
    private static boolean isRightToLeft(String name) {
        return Bidi.requiresBidi(name.toCharArray(), 0, name.length());
    }

    private void show(String flowing) {
        if (!flowing.equals(flown)) {
            flown = flowing;
            pieces.getChildren().setAll(pieces(flowing));
        }
    }

    private List<Text> pieces(String flowing) {
        return PIECE.matcher(flowing).results().map(this::piece).toList();
    }

    private Text piece(MatchResult found) {
        Text piece = new Text(found.group());
        piece.getStyleClass().add("text");
        piece.fontProperty().bind(stem.fontProperty());
        piece.fillProperty().bind(stem.textFillProperty());
        return piece;
    }

    public ReadOnlyStringProperty textProperty() {
        return text.getReadOnlyProperty();
    }

    /** Returns where the part begins that is never cut; the length of the name if it is one part. */
    static int cut(String name) {
        if (isRightToLeft(name)) {
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
        double name = pieces.isManaged() ? widthOf(text.get()) : snapSizeX(stem.prefWidth(-1)) + tailWidth();
        return name + snappedLeftInset() + snappedRightInset();
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

    private double widthOf(String flowing) {
        // Not in the scene: its layout would begin again.
        return snapSizeX(new TextFlow(pieces(flowing).toArray(Text[]::new)).prefWidth(-1));
    }

    /** Returns the longest beginning, followed by an ellipsis, that has room; the whole name if that has. */
    private String fitting(double room) {
        String name = text.get();
        if (widthOf(name) <= room) {
            return name;
        }
        int fits = 0;
        int tooLong = name.length();
        while (tooLong - fits > 1) {
            int middle = (fits + tooLong) >>> 1;
            if (widthOf(name.substring(0, middle) + CUT) <= room) {
                fits = middle;
            } else {
                tooLong = middle;
            }
        }
        boolean torn = fits > 0 && Character.isHighSurrogate(name.charAt(fits - 1));
        return name.substring(0, torn ? fits - 1 : fits) + CUT;
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
        if (pieces.isManaged()) {
            show(fitting(room));
            // The lines of other scripts have other heights, but all names stand on the same line.
            double y = stem.getLayoutY() + stem.getBaselineOffset() - pieces.getBaselineOffset();
            pieces.resizeRelocate(left, snapPositionY(y), room, pieces.prefHeight(room));
        }
        // A cut text is narrower than its label.
        stem.layout();
        if (stem.lookup(".text") instanceof Text drawn) {
            ofStem = Math.min(ofStem, snapSizeX(drawn.getLayoutBounds().getWidth()));
        }
        layoutInArea(tail, left + ofStem, snappedTopInset(), ofTail, height, 0, HPos.LEFT, VPos.CENTER);
        if (isCut() && whole == null) {
            whole = Nodes.tooltip(text.get());
            Tooltip.install(this, whole);
        } else if (!isCut() && whole != null) {
            Tooltip.uninstall(this, whole);
            whole = null;
        }
    }
}
