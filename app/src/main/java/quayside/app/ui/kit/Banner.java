package quayside.app.ui.kit;

import javafx.geometry.HPos;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;

/** A strip across a pane with one message and the next step to take. */
public final class Banner extends Region {
    /** The kind of message, which decides the colour. */
    public enum Tone {
        INFO,
        SUCCESS,
        WARNING,
        ERROR;

        private Glyph glyph() {
            return switch (this) {
                case INFO -> Glyph.INFO;
                case SUCCESS -> Glyph.CHECK;
                case WARNING -> Glyph.ALERT;
                case ERROR -> Glyph.ALERT;
            };
        }

        private String styleClass() {
            return switch (this) {
                case INFO -> "info";
                case SUCCESS -> "success";
                case WARNING -> "warning";
                case ERROR -> "error";
            };
        }
    }

    private static final double GAP = 8;

    /**
     * The minimum width of the text beside the actions, in em, unless half of its length is more. With less room the
     * actions go below.
     */
    private static final double MIN_TEXT_EM = 16;

    private final Icon icon;
    private final Label text;
    private final FlowPane actions;

    /** @param actions shown beside the sentence, or below it if the strip is narrow */
    public Banner(Tone tone, String sentence, Button... actions) {
        icon = Nodes.icon(tone.glyph());
        text = Nodes.paragraph(sentence);
        this.actions = new FlowPane(GAP, GAP, actions);
        for (Button action : actions) {
            action.getStyleClass().add("small");
        }
        getStyleClass().addAll("banner", tone.styleClass());
        getChildren().addAll(icon, text, this.actions);
        setAccessibleText(sentence);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return insetsWidth() + iconWidthWithGap() + actions.minWidth(-1);
    }

    @Override
    protected double computePrefWidth(double height) {
        return insetsWidth() + iconWidthWithGap() + text.prefWidth(-1) + actionsWidthWithGap();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        double available = (width < 0 ? prefWidth(-1) : width) - insetsWidth() - iconWidthWithGap();
        double height = isBeside(available)
                ? Math.max(text.prefHeight(available - actionsWidthWithGap()), actions.prefHeight(available))
                : text.prefHeight(available) + GAP + actions.prefHeight(available);
        return snappedTopInset() + snapSizeY(height) + snappedBottomInset();
    }

    @Override
    protected void layoutChildren() {
        double available = getWidth() - insetsWidth() - iconWidthWithGap();
        double x = snappedLeftInset() + iconWidthWithGap();
        double y = snappedTopInset();
        boolean beside = isBeside(available);
        double textWidth = beside ? available - actionsWidthWithGap() : available;
        double height = beside ? getHeight() - y - snappedBottomInset() : text.prefHeight(available);
        layoutInArea(icon, snappedLeftInset(), y, iconWidthWithGap(), height, 0, HPos.LEFT, VPos.CENTER);
        layoutInArea(text, x, y, textWidth, height, 0, HPos.LEFT, VPos.CENTER);
        if (beside) {
            double actionsHeight = actions.prefHeight(available);
            double top = snapPositionY(y + (height - actionsHeight) / 2);
            actions.resizeRelocate(x + available - actionsWidth(), top, actionsWidth(), actionsHeight);
        } else {
            actions.resizeRelocate(x, y + height + GAP, available, actions.prefHeight(available));
        }
    }

    private boolean isBeside(double available) {
        double whole = text.prefWidth(-1);
        double min = Math.min(whole, Math.max(MIN_TEXT_EM * text.getFont().getSize(), whole / 2));
        return actions.getChildren().isEmpty() || available - actionsWidthWithGap() >= min;
    }

    private double insetsWidth() {
        return snappedLeftInset() + snappedRightInset();
    }

    private double iconWidthWithGap() {
        return snapSizeX(icon.prefWidth(-1)) + GAP;
    }

    private double actionsWidthWithGap() {
        return actions.getChildren().isEmpty() ? 0 : GAP + actionsWidth();
    }

    /** Returns the width of all actions in one row. */
    private double actionsWidth() {
        double gaps = GAP * Math.max(0, actions.getChildren().size() - 1);
        return gaps
                + actions.getChildren().stream()
                        .mapToDouble(action -> snapSizeX(action.prefWidth(-1)))
                        .sum();
    }
}
