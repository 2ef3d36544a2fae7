package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.IndexedCell;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.TransferMode;
import javafx.scene.robot.Robot;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import quayside.app.core.Patience;
import quayside.app.core.TestParts;
import quayside.app.core.desktop.Opener;
import quayside.app.core.files.LocalFiles;
import quayside.app.core.files.Trash;
import quayside.app.core.host.HostState;
import quayside.app.core.settings.WindowSize;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.app.ui.browse.FileSource;
import quayside.app.ui.kit.Fx;
import quayside.protocol.client.connection.ShareLink;

/**
 * Random keys, clicks, drags and restarts of the other computer. Its local pane never leaves the home folder of the
 * test, and nothing is opened with programs of the system.
 */
class MonkeyTest {
    private static final int SECONDS = Integer.getInteger("quayside.monkey.seconds", 12);
    private static final long SEED = Long.getLong("quayside.monkey.seed", 12);
    private static final int REMEMBERED = 12;

    private static final List<KeyCode> KEYS = List.of(
            KeyCode.TAB,
            KeyCode.TAB,
            KeyCode.TAB,
            KeyCode.ENTER,
            KeyCode.ENTER,
            KeyCode.SPACE,
            KeyCode.ESCAPE,
            KeyCode.ESCAPE,
            KeyCode.UP,
            KeyCode.DOWN,
            KeyCode.DOWN,
            KeyCode.LEFT,
            KeyCode.RIGHT,
            KeyCode.HOME,
            KeyCode.END,
            KeyCode.PAGE_UP,
            KeyCode.PAGE_DOWN,
            KeyCode.DELETE,
            KeyCode.BACK_SPACE,
            KeyCode.F1,
            KeyCode.F2,
            KeyCode.F5,
            KeyCode.F6,
            KeyCode.F6,
            KeyCode.F9,
            KeyCode.F10,
            KeyCode.CONTEXT_MENU,
            KeyCode.A,
            KeyCode.B,
            KeyCode.C,
            KeyCode.D,
            KeyCode.F,
            KeyCode.H,
            KeyCode.I,
            KeyCode.K,
            KeyCode.L,
            KeyCode.N,
            KeyCode.S,
            KeyCode.T,
            KeyCode.V,
            KeyCode.W,
            KeyCode.X,
            KeyCode.Z,
            KeyCode.COMMA,
            KeyCode.DIGIT1,
            KeyCode.DIGIT2);

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final Deque<String> last = new ArrayDeque<>();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private int steps;

