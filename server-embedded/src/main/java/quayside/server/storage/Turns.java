package quayside.server.storage;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Long work on the disk, a few pieces at once. Askers take turns: work releases its slot after each round if another
 * request waits, so an asker with many large files delays no other. Thread-safe.
 */
final class Turns {
    private static final int AT_ONCE = 2;

    /** The number of bytes of a round, which takes about a tenth of a second to read. */
    static final int ROUND_BYTES = 64 * 1024 * 1024;

    private final FairQueue queue = new FairQueue(AT_ONCE);

    /**
     * Repeats {@code round} while it returns true, and releases the slot in between. Interrupting the thread ends it
     * with {@link Fault#CANCELLED}; a round that is interrupted should end soon.
     */
    void run(String asker, Callable<Boolean> round) throws IOException {
        for (boolean more = true; more; ) {
            try {
                queue.acquire(asker);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw cancelled(e);
            }
            try {
                more = onPlatformThread(round);
            } finally {
                queue.release();
            }
        }
    }

    /**
     * Runs one round on a platform thread. A virtual thread is not preempted, and cached content is read without
     * waiting, so other guests' threads would starve. The platform thread has ended when this returns, even if this
     * thread was interrupted.
     */
    private static boolean onPlatformThread(Callable<Boolean> round) throws IOException {
        FutureTask<Boolean> task = new FutureTask<>(round);
        Thread thread = Thread.ofPlatform().daemon().name("quayside-disk").start(task);
        InterruptedException interrupted = null;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = e;
                thread.interrupt();
            }
        }
        if (interrupted != null) {
            Thread.currentThread().interrupt();
            throw cancelled(interrupted);
        }
        return switch (task.state()) {
            case SUCCESS -> task.resultNow();
            case FAILED -> {
                if (task.exceptionNow() instanceof IOException failure) {
                    throw failure;
                }
                throw new IllegalStateException(task.exceptionNow());
            }
            case RUNNING, CANCELLED -> throw new AssertionError("the task has not run although its thread has ended");
        };
    }

    /** Ends the round with {@link Fault#CANCELLED} if its thread was interrupted. */
    static void check() throws ProtocolException {
        if (Thread.interrupted()) {
            throw cancelled(null);
        }
    }

    static ProtocolException cancelled(@Nullable Throwable cause) {
        return new ProtocolException(Reason.NO_LONGER_AWAITED, cause);
    }
}
