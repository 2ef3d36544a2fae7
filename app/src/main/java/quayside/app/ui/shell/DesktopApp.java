package quayside.app.ui.shell;

import com.sun.glass.ui.Application;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.AppCore;
import quayside.app.core.desktop.RunningProgram;
import quayside.app.core.settings.WindowSize;
import quayside.app.core.settings.WindowStore;
import quayside.protocol.client.connection.ShareLink;

/** Runs the desktop program: starts JavaFX, shows one window, and ends both when the window is closed. */
public final class DesktopApp {
    private static final Logger LOG = LoggerFactory.getLogger(DesktopApp.class);

    /** The time for which the window is asked how it is. */
    private static final Duration ANSWER = Duration.ofSeconds(2);

    /** The time after which a window that does not answer is busy, and has not ended. */
    private static final Duration BUSY = Duration.ofSeconds(1);

    private DesktopApp() {}

    /**
     * What the program is started for.
     *
     * @param link the link of a share to open
     * @param hidden whether the window is not shown yet
     * @param program tells of later starts; empty if they open windows of their own
     */
    public record Beginning(Optional<ShareLink> link, boolean hidden, Optional<RunningProgram> program) {}

    /**
     * Shows a window on {@code core}, and blocks until the window is closed and everything under it has ended. To be
     * called once in a process, not on the JavaFX thread. It closes {@code core} before it returns, and also if the
     * process is asked to end earlier.
     *
     * @param beginning what the program is started for
     */
    public static void run(AppCore core, WindowStore store, Clock clock, Beginning beginning)
            throws InterruptedException {
        BlockingQueue<WindowSize> closed = new ArrayBlockingQueue<>(1);
        WindowSize before = store.size();
        // The end of the window and the end of the process take the same path: the core is closed only here.
        AtomicReference<@Nullable Shell> window = new AtomicReference<>();
        try (ProgramEnd _ = new ProgramEnd(() -> {
                    beginning.program().ifPresent(RunningProgram::leave);
                    closed.offer(present(window, before));
                });
                core) {
            startToolkit(() -> {
                Thread.currentThread()
                        .setUncaughtExceptionHandler((thread, e) -> LOG.error("An error occurred in the window", e));
                window.set(open(core, clock, before, closed, beginning));
            });
            WindowSize last = closed.take();
            beginning.program().ifPresent(RunningProgram::leave);
            store.save(last);
        } finally {
            Platform.exit();
        }
    }

    /**
     * Starts JavaFX and then runs {@code ready} on its thread. JavaFX's threads come first when the processor has much
     * to do: they inherit this thread's priority, and the launcher's options give the others less of the processor
     * ({@code packaging/priority.options}). To be called once in a process, on a thread that no option has slowed.
     */
    // Nothing relies on the order of the threads. Without it the window answers late while thousands of files pass.
    @SuppressWarnings("ThreadPriorityCheck")
    public static void startToolkit(Runnable ready) {
        // A carrier of virtual threads inherits the priority of the thread that needs it, which may be JavaFX's.
        carriers().ifPresent(group -> group.setMaxPriority(Thread.NORM_PRIORITY));
        Thread.currentThread().setPriority(Thread.MAX_PRIORITY);
        try {
            Platform.startup(ready);
        } finally {
            Thread.currentThread().setPriority(Thread.NORM_PRIORITY);
        }
    }

    /** Returns the JVM's group of the threads that carry virtual threads, if it has one of that name. */
    static Optional<ThreadGroup> carriers() {
        // The group is there once a virtual thread has run.
        try {
            Thread.ofVirtual().start(() -> {}).join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        while (top.getParent() != null) {
            top = top.getParent();
        }
        ThreadGroup[] groups = new ThreadGroup[2 * top.activeGroupCount() + 8];
        int count = top.enumerate(groups);
        return Arrays.stream(groups, 0, count)
                .filter(group -> group.getName().equals("CarrierThreads"))
                .findFirst();
    }

    /** Returns how the window is now; {@code before} if there is none that answers. */
    private static WindowSize present(AtomicReference<@Nullable Shell> window, WindowSize before) {
        CompletableFuture<WindowSize> now = new CompletableFuture<>();
        try {
            Platform.runLater(() -> now.complete(
                    Optional.ofNullable(window.get()).map(Shell::size).orElse(before)));
        } catch (IllegalStateException e) {
            // JavaFX does not run yet.
            now.complete(before);
        }
        return now.completeOnTimeout(before, ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private static Shell open(
            AppCore core, Clock clock, WindowSize size, BlockingQueue<WindowSize> closed, Beginning beginning) {
        try {
            // The name by which a desktop finds the program's icon; X11 calls it the class of the window.
            Application.GetApplication().setName("quayside");
            RestingTimer.replace();
            Shell shell = new Shell(core, clock, new Stage(), size);
            Optional<RunningProgram> program = beginning.program();
            // A hidden window does not end JavaFX.
            Platform.setImplicitExit(false);
            shell.begin(closed::add, beginning.hidden(), program.map(running -> (Runnable) running::leave));
            program.ifPresent(running -> running.onRequest(request -> isTaken(shell, request)));
            beginning.link().ifPresent(shell::open);
            return shell;
        } catch (RuntimeException e) {
            // Without a window the user could not end the program.
            closed.add(size);
            throw e;
        }
    }

    /** Returns whether the window has taken a request of a later start, or will once it has time. */
    private static boolean isTaken(Shell shell, RunningProgram.Request request) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        Platform.runLater(() -> taken.complete(shell.requested(request)));
        return taken.completeOnTimeout(true, BUSY.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /**
     * Reacts when the process is asked to end (SIGTERM, a logout). It delays the end until the program has cleaned up
     * or 20 s have passed, so that no partial file is left behind.
     */
    private static final class ProgramEnd implements AutoCloseable {
        private static final Duration MAX_WAIT = Duration.ofSeconds(20);

        private final CountDownLatch cleaned = new CountDownLatch(1);
        private final Thread hook;

        /** @param ending asks the program to clean up; run at most once, on another thread */
        ProgramEnd(Runnable ending) {
            hook = new Thread(() -> requestEnd(ending), "program-end");
            Runtime.getRuntime().addShutdownHook(hook);
        }

        private void requestEnd(Runnable ending) {
            ending.run();
            try {
                boolean _ = cleaned.await(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Reports that everything is cleaned up. */
        @Override
        public void close() {
            cleaned.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is ending: the hook is running already and returns now.
            }
        }
    }
}
