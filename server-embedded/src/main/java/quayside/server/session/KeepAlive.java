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
 * Does on the session's thread what may take its time, while another tells the guest again and again that the answer is coming (PROTOCOL.md
 * section 4.3, status 102). What is quick costs no other thread. For one session, whose thread calls; but for {@link #guestGone}.
 */
final class LongWork {
    private final Channel channel;
    private final Deadlines deadlines;
    private final Duration interval;
    private final Object lock = new Object();
    private @Nullable Thread breakable;
    private boolean gone;

    LongWork(Channel channel, Deadlines deadlines, Duration interval) {
        this.channel = channel;
        this.deadlines = deadlines;
        this.interval = interval;
    }

    @FunctionalInterface
    interface Work<T> {
        T run() throws ProtocolException;
    }

    /** Returns what {@code work} does, once it is done: nothing is left half done, though the guest be gone meanwhile. */
    <T> T toItsEnd(Work<T> work) throws ProtocolException {
        Signs signs = new Signs();
        try (Deadlines.Deadline _ = deadlines.every(interval, signs::give)) {
            return work.run();
        } finally {
            signs.end();
        }
    }

    /** As {@link #toItsEnd}, but the thread is interrupted once the guest is gone: the work is of use to nobody else, and the session over. */
    <T> T whileTheGuestWaits(Work<T> work) throws ProtocolException {
        synchronized (lock) {
            breakable = Thread.currentThread();
            if (gone) {
                breakable.interrupt();
            }
        }
        try {
            return toItsEnd(work);
        } finally {
            synchronized (lock) {
                breakable = null;
                // What was begun is still to be put in order, and who is gone is met at the next word.
                boolean _ = Thread.interrupted();
            }
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

    /** The signs of life during one work. Whoever holds {@code sending} has the channel to itself. */
    private final class Signs {
        private final ReentrantLock sending = new ReentrantLock();
        private boolean over;

        /** On a thread of its own: a guest who does not read must not hold up the timer's. */
        void give() {
            Thread.ofVirtual().name("quayside-session-sign").start(this::send);
        }

        private void send() {
            // Where the last sign is still on its way another one is of no use.
            if (!sending.tryLock()) {
                return;
            }
            try {
                if (!over) {
                    channel.send(new Response.Processing());
                    channel.flush();
                }
            } catch (IOException e) {
                // The answer will find the same.
                over = true;
                guestGone();
            } finally {
                sending.unlock();
            }
        }

        /** From here on the channel is the session's again. */
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
