package quayside.app.ui.host;

import java.util.List;
import java.util.function.ToLongFunction;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;
import javafx.scene.shape.Rectangle;
import org.kordamp.ikonli.feather.Feather;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;

/** The last minute's throughput as two areas, with the speeds of the last seconds in words above it. */
final class TrafficChart extends VBox {
    /** Quiet traffic does not fill the whole height. */
    private static final long SMALLEST_TOP = 100_000;

    private final HostModel model;
    private final Label sent = Nodes.label("");
    private final Label received = Nodes.label("");
    private final Label top = Nodes.label("", "muted", "small-text");
    private final Polygon sentArea = new Polygon();
    private final Polygon receivedArea = new Polygon();
    private final Polyline sentLine = new Polyline();
    private final Polyline receivedLine = new Polyline();
    private final Pane plot = new Pane();

    TrafficChart(HostModel model) {
        this.model = model;
        sentArea.getStyleClass().add("traffic-sent-area");
        receivedArea.getStyleClass().add("traffic-received-area");
        sentLine.getStyleClass().add("traffic-sent-line");
        receivedLine.getStyleClass().add("traffic-received-line");
        Line ground = new Line();
        ground.getStyleClass().add("traffic-ground");
        ground.endXProperty().bind(plot.widthProperty());
        ground.startYProperty().bind(plot.heightProperty().subtract(0.5));
        ground.endYProperty().bind(ground.startYProperty());
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(plot.widthProperty());
        clip.heightProperty().bind(plot.heightProperty());
        plot.setClip(clip);
        plot.getStyleClass().add("traffic-plot");
        plot.getChildren().addAll(receivedArea, sentArea, receivedLine, sentLine, ground, top);
        top.relocate(0, 0);
        FlowPane legend = new FlowPane(
                speed(Nodes.icon(Feather.ARROW_UP, "traffic-sent-icon"), sent),
                speed(Nodes.icon(Feather.ARROW_DOWN, "traffic-received-icon"), received));
        legend.getStyleClass().add("traffic-legend");
        getStyleClass().add("host-section");
        getChildren().addAll(Nodes.label(Texts.get("host.traffic"), "section-title"), legend, plot);
        model.traffic().addListener((traffic, before, now) -> draw());
        plot.widthProperty().addListener((width, before, now) -> draw());
        plot.heightProperty().addListener((height, before, now) -> draw());
        draw();
    }

    private static HBox speed(Node icon, Label words) {
        HBox speed = new HBox(4, icon, words);
        speed.setAlignment(Pos.CENTER_LEFT);
        return speed;
    }

    private void draw() {
        List<Traffic.Sample> samples = model.traffic().get();
        Traffic.Sample now = Traffic.lately(samples);
        sent.setText(Texts.get("host.traffic.sent", HumanFormat.speed(now.sent())));
        received.setText(Texts.get("host.traffic.received", HumanFormat.speed(now.received())));
        plot.setAccessibleText(sent.getText() + ", " + received.getText());
        long highest = samples.stream()
                .mapToLong(sample -> Math.max(sample.sent(), sample.received()))
                .max()
                .orElse(0);
        top.setText(highest == 0 ? "" : HumanFormat.speed(highest));
        double scale = Math.max(SMALLEST_TOP, highest);
        draw(samples, Traffic.Sample::sent, scale, sentArea, sentLine);
        draw(samples, Traffic.Sample::received, scale, receivedArea, receivedLine);
    }

    /** The newest sample stands at the right edge; a step is the same however many there are yet. */
    private void draw(
            List<Traffic.Sample> samples,
            ToLongFunction<Traffic.Sample> value,
            double scale,
            Polygon area,
            Polyline line) {
        area.getPoints().clear();
        line.getPoints().clear();
        double width = plot.getWidth();
        double height = plot.getHeight();
        if (samples.size() < 2 || width == 0) {
            return;
        }
        double step = width / (Traffic.MOST_SAMPLES - 1);
        double x = width - step * (samples.size() - 1);
        area.getPoints().addAll(x, height);
        for (Traffic.Sample sample : samples) {
            double y = height - 1 - (height - 4) * value.applyAsLong(sample) / scale;
            area.getPoints().addAll(x, y);
            line.getPoints().addAll(x, y);
            x += step;
        }
        area.getPoints().addAll(width, height);
    }
}
