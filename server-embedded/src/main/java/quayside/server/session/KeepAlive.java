package quayside.server.session;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.Response;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.Deadlines;

/**
 * Runs work that may take long on the session's thread, while another thread sends status 102 periodically to show that
 * the answer is coming (PROTOCOL.md section 4.3). Quick work costs no other thread. For one session and its thread,
 * except {@link #guestGone}.
 */
final class KeepAlive {
    private final Channel channel;
    private final Deadlines deadlines;
    private final Duration interval;
    private final Object lock = new Object();
    private @Nullable Thread interruptible;
    private boolean gone;

    KeepAlive(Channel channel, Deadlines deadlines, Duration interval) {
        this.channel = channel;
        this.deadlines = deadlines;
        this.interval = interval;
    }

    @FunctionalInterface
    interface Work<T> {
        T run() throws ProtocolException;
    }

    /**
     * Runs {@code work} to its end and returns its result. Nothing is left half done, even if the guest disconnects
     * meanwhile.
     */
    <T> T runToEnd(Work<T> work) throws ProtocolException {
        Heartbeat heartbeat = new Heartbeat();
        try (Deadlines.Deadline _ = deadlines.every(interval, heartbeat::beat)) {
            return work.run();
        } finally {
            heartbeat.end();
        }
    }

    /**
     * Runs {@code work} as {@link #runToEnd} does, but interrupts the thread once the guest is gone, because the result
     * is then useless and the session over.
     */
    <T> T runInterruptibly(Work<T> work) throws ProtocolException {
        synchronized (lock) {
            interruptible = Thread.currentThread();
            if (gone) {
                interruptible.interrupt();
            }
        }
        try {
            return runToEnd(work);
        } finally {
            synchronized (lock) {
                interruptible = null;
                // The interrupt is cleared, because cleanup follows. The next use of the channel finds that the guest
                // is gone.
                boolean _ = Thread.interrupted();
            }
        }
    }

    /** Ends work that only the guest waits for. From any thread. */
    void guestGone() {
        synchronized (lock) {
            gone = true;
            if (interruptible != null) {
                interruptible.interrupt();
            }
        }
    }

    /** Sends the 102s while one piece of work runs. Only the thread that holds {@code sending} may use the channel. */
    private final class Heartbeat {
        private final ReentrantLock sending = new ReentrantLock();
        private boolean over;

        /** Sends a 102 on a separate thread, so that a guest that does not read cannot block the timer's. */
        void beat() {
            Thread.ofVirtual().name("quayside-session-sign").start(this::send);
        }

        private void send() {
            // While the last one is still being sent, another is of no use.
            if (!sending.tryLock()) {
                return;
            }
            try {
                if (!over) {
                    channel.send(new Response.Processing());
                    channel.flush();
                }
            } catch (IOException e) {
                // Sending the answer will fail in the same way.
                over = true;
                guestGone();
            } finally {
                sending.unlock();
            }
        }

        /** Ends the 102s; afterwards only the session's thread uses the channel. */
        void end() {
            sending.lock();
            try {
                over = true;
            } finally {
                sending.unlock();
            }
        }
    }
}
