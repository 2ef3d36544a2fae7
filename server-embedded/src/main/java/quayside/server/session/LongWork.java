package quayside.server.session;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.Response;
import quayside.protocol.wire.ProtocolException;

/**
 * Does beside the session's thread what may take its time, while that thread tells the guest again and again that the answer is coming
 * (PROTOCOL.md section 4.3, status 102). For one session, whose thread calls; but for {@link #guestGone}.
 */
final class LongWork {
    private final Channel channel;
    private final Duration interval;
    private final Object lock = new Object();
    private @Nullable Thread breakable;
    private boolean gone;

    LongWork(Channel channel, Duration interval) {
        this.channel = channel;
        this.interval = interval;
    }

    @FunctionalInterface
    interface Work<T> {
        T run() throws ProtocolException;
    }

    /** Returns what {@code work} does, once it is done: nothing is left half done, though the guest be gone meanwhile. */
    <T> T toItsEnd(Work<T> work) throws ProtocolException {
        return run(work, false);
    }

    /** As {@link #toItsEnd}, but {@code work} is interrupted once the guest is gone: it is of use to nobody else. */
    <T> T whileTheGuestWaits(Work<T> work) throws ProtocolException {
        return run(work, true);
    }

    private <T> T run(Work<T> work, boolean canBeBroken) throws ProtocolException {
        FutureTask<T> task = new FutureTask<>(work::run);
        Thread thread = Thread.ofVirtual().name("quayside-session-work").unstarted(task);
        synchronized (lock) {
            breakable = canBeBroken ? thread : null;
            if (gone && canBeBroken) {
                thread.interrupt();
            }
        }
        thread.start();
        try {
            return await(task);
        } finally {
            synchronized (lock) {
                breakable = null;
            }
        }
    }

    private <T> T await(FutureTask<T> task) throws ProtocolException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(interval.toNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    sayProcessing();
                } catch (InterruptedException e) {
                    // Whoever wants this thread to end cuts its socket; the work is waited for all the same.
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case ProtocolException failure -> throw failure;
                case RuntimeException mistake -> throw mistake;
                case Error error -> throw error;
                case null, default -> throw new AssertionError(e);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void sayProcessing() {
        synchronized (lock) {
            if (gone) {
                return;
            }
        }
        try {
            channel.send(new Response.Processing());
            channel.flush();
        } catch (IOException e) {
            // The answer will find the same.
            guestGone();
        }
    }

    /** Ends work that only the guest waits for. From any thread. */
    void guestGone() {
        synchronized (lock) {
            gone = true;
            if (breakable != null) {
                breakable.interrupt();
            }
        }
    }
}
