package quayside.app.ui.host;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;
import javafx.scene.shape.Rectangle;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Look;
import quayside.app.ui.kit.Nodes;

/**
 * The speeds of the last two minutes as two lines, and beside them the mean of the last seconds as text. It looks at the
 * totals once a second while a guest moves something or a line is not flat yet; otherwise it rests.
 */
final class Sparkline extends HBox {
    /** The smallest maximum of the scale, in bytes a second, so that slow transfers do not fill the whole height. */
    private static final long MIN_TOP = 100_000;

    private final HostModel model;
    private final Supplier<HostService.Transferred> totals;
    private final LongSupplier nanoTime;
    private final Executor nextSecond;
    private final History history = new History();
    private final Label sent = Nodes.label("", "small-text");
    private final Label received = Nodes.label("", "small-text");
    private final Curve sentCurve = new Curve("traffic-sent", Speeds::sent);
    private final Curve receivedCurve = new Curve("traffic-received", Speeds::received);
    private final Pane plot = new Pane();
    private final VBox words;
    private final Look look;
    private boolean ticking;
    private boolean compact;

    /**
     * @param totals supplies the bytes of the running share
     * @param nanoTime the monotonic clock
     */
    Sparkline(
            HostModel model,
            Supplier<HostService.Transferred> totals,
            LongSupplier nanoTime,
            Background background,
            Look look) {
        this(model, totals, nanoTime, action -> background.after(Duration.ofSeconds(1), action), look);
    }

    /** @param nextSecond runs an action in a second */
    Sparkline(
            HostModel model,
            Supplier<HostService.Transferred> totals,
            LongSupplier nanoTime,
            Executor nextSecond,
            Look look) {
        this.model = model;
        this.totals = totals;
        this.nanoTime = nanoTime;
        this.nextSecond = nextSecond;
        this.look = look;
        plot.getStyleClass().add("traffic-plot");
        plot.minHeightProperty().bind(look.px(40));
        plot.setMinWidth(0);
        plot.getChildren().addAll(sentCurve.area, receivedCurve.line, sentCurve.line);
        plot.setClip(clip());
        words = new VBox(
                4,
                legend(Nodes.icon(Glyph.ARROW_UP, "traffic-sent-icon"), sent),
                legend(Nodes.icon(Glyph.ARROW_DOWN, "traffic-received-icon"), received));
        words.setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("traffic");
        setAlignment(Pos.CENTER_LEFT);
        setSpacing(16);
        getChildren().addAll(words, plot);
        compact(false);
        plot.layoutBoundsProperty().addListener((Observable changed) -> draw());
        model.state.addListener((state, before, now) -> {
            if (now instanceof HostState.On && !(before instanceof HostState.On)) {
                history.begin(totals.get(), nanoTime.getAsLong());
            } else if (!(now instanceof HostState.On)) {
                history.clear();
            }
            draw();
            wake();
        });
        model.guests.addListener((Observable changed) -> wake());
        draw();
    }

    /** Shows figures without words beside a curve of a fixed width, or words beside one that takes the rest. */
    void compact(boolean now) {
        compact = now;
        words.minWidthProperty().bind(look.px(now ? 84 : 152));
        plot.prefWidthProperty().bind(look.px(120));
        HBox.setHgrow(plot, now ? Priority.NEVER : Priority.ALWAYS);
        draw();
    }

    private boolean isMoving() {
        return model.state.get() instanceof HostState.On
                && (!history.isFlat() || model.guests.stream().anyMatch(guest -> guest.bytesPerSecond() > 0));
    }

    private void wake() {
        if (!ticking && isMoving()) {
            ticking = true;
            history.skip(totals.get(), nanoTime.getAsLong());
            nextSecond.execute(this::tick);
        }
    }

    private void tick() {
        ticking = isMoving();
        if (ticking) {
            history.add(totals.get(), nanoTime.getAsLong());
            nextSecond.execute(this::tick);
            draw();
        }
    }

    private Rectangle clip() {
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(plot.widthProperty());
        clip.heightProperty().bind(plot.heightProperty());
        return clip;
    }

    private static Node legend(Node icon, Label words) {
        words.setMinWidth(USE_PREF_SIZE);
        HBox legend = new HBox(4, icon, words);
        legend.setAlignment(Pos.CENTER_LEFT);
        return legend;
    }

