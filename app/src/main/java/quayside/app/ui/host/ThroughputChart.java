package quayside.app.ui.host;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.Observable;
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
import javafx.util.Duration;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Nodes;

/** The throughput of the last minute as two areas, and above it the mean of the last seconds as text. */
final class ThroughputChart extends VBox {
    /** The smallest maximum of the scale, in bytes a second, so that slow transfers do not fill the whole height. */
    private static final long MIN_TOP = 100_000;

    private final History history = new History();
    private final Label sent = Nodes.label("");
    private final Label received = Nodes.label("");
    private final Label top = Nodes.label("", "muted", "small-text");
    private final Curve sentCurve = new Curve("traffic-sent", Speeds::sent);
    private final Curve receivedCurve = new Curve("traffic-received", Speeds::received);
    private final Pane plot = new Pane();

    /**
     * @param totals supplies the bytes of the running share
     * @param nanoTime the monotonic clock
     */
    ThroughputChart(HostModel model, Supplier<HostService.Transferred> totals, LongSupplier nanoTime) {
        plot.getStyleClass().add("traffic-plot");
        plot.getChildren()
                .addAll(receivedCurve.area, sentCurve.area, receivedCurve.line, sentCurve.line, ground(), top);
        plot.setClip(clip());
        FlowPane legend = new FlowPane(
                legend(Nodes.icon(Glyph.ARROW_UP, "traffic-sent-icon"), sent),
                legend(Nodes.icon(Glyph.ARROW_DOWN, "traffic-received-icon"), received));
        legend.getStyleClass().add("traffic-legend");
        getStyleClass().add("host-section");
        getChildren().addAll(Nodes.label(Texts.get("host.traffic"), "section-title"), legend, plot);
        plot.layoutBoundsProperty().addListener((Observable changed) -> draw());
        Timeline ticker = new Timeline(new KeyFrame(Duration.seconds(1), event -> {
            history.add(totals.get(), nanoTime.getAsLong());
            draw();
        }));
        ticker.setCycleCount(Animation.INDEFINITE);
        model.state.addListener((state, before, now) -> {
            if (now instanceof HostState.On && !(before instanceof HostState.On)) {
                history.begin(totals.get(), nanoTime.getAsLong());
                ticker.play();
            } else if (!(now instanceof HostState.On)) {
                ticker.stop();
                history.clear();
            }
            draw();
        });
        draw();
    }

    private Line ground() {
        Line ground = new Line();
        ground.getStyleClass().add("traffic-ground");
        ground.endXProperty().bind(plot.widthProperty());
        ground.startYProperty().bind(plot.heightProperty().subtract(0.5));
        ground.endYProperty().bind(ground.startYProperty());
        return ground;
    }

    private Rectangle clip() {
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(plot.widthProperty());
        clip.heightProperty().bind(plot.heightProperty());
        return clip;
    }

    private static Node legend(Node icon, Label words) {
        HBox legend = new HBox(4, icon, words);
        legend.setAlignment(Pos.CENTER_LEFT);
        return legend;
    }

    private void draw() {
        Speeds recent = history.recent();
        sent.setText(Texts.get("host.traffic.sent", HumanFormat.speed(recent.sent())));
        received.setText(Texts.get("host.traffic.received", HumanFormat.speed(recent.received())));
        plot.setAccessibleText(sent.getText() + ", " + received.getText());
        List<Speeds> minute = history.minute();
        long highest = minute.stream()
                .mapToLong(speeds -> Math.max(speeds.sent(), speeds.received()))
                .max()
                .orElse(0);
        top.setText(highest == 0 ? "" : HumanFormat.speed(highest));
        double scale = Math.max(MIN_TOP, highest);
        sentCurve.draw(minute, scale, plot);
        receivedCurve.draw(minute, scale, plot);
    }

    /** An area with a line above it. */
    private static final class Curve {
        private final Polygon area = new Polygon();
        private final Polyline line = new Polyline();
        private final ToLongFunction<Speeds> value;

        Curve(String styleClass, ToLongFunction<Speeds> value) {
            this.value = value;
            area.getStyleClass().add(styleClass + "-area");
            line.getStyleClass().add(styleClass + "-line");
        }

        /** Draws the newest value at the right edge. A step has the same width, however many values there are. */
        void draw(List<Speeds> minute, double scale, Pane plot) {
            area.getPoints().clear();
            line.getPoints().clear();
            double width = plot.getWidth();
            double height = plot.getHeight();
            if (minute.size() < 2 || width == 0) {
                return;
            }
            double step = width / (History.MAX_SECONDS - 1);
            double x = width - step * (minute.size() - 1);
            area.getPoints().addAll(x, height);
            for (Speeds speeds : minute) {
                double y = height - 1 - (height - 4) * value.applyAsLong(speeds) / scale;
                area.getPoints().addAll(x, y);
                line.getPoints().addAll(x, y);
                x += step;
            }
            area.getPoints().addAll(width, height);
        }
    }

    /** Bytes a second to the guests and from them, over one interval. */
    record Speeds(long sent, long received) {}

    /** The speeds of the last minute, from totals that are read about once a second. */
    static final class History {
        static final int MAX_SECONDS = 60;
        private static final int RECENT_SECONDS = 5;

        private final Deque<Speeds> minute = new ArrayDeque<>();
        private HostService.Transferred last = new HostService.Transferred(0, 0);
        private long lastNanos;

        void clear() {
            minute.clear();
        }

        /** Forgets all speeds, and counts from these totals on. */
        void begin(HostService.Transferred totals, long nanos) {
            minute.clear();
            last = totals;
            lastNanos = nanos;
        }

        /** Adds the speeds since the last totals; {@code nanos} is monotonic. */
        void add(HostService.Transferred totals, long nanos) {
            double seconds = (nanos - lastNanos) / 1e9;
            if (seconds <= 0) {
                return;
            }
            minute.addLast(new Speeds(
                    perSecond(totals.sent() - last.sent(), seconds),
                    perSecond(totals.received() - last.received(), seconds)));
            if (minute.size() > MAX_SECONDS) {
                minute.removeFirst();
            }
            last = totals;
            lastNanos = nanos;
        }

        /** Returns at most {@value #MAX_SECONDS} speeds, oldest first. */
        List<Speeds> minute() {
            return List.copyOf(minute);
        }

        /**
         * Returns the mean of the newest five. On a slow line the bytes of a write all count in one second, and the
         * seconds in between would appear to be empty.
         */
        Speeds recent() {
            List<Speeds> newest = minute().subList(Math.max(0, minute.size() - RECENT_SECONDS), minute.size());
            return new Speeds(mean(newest, Speeds::sent), mean(newest, Speeds::received));
        }

        private static long mean(List<Speeds> speeds, ToLongFunction<Speeds> value) {
            return Math.round(speeds.stream().mapToLong(value).average().orElse(0));
        }

        private static long perSecond(long bytes, double seconds) {
            // A restarted share begins at zero again.
            return Math.max(0, Math.round(bytes / seconds));
        }
    }
}
