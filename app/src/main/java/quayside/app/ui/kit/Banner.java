package quayside.app.ui.kit;

import javafx.geometry.HPos;
import javafx.geometry.Orientation;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A strip across a pane that says one thing and offers the next step. */
public final class Banner extends Region {
    /** What it is about, which decides its colour. */
    public enum Tone {
        INFO,
        SUCCESS,
        WARNING,
        ERROR;

        private Ikon ikon() {
            return switch (this) {
                case INFO -> Feather.INFO;
                case SUCCESS -> Feather.CHECK_CIRCLE;
                case WARNING -> Feather.ALERT_TRIANGLE;
                case ERROR -> Feather.ALERT_CIRCLE;
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

    /** Where fewer letters than these would fit in a line beside the actions, the actions go below. */
    private static final double LEAST_WORDS_EM = 16;

    private final FontIcon icon;
    private final Label words;
    private final FlowPane actions;

    /** @param actions stand beside the sentence, or below it where the strip is narrow */
    public Banner(Tone tone, String sentence, Button... actions) {
        icon = Nodes.icon(tone.ikon());
        words = Nodes.paragraph(sentence);
        this.actions = new FlowPane(GAP, GAP, actions);
        for (Button action : actions) {
            action.getStyleClass().add("small");
        }
        getStyleClass().addAll("banner", tone.styleClass());
        getChildren().addAll(icon, words, this.actions);
        setAccessibleText(sentence);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return insetsWidth() + besideIcon() + actions.minWidth(-1);
    }

    @Override
    protected double computePrefWidth(double height) {
        return insetsWidth() + besideIcon() + words.prefWidth(-1) + actionsPlace();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        double room = (width < 0 ? prefWidth(-1) : width) - insetsWidth() - besideIcon();
        double height = isBeside(room)
                ? Math.max(words.prefHeight(room - actionsPlace()), actions.prefHeight(room))
                : words.prefHeight(room) + GAP + actions.prefHeight(room);
        return snappedTopInset() + snapSizeY(height) + snappedBottomInset();
    }

    @Override
    protected void layoutChildren() {
        double room = getWidth() - insetsWidth() - besideIcon();
        double x = snappedLeftInset() + besideIcon();
        double y = snappedTopInset();
        boolean beside = isBeside(room);
        double wordsWidth = beside ? room - actionsPlace() : room;
        double height = beside ? getHeight() - y - snappedBottomInset() : words.prefHeight(room);
        layoutInArea(icon, snappedLeftInset(), y, besideIcon(), height, 0, HPos.LEFT, VPos.CENTER);
        layoutInArea(words, x, y, wordsWidth, height, 0, HPos.LEFT, VPos.CENTER);
        if (beside) {
            double actionsHeight = actions.prefHeight(room);
            double top = snapPositionY(y + (height - actionsHeight) / 2);
            actions.resizeRelocate(x + room - actionsWidth(), top, actionsWidth(), actionsHeight);
        } else {
            actions.resizeRelocate(x, y + height + GAP, room, actions.prefHeight(room));
        }
    }

    private boolean isBeside(double room) {
        double least =
                Math.min(words.prefWidth(-1), LEAST_WORDS_EM * words.getFont().getSize());
        return actions.getChildren().isEmpty() || room - actionsPlace() >= least;
    }

    private double insetsWidth() {
        return snappedLeftInset() + snappedRightInset();
    }

    private double besideIcon() {
        return snapSizeX(icon.prefWidth(-1)) + GAP;
    }

    private double actionsPlace() {
        return actions.getChildren().isEmpty() ? 0 : GAP + actionsWidth();
    }

    /** In one row. */
    private double actionsWidth() {
        double gaps = GAP * Math.max(0, actions.getChildren().size() - 1);
        return gaps
                + actions.getChildren().stream()
                        .mapToDouble(action -> snapSizeX(action.prefWidth(-1)))
                        .sum();
    }
}
