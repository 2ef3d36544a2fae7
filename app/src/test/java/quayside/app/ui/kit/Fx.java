package quayside.app.ui.kit;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import quayside.app.core.Patience;
import quayside.app.ui.shell.DesktopApp;

/** The JavaFX thread for tests: started once for all of them, on whatever platform the JVM was given. */
public final class Fx {
    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private Fx() {}

    public static synchronized void start() {
        if (STARTED.compareAndSet(false, true)) {
            CountDownLatch ready = new CountDownLatch(1);
            try {
                DesktopApp.startToolkit(ready::countDown);
            } catch (IllegalStateException alreadyStartedBySomebodyElse) {
                ready.countDown();
            }
            Platform.setImplicitExit(false);
            try {
                if (!ready.await(30, TimeUnit.SECONDS)) {
                    throw new AssertionError("JavaFX did not start within 30 s.");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Runs {@code action} on the JavaFX thread and waits for it; what it throws is thrown here. */
    public static <T> T call(Callable<T> action) {
        start();
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable run = () -> {
            try {
                result.complete(action.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        };
        if (Platform.isFxApplicationThread()) {
            run.run();
        } else {
            Platform.runLater(run);
        }
        return result.orTimeout(60, TimeUnit.SECONDS).join();
    }

    public static void run(Runnable action) {
        call(() -> {
            action.run();
            return true;
        });
    }

    /** Waits until {@code condition}, asked on the JavaFX thread, holds. */
    public static void await(Callable<Boolean> condition) {
        Patience.await().until(() -> call(condition));
    }

    /** Lets the mouse come to a node or leave it, without a click. On the JavaFX thread. */
    static void mouse(Node node, EventType<MouseEvent> type) {
        Event.fireEvent(
                node,
                new MouseEvent(
                        type,
                        0,
                        0,
                        0,
                        0,
                        MouseButton.NONE,
                        0,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        false,
                        null));
    }
}
