package quayside.app.ui.kit;

import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/**
 * Words below a picture, in the middle of what is there. Where the height does not suffice, the picture and the empty
 * edges give way first, and the words scroll. It never demands a height. JavaFX thread only.
 */
public final class LowColumn extends VBox {
    private static final double EDGE_PX = 24;

    /** What stays of the edges where there is no room. */
    private static final double LOW_EDGE_PX = 8;

    /** Between a picture and the words, besides what is between any two parts. */
    private static final double GAP_PX = 8;

    public LowColumn(Node... content) {
        setAlignment(Pos.CENTER);
        getChildren().addListener((ListChangeListener<Node>) change -> getChildren().stream()
                .filter(LowColumn::isPicture)
                .forEach(picture -> setMargin(picture, new Insets(0, 0, GAP_PX, 0))));
        getChildren().addAll(content);
    }

    /** Makes {@code scroll} show {@code content}, which holds the column, as high as the scroll pane is. */
    public static <S extends ScrollPane> S fill(S scroll, Node content) {
        scroll.setContent(content);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setMinHeight(0);
        scroll.getStyleClass().add("edge-to-edge");
        return scroll;
    }

    /** Returns the height of everything but the pictures and the edges. */
    private double words(double width) {
        double all = super.computePrefHeight(width)
                - getPadding().getTop()
                - getPadding().getBottom();
        return all - pictures(true);
    }

    /** @param shown whether only those matter that are shown now */
    private double pictures(boolean shown) {
        return getChildren().stream()
                .filter(child -> isPicture(child) && (!shown || child.isManaged()))
                .mapToDouble(picture -> picture.prefHeight(-1) + GAP_PX + getSpacing())
                .sum();
    }

    private static boolean isPicture(Node node) {
        return node instanceof Icon;
    }

    @Override
    protected double computeMinHeight(double width) {
        return words(width) + 2 * LOW_EDGE_PX;
    }

    @Override
    protected double computePrefHeight(double width) {
        return words(width) + pictures(false) + 2 * EDGE_PX;
    }

    @Override
    protected void layoutChildren() {
        // Half a pixel for rounding.
        boolean room = getHeight() + 0.5 >= computePrefHeight(getWidth());
        for (Node child : getChildren()) {
            if (isPicture(child) && child.isManaged() != room) {
                Nodes.show(child, room);
            }
        }
        double edge = room ? EDGE_PX : LOW_EDGE_PX;
        Insets wanted =
                new Insets(edge, getPadding().getRight(), edge, getPadding().getLeft());
        if (!wanted.equals(getPadding())) {
            setPadding(wanted);
        }
        super.layoutChildren();
    }
}
