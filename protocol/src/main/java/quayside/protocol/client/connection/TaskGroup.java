package quayside.protocol.client.connection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.FileProblem;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * The threads of one transfer, the calling one among them: the first that fails ends them all, and its reason is the transfer's. Thread-safe;
 * {@link #close} no longer listens for the user's cancelling, and comes after {@link #fail} or {@link #join}, which wait for the others.
 */
public final class TaskGroup implements AutoCloseable {
    private final Cancellation inner;
    private final Cancellation.Registration outer;
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable ProtocolException failure;

    /** What a thread does. */
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

    /** What all of them watch: cancelled by the user, or by the first failure. */
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

    /** Ends all; the first reason counts. */
    public void fail(ProtocolException why) {
        synchronized (this) {
            if (failure == null) {
                failure = why;
            }
        }
        inner.cancel();
    }

    /** Runs {@code task} on the calling thread, which then waits for the others; throws the first failure of all. */
    public void lead(Task task) throws ProtocolException {
        guarded(task);
        join();
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** Waits for the threads that were started. */
    public void join() {
        List<Thread> started;
        synchronized (this) {
            started = List.copyOf(threads);
        }
        started.forEach(thread -> join(thread, inner::cancel));
    }

    /** Waits for the end of {@code thread}, also if the calling one is interrupted, which runs {@code onInterrupt}. */
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

    /** What {@code e} is for the thread that waits for a task; anything but an {@link IOException} is a bug of this program. */
    public static ProtocolException faultOf(Throwable e) {
        return e instanceof IOException fault
                ? FileProblem.local(fault)
                : new ProtocolException(Fault.LOCAL_STORAGE, "A fault in this program ended the transfer.", e);
    }

    @Override
    public void close() {
        outer.close();
    }
}