    private void draw() {
        Speeds recent = history.recent();
        String up = HumanFormat.speed(recent.sent());
        String down = HumanFormat.speed(recent.received());
        String upWords = Texts.get("host.traffic.sent", up);
        String downWords = Texts.get("host.traffic.received", down);
        sent.setText(compact ? up : upWords);
        received.setText(compact ? down : downWords);
        plot.setAccessibleText(upWords + ", " + downWords);
        List<Speeds> past = history.past();
        long highest = past.stream()
                .mapToLong(speeds -> Math.max(speeds.sent(), speeds.received()))
                .max()
                .orElse(0);
        double scale = Math.max(MIN_TOP, highest);
        sentCurve.draw(past, scale, plot);
        receivedCurve.draw(past, scale, plot);
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
            // Their points must not make the plot higher.
            area.setManaged(false);
            line.setManaged(false);
        }

        /** Draws the newest value at the right edge. A step has the same width, however many values there are. */
        void draw(List<Speeds> past, double scale, Pane plot) {
            area.getPoints().clear();
            line.getPoints().clear();
            double width = plot.getWidth();
            double height = plot.getHeight();
            if (width == 0) {
                return;
            }
            double step = width / (History.MAX_SECONDS - 1);
            double x = width - step * (past.size() - 1);
            // What is not known yet is drawn as nothing moved.
            area.getPoints().addAll(0.0, height - 1);
            line.getPoints().addAll(0.0, height - 1, x, height - 1);
            area.getPoints().addAll(x, height - 1);
            for (Speeds speeds : past) {
                double y = height - 1 - (height - 4) * value.applyAsLong(speeds) / scale;
                area.getPoints().addAll(x, y);
                line.getPoints().addAll(x, y);
                x += step;
            }
            if (past.isEmpty()) {
                line.getPoints().addAll(width, height - 1);
            }
            area.getPoints().addAll(width, height - 1);
        }
    }

    /** Bytes a second to the guests and from them, over one interval. */
    record Speeds(long sent, long received) {}

    /** The speeds of the last two minutes, from totals that are read about once a second. */
    static final class History {
        static final int MAX_SECONDS = 120;
        private static final int RECENT_SECONDS = 5;

        /** What idle guests' pings move, in bytes per second, and some more. It is not shown. */
        private static final long IDLE_SPEED = 1000;

        private final Deque<Speeds> past = new ArrayDeque<>();
        private HostService.Transferred last = new HostService.Transferred(0, 0);
        private long lastNanos;

        void clear() {
            past.clear();
        }

        /** Forgets all speeds, and counts from these totals on. */
        void begin(HostService.Transferred totals, long nanos) {
            past.clear();
            last = totals;
            lastNanos = nanos;
        }

        /** Counts from these totals on, because nothing was moved that is worth showing since the last ones. */
        void skip(HostService.Transferred totals, long nanos) {
            last = totals;
            lastNanos = nanos;
        }

        /** Returns whether no speed is known, or all are zero. */
        boolean isFlat() {
            return past.stream().allMatch(speeds -> speeds.sent() == 0 && speeds.received() == 0);
        }

        /** Adds the speeds since the last totals; {@code nanos} is monotonic. */
        void add(HostService.Transferred totals, long nanos) {
            double seconds = (nanos - lastNanos) / 1e9;
            if (seconds <= 0) {
                return;
            }
            past.addLast(new Speeds(
                    perSecond(totals.sent() - last.sent(), seconds),
                    perSecond(totals.received() - last.received(), seconds)));
            if (past.size() > MAX_SECONDS) {
                past.removeFirst();
            }
            last = totals;
            lastNanos = nanos;
        }

        /** Returns at most {@value #MAX_SECONDS} speeds, oldest first. */
        List<Speeds> past() {
            return List.copyOf(past);
        }

        /**
         * Returns the mean of the newest five. On a slow line the bytes of a write all count in one second, and the
         * seconds in between would appear to be empty.
         */
        Speeds recent() {
            List<Speeds> newest = past().subList(Math.max(0, past.size() - RECENT_SECONDS), past.size());
            return new Speeds(mean(newest, Speeds::sent), mean(newest, Speeds::received));
        }

        private static long mean(List<Speeds> speeds, ToLongFunction<Speeds> value) {
            return Math.round(speeds.stream().mapToLong(value).average().orElse(0));
        }

        private static long perSecond(long bytes, double seconds) {
            // A restarted share begins at zero again.
            long speed = Math.max(0, Math.round(bytes / seconds));
            return speed > IDLE_SPEED ? speed : 0;
        }
    }
}