    @Test
    void nothingThatIsPressedAtRandomBreaksTheWindow() throws IOException {
        String home = System.getProperty("user.home");
        Faults log = new Faults();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        System.setProperty("user.home", folder.resolve("home").toString());
        root.addAppender(log);
        log.start();
        Thread.UncaughtExceptionHandler before = Fx.call(() -> {
            Thread.UncaughtExceptionHandler old = Thread.currentThread().getUncaughtExceptionHandler();
            Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> fault("not caught", e));
            return old;
        });
        try {
            awaitCollected(runIn("first", Duration.ofSeconds(2)));
            awaitCollected(runIn("second", Duration.ofSeconds(SECONDS - 2)));
            assertThat(faults).as("seed %d, %d steps", SEED, steps).isEmpty();
        } finally {
            Fx.run(() -> Thread.currentThread().setUncaughtExceptionHandler(before));
            root.detachAppender(log);
            System.setProperty("user.home", home);
        }
    }

    private static void awaitCollected(WeakReference<Shell> closed) {
        // JavaFX's headless platform remembers the window that its newest robot has touched.
        Fx.run(Robot::new);
        Patience.awaitCollected(closed);
    }

    private WeakReference<Shell> runIn(String name, Duration time) throws IOException {
        try (LiveWindow window = open(folder.resolve(name))) {
            for (int i = 0; i < 40; i++) {
                Files.writeString(window.home.resolve("file " + i + ".txt"), "here " + i);
                Files.writeString(window.shared.resolve("file " + i * 2 + ".txt"), "there " + i);
            }
            for (Path side : List.of(window.home, window.shared)) {
                Files.writeString(
                        Files.createDirectories(side.resolve("folder/inner")).resolve("deep.txt"), "deep");
                Files.write(side.resolve("picture.png"), new byte[] {1, 2, 3});
            }
            String link = window.otherShares();
            window.connect(link);
            Fx.await(() -> window.find(".remote .file-table") != null);
            long end = System.nanoTime() + time.toNanos();
            while (System.nanoTime() < end && faults.size() < 5) {
                step(window, link);
            }
            settle(window);
            Fx.run(window.shell()::close);
            return new WeakReference<>(window.shell());
        }
    }

    private LiveWindow open(Path place) throws IOException {
        Path home = Files.createDirectories(place.resolve("home"));
        LocalFiles files =
                new LocalFiles(home, Trash.ofUser(name -> place.resolve("data").toString()));
        LiveWindow window = new LiveWindow(
                place,
                new WindowSize(1000, 700, false),
                // Without a path it finds no program.
                core -> TestParts.of(core)
                        .with(files)
                        .with(Opener.ofSystem(name -> null))
                        .core(),
                source -> confined(source, home));
        Fx.await(() -> window.stage().isFocused());
        return window;
    }

    /** The files below {@code top}, which has no parent. */
    // The proxy stands for a source of paths, and equals only itself.
    @SuppressWarnings({"unchecked", "ReferenceEquality"})
    private static FileSource<Path> confined(FileSource<Path> source, Path top) {
        return (FileSource<Path>) Proxy.newProxyInstance(
                MonkeyTest.class.getClassLoader(), new Class<?>[] {FileSource.class}, (proxy, method, given) -> {
                    Object[] arguments = given == null ? new Object[0] : given;
                    if (method.getDeclaringClass().equals(Object.class)) {
                        return method.getName().equals("equals") ? proxy == arguments[0] : method.invoke(source, given);
                    }
                    if (!Arrays.stream(arguments).allMatch(argument -> isWithin(argument, top))) {
                        throw new IllegalStateException(method + " outside of " + top);
                    }
                    try {
                        Object result = method.invoke(source, arguments);
                        return switch (method.getName()) {
                            case "parent" -> ((Optional<Path>) result).filter(parent -> isWithin(parent, top));
                            case "places" -> List.of(top);
                            case "locate" -> {
                                if (!isWithin(((FileSource.Place<Path>) result).folder(), top)) {
                                    throw new IOException("outside");
                                }
                                yield result;
                            }
                            default -> result;
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean isWithin(Object argument, Path top) {
        return !(argument instanceof Path path) || path.normalize().startsWith(top);
    }

    private void step(LiveWindow window, String link) {
        steps++;
        int kind = random.nextInt(1000);
        if (kind < 480) {
            key();
        } else if (kind < 700) {
            clickAnywhere(window);
        } else if (kind < 900) {
            clickOn(window);
        } else if (kind < 925) {
            drag(window);
        } else if (kind < 940) {
            drop(window);
        } else if (kind < 965) {
            act(window, "paste", robot -> Clipboard.getSystemClipboard().setContent(clip(window, link)));
        } else if (kind < 980) {
            act(window, "resize", robot -> {
                window.stage().setWidth(600 + random.nextInt(400));
                window.stage().setHeight(400 + random.nextInt(500));
            });
        } else if (kind < 990) {
            act(window, "open", robot -> window.shell().open(ShareLink.parse(link)));
        } else if (window.other.host().state() instanceof HostState.On) {
            note("stop");
            window.other.host().stop();
        } else {
            note("start");
            window.otherShares();
        }
        awaitFocus(window);
    }

    private ClipboardContent clip(LiveWindow window, String link) {
        ClipboardContent content = new ClipboardContent();
        if (random.nextBoolean()) {
            content.putString(link);
        } else {
            content.putFiles(List.of(window.home.resolve("file 1.txt").toFile()));
        }
        return content;
    }

    private void key() {
        KeyCode key = KEYS.get(random.nextInt(KEYS.size()));
        KeyCode held = switch (random.nextInt(8)) {
            case 0, 1 -> KeyCode.SHORTCUT;
            case 2 -> KeyCode.SHIFT;
            case 3 -> random.nextBoolean() ? KeyCode.ALT : KeyCode.CONTROL;
            default -> null;
        };
        act(null, held + " " + key, robot -> {
            if (held != null) {
                robot.keyPress(held);
            }
            robot.keyType(key);
            if (held != null) {
                robot.keyRelease(held);
            }
        });
    }

    private void clickAnywhere(LiveWindow window) {
        Scene scene = window.stage().getScene();
        double x = random.nextDouble();
        double y = random.nextDouble();
        act(
                window,
                "click",
                robot -> click(
                        robot,
                        window.stage().getX() + scene.getX() + x * scene.getWidth(),
                        window.stage().getY() + scene.getY() + y * scene.getHeight()));
    }

    /** Clicks on a button or a row. */
    private void clickOn(LiveWindow window) {
        act(window, "click on", robot -> {
            List<Node> targets = targets(window, random.nextBoolean());
            if (!targets.isEmpty()) {
                Node target = targets.get(random.nextInt(targets.size()));
                note(target.toString());
                Bounds bounds = target.localToScreen(target.getLayoutBounds());
                click(robot, bounds.getCenterX(), bounds.getCenterY());
            }
        });
    }

    /** Drags a divider or the header of a column; the headless platform cannot drag files. */
    private void drag(LiveWindow window) {
        act(window, "drag", robot -> {
            List<Node> handles = nodes(window)
                    .filter(node -> node.getStyleClass().contains("split-pane-divider")
                            || node.getStyleClass().contains("column-header"))
                    .toList();
            if (!handles.isEmpty()) {
                Bounds from = onScreen(handles.get(random.nextInt(handles.size())));
                robot.mouseMove(from.getMaxX() - random.nextInt(3), from.getCenterY());
                robot.mousePress(MouseButton.PRIMARY);
                robot.mouseMove(from.getMaxX() + random.nextInt(300) - 150, from.getCenterY());
                robot.mouseRelease(MouseButton.PRIMARY);
            }
        });
    }

    /** Drops what is on the clipboard somewhere, as a file manager would. */
    private void drop(LiveWindow window) {
        act(window, "drop", robot -> {
            Clipboard.getSystemClipboard().setContent(clip(window, "dropped"));
            List<Node> places = nodes(window).toList();
            Node place = places.get(random.nextInt(places.size()));
            for (EventType<DragEvent> type : List.of(
                    DragEvent.DRAG_ENTERED, DragEvent.DRAG_OVER, DragEvent.DRAG_DROPPED, DragEvent.DRAG_EXITED)) {
                Event.fireEvent(
                        place, new DragEvent(type, dragboard(), 5, 5, 5, 5, TransferMode.COPY, null, place, null));
            }
        });
    }

    /** Returns a dragboard that holds what is on the clipboard; JavaFX makes one only during a drag of the system. */
    private static Dragboard dragboard() {
        try {
            Field peer = Clipboard.class.getDeclaredField("peer");
            peer.setAccessible(true);
            Constructor<Dragboard> maker = Dragboard.class.getDeclaredConstructor(peer.getType());
            maker.setAccessible(true);
            return maker.newInstance(peer.get(Clipboard.getSystemClipboard()));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Bounds onScreen(Node node) {
        return node.localToScreen(node.getLayoutBounds());
    }

    private static List<Node> targets(LiveWindow window, boolean buttons) {
        return nodes(window)
                .filter(node ->
                        buttons ? node instanceof ButtonBase : node instanceof IndexedCell<?> cell && !cell.isEmpty())
                .toList();
    }

    /** Returns what is shown; in the order of the tree, so that a seed gives the same choices again. */
    private static Stream<Node> nodes(LiveWindow window) {
        return below(window.stage().getScene().getRoot());
    }

    private static Stream<Node> below(Node node) {
        if (!node.isVisible() || node.isDisabled()) {
            return Stream.empty();
        }
        Stream<Node> inner = node instanceof Parent parent
                ? List.copyOf(parent.getChildrenUnmodifiable()).stream().flatMap(MonkeyTest::below)
                : Stream.empty();
        return Stream.concat(Stream.of(node), inner);
    }

    private static boolean isShown(@Nullable Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible() || at.isDisabled()) {
                return false;
            }
        }
        return node != null && node.getScene() != null;
    }

    private void click(Robot robot, double x, double y) {
        robot.mouseMove(x, y);
        MouseButton button = random.nextInt(6) == 0 ? MouseButton.SECONDARY : MouseButton.PRIMARY;
        for (int i = random.nextInt(5) == 0 ? 2 : 1; i > 0; i--) {
            robot.mouseClick(button);
        }
    }

    private interface Deed {
        void on(Robot robot);
    }

    private void act(@Nullable LiveWindow window, String what, Deed deed) {
        note(what);
        Fx.run(() -> {
            try {
                if (window != null) {
                    window.stage().getScene().getRoot().layout();
                }
                deed.on(new Robot());
            } catch (RuntimeException e) {
                fault("thrown", e);
            }
        });
    }

    private synchronized void note(String what) {
        last.addLast(what);
        if (last.size() > REMEMBERED) {
            last.removeFirst();
        }
    }

    private synchronized void fault(String what, Throwable e) {
        StringWriter words = new StringWriter();
        e.printStackTrace(new PrintWriter(words));
        // What the headless platform cannot do, such as the system's dialogs and windows beyond its screen.
        Optional<String> thrower = Stream.of(e.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                .findFirst();
        if (thrower.filter(name -> name.startsWith("com.sun.glass.ui.headless."))
                .isEmpty()) {
            faults.add("%s after %d steps %s: %s".formatted(what, steps, last, words));
        }
    }

    private void awaitFocus(LiveWindow window) {
        if (Fx.call(() -> !isShown(window.stage().getScene().getFocusOwner()))) {
            try {
                Patience.await()
                        .atMost(Duration.ofSeconds(3))
                        .until(() ->
                                Fx.call(() -> isShown(window.stage().getScene().getFocusOwner())));
            } catch (ConditionTimeoutException e) {
                fault(
                        "focus lost, it is at "
                                + Fx.call(() -> window.stage().getScene().getFocusOwner()),
                        e);
                Fx.run(() -> window.node("#settings").requestFocus());
            }
        }
    }

    /** Lets each transfer end, or wait for the user. */
    private void settle(LiveWindow window) {
        if (!(window.other.host().state() instanceof HostState.On)) {
            window.otherShares();
        }
        for (int i = 0; i < 30 && Fx.call(() -> window.find(".dialog-box") != null); i++) {
            act(window, "escape", robot -> robot.keyType(KeyCode.ESCAPE));
        }
        try {
            Fx.await(() -> window.core.transfers().snapshot().stream()
                    .noneMatch(row -> row.state() == State.RUNNING
                            || (row.state() == State.QUEUED && row.why().isUnknown())));
        } catch (ConditionTimeoutException e) {
            fault("stuck: " + window.core.transfers().snapshot(), e);
        }
    }

    /** Keeps the exceptions of the log, and errors without one. */
    private final class Faults extends AppenderBase<ILoggingEvent> {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getThrowableProxy() instanceof ThrowableProxy proxy) {
                fault("logged: " + event.getFormattedMessage(), proxy.getThrowable());
            } else if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
                fault("logged: " + event.getFormattedMessage(), new IllegalStateException());
            }
        }
    }
}
