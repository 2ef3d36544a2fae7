package quayside.protocol.client.connection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.FileProblem;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The threads of one transfer, including the calling one. The first failure ends them all and becomes the transfer's
 * fault. Thread-safe. {@link #close} ends the registration with the user's cancellation; call it after {@link #lead} or
 * {@link #join}, which wait for the threads.
 */
public final class TaskGroup implements AutoCloseable {
    private final Cancellation inner;
    private final Cancellation.Registration outer;
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable ProtocolException failure;

    /** The work of one thread. */
    @FunctionalInterface
    public interface Task {
        void run() throws IOException;
    }

    public TaskGroup(Cancellation cancellation) {
        inner = cancellation.another();
        outer = cancellation.onCancel(() -> {
            if (cancellation.isDiscarding()) {
                inner.cancelAndDiscard();
            } else {
                inner.cancel();
            }
        });
    }

    /** Returns the cancellation that all tasks watch. The user or the first failure triggers it. */
    public Cancellation cancellation() {
        return inner;
    }

    public void start(String name, Task task) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> guarded(task));
        synchronized (this) {
            threads.removeIf(each -> each.getState() == Thread.State.TERMINATED);
            threads.add(thread);
        }
        thread.start();
    }

    private void guarded(Task task) {
        try {
            task.run();
        } catch (IOException | RuntimeException | Error e) {
            fail(faultOf(e));
        }
    }

    /** Ends all tasks. The first reason counts. */
    public void fail(ProtocolException why) {
        synchronized (this) {
            if (failure == null) {
                failure = why;
            }
        }
        inner.cancel();
    }

    /** Runs {@code task} on the calling thread, which then waits for the others. Throws the first failure of all. */
    public void lead(Task task) throws ProtocolException {
        guarded(task);
        join();
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** Waits for the started threads. */
    public void join() {
        List<Thread> started;
        synchronized (this) {
            started = List.copyOf(threads);
        }
        started.forEach(thread -> join(thread, inner::cancel));
    }

    /**
     * Waits for the end of {@code thread}, even if the calling thread is interrupted; an interrupt runs
     * {@code onInterrupt}.
     */
    static void join(Thread thread, Runnable onInterrupt) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                onInterrupt.run();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Converts {@code e} to the fault for the thread that waits for a task. Anything but an {@link IOException} is a
     * bug of this program.
     */
    public static ProtocolException faultOf(Throwable e) {
        return e instanceof IOException fault ? FileProblem.local(fault) : new ProtocolException(Reason.OWN_FAULT, e);
    }

    @Override
    public void close() {
        outer.close();
    }
}
