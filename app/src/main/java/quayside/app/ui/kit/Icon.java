package quayside.app.ui.kit;

import java.util.List;
import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.layout.Region;
import javafx.scene.shape.SVGPath;
import javafx.scene.transform.Scale;

/**
 * An icon that is drawn as lines, so that it is sharp at every size. It grows with the text, always by whole pixels. Its
 * colour is {@code -quay-icon} in the stylesheets, which a button or a selected row changes. JavaFX thread only.
 */
public final class Icon extends Region {
    /** The size at the default text size, in pixels. */
    public enum Size {
        S12,
        S16,
        S20,
        S24,
        S40
    }

    private static final double GRID = 24;
    private static final StyleablePropertyFactory<Icon> FACTORY =
            new StyleablePropertyFactory<>(Region.getClassCssMetaData());

    // The stylesheet sets it in em, because only a stylesheet knows the size of the text.
    private final StyleableProperty<Number> size =
            FACTORY.createStyleableNumberProperty(this, "size", "-quay-size", icon -> icon.size, 16);
    private final SVGPath shape = new SVGPath();
    private final Scale scale = new Scale();
    private Glyph shown;

    public Icon(Glyph glyph) {
        this(glyph, Size.S16);
    }

    public Icon(Glyph glyph, Size size) {
        shown = glyph;
        shape.setContent(glyph.path());
        shape.getStyleClass().add("shape");
        shape.setManaged(false);
        shape.getTransforms().add(scale);
        getStyleClass().addAll("icon", size.name().toLowerCase(Locale.ROOT));
        setFilled(glyph);
        setMouseTransparent(true);
        getChildren().add(shape);
        // Parents remember the sizes of their children.
        ((ObservableValue<?>) this.size).addListener((value, before, now) -> requestLayout());
    }

    /** Shows another picture from now on. */
    public void glyph(Glyph next) {
        if (next != shown) {
            shown = next;
            shape.setContent(next.path());
            setFilled(next);
        }
    }

    public Glyph glyph() {
        return shown;
    }

    private void setFilled(Glyph glyph) {
        getStyleClass().remove("filled");
        if (glyph == Glyph.FOLDER) {
            getStyleClass().add("filled");
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        return Math.rint(size.getValue().doubleValue());
    }

    @Override
    protected double computePrefHeight(double width) {
        return computePrefWidth(-1);
    }

    @Override
    protected double computeMinWidth(double height) {
        return computePrefWidth(-1);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefWidth(-1);
    }

    @Override
    protected double computeMaxWidth(double height) {
        return computePrefWidth(-1);
    }

    @Override
    protected double computeMaxHeight(double width) {
        return computePrefWidth(-1);
    }

    @Override
    protected void layoutChildren() {
        double side = computePrefWidth(-1);
        scale.setX(side / GRID);
        scale.setY(side / GRID);
        shape.setLayoutX(Math.rint((getWidth() - side) / 2));
        shape.setLayoutY(Math.rint((getHeight() - side) / 2));
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return FACTORY.getCssMetaData();
    }
}
