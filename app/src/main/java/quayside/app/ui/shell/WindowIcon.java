package quayside.app.ui.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.paint.CycleMethod;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Stop;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.SVGPath;
import javafx.scene.transform.Scale;

/** Draws the program's mark: a crate between two quays, on water. */
final class WindowIcon {
    private static final double DRAWN = 64;
    private static final int[] SIZES = {16, 24, 32, 48, 64, 128, 256};

    private WindowIcon() {}

    /** Returns the mark as a node of {@code px} by {@code px}. JavaFX thread only. */
    static Group draw(double px) {
        Rectangle ground = new Rectangle(DRAWN, DRAWN);
        ground.setArcWidth(28);
        ground.setArcHeight(28);
        ground.setFill(new LinearGradient(
                0,
                0,
                0,
                1,
                true,
                CycleMethod.NO_CYCLE,
                new Stop(0, Color.web("#2f81f7")),
                new Stop(1, Color.web("#0550ae"))));
        SVGPath crate =
                white("M21 15 h22 a3 3 0 0 1 3 3 v14 a3 3 0 0 1 -3 3 h-22 a3 3 0 0 1 -3 -3 v-14 a3 3 0 0 1 3 -3 z");
        SVGPath arrows = new SVGPath();
        arrows.setContent("M26 29 v-7 l-3 3 M26 22 l3 3 M38 21 v7 l-3 -3 M38 28 l3 -3");
        arrows.setFill(Color.TRANSPARENT);
        arrows.setStroke(Color.web("#0969da"));
        arrows.setStrokeWidth(2.6);
        SVGPath quay = white("M10 39 h44 v4.5 h-44 z");
        SVGPath waves = new SVGPath();
        waves.setContent("M10 51 q5.5 -5 11 0 t11 0 t11 0 t11 0");
        waves.setFill(Color.TRANSPARENT);
        waves.setStroke(Color.web("#ffffff", 0.75));
        waves.setStrokeWidth(3);
        Group drawing = new Group(ground, crate, arrows, quay, waves);
        drawing.getTransforms().add(new Scale(px / DRAWN, px / DRAWN));
        // The outer group makes layout see the size after scaling.
        return new Group(drawing);
    }

    /** Returns the mark in the sizes that window managers ask for. JavaFX thread only. */
    static List<Image> images() {
        List<Image> images = new ArrayList<>();
        for (int size : SIZES) {
            Scene scene = new Scene(draw(size), size, size, Color.TRANSPARENT);
            images.add(scene.snapshot(null));
        }
        return images;
    }

    private static SVGPath white(String path) {
        SVGPath shape = new SVGPath();
        shape.setContent(path);
        shape.setFill(Color.WHITE);
        return shape;
    }
}
