package quayside.protocol.client;

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
final class Crew implements AutoCloseable {
    private final Cancellation inner;
    private final Cancellation.Registration outer;
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable ProtocolException failure;

    /** What a thread does. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }

    Crew(Cancellation cancellation) {
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
    Cancellation cancellation() {
        return inner;
    }

    void start(String name, Task task) {
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> guarded(task));
        synchronized (this) {
            threads.add(thread);
        }
        thread.start();
    }

    private void guarded(Task task) {
        try {
            task.run();
        } catch (IOException e) {
            fail(FileProblem.local(e));
        } catch (RuntimeException | Error e) {
            fail(new ProtocolException(Fault.LOCAL_STORAGE, "A fault in this program ended the transfer.", e));
        }
    }

    /** Ends all; the first reason counts. */
    void fail(ProtocolException why) {
        synchronized (this) {
            if (failure == null) {
                failure = why;
            }
        }
        inner.cancel();
    }

    /** Runs {@code task} on the calling thread, which then waits for the others; throws the first failure of all. */
    void lead(Task task) throws ProtocolException {
        guarded(task);
        join();
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** Waits for the threads that were started. */
    void join() {
        List<Thread> started;
        synchronized (this) {
            started = List.copyOf(threads);
        }
        boolean interrupted = false;
        for (Thread thread : started) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    inner.cancel();
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        outer.close();
    }
}
