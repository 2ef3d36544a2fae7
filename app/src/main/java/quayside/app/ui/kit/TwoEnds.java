package quayside.app.ui.kit;

import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.layout.Region;

/**
 * A row with one part at its start and one at its end. Where both have no room side by side, the end has a row of its own.
 */
public final class TwoEnds extends Region {
    private static final double COLUMN_GAP = 8;
    private static final double ROW_GAP = 4;

    private final Region start;
    private final Region end;

    public TwoEnds(Region start, Region end) {
        this.start = start;
        this.end = end;
        getChildren().addAll(start, end);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    private boolean isOneRow(double width) {
        return snapSizeX(start.prefWidth(-1)) + COLUMN_GAP + snapSizeX(end.prefWidth(-1)) <= width;
    }

    private double inner(double width) {
        return width - snappedLeftInset() - snappedRightInset();
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computePrefWidth(double height) {
        return snappedLeftInset()
                + snapSizeX(start.prefWidth(-1))
                + COLUMN_GAP
                + snapSizeX(end.prefWidth(-1))
                + snappedRightInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        double first = snapSizeY(start.prefHeight(-1));
        double second = snapSizeY(end.prefHeight(-1));
        // Without a width, as for one row.
        boolean oneRow = width < 0 || isOneRow(inner(width));
        return snappedTopInset() + (oneRow ? Math.max(first, second) : first + ROW_GAP + second) + snappedBottomInset();
    }

    @Override
    protected void layoutChildren() {
        Insets insets = getInsets();
        double width = inner(getWidth());
        double height = getHeight() - insets.getTop() - insets.getBottom();
        double startWidth = Math.min(width, snapSizeX(start.prefWidth(-1)));
        double endWidth = Math.min(width, snapSizeX(end.prefWidth(-1)));
        double startHeight = snapSizeY(start.prefHeight(-1));
        double endHeight = snapSizeY(end.prefHeight(-1));
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double right = left + width - endWidth;
        if (isOneRow(width)) {
            start.resizeRelocate(left, snapPositionY(top + (height - startHeight) / 2), startWidth, startHeight);
            end.resizeRelocate(right, snapPositionY(top + (height - endHeight) / 2), endWidth, endHeight);
        } else {
            start.resizeRelocate(left, top, startWidth, startHeight);
            end.resizeRelocate(right, top + startHeight + ROW_GAP, endWidth, endHeight);
        }
    }
}
