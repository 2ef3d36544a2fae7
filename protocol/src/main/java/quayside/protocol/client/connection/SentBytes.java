package quayside.protocol.client.connection;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.LongSupplier;
import quayside.protocol.channel.RateLimit;

/**
 * A buffered output stream to a socket that reports which bytes may have been sent, and when the last progress was. One
 * thread writes; any thread may query.
 */
public final class SentBytes extends BufferedOutputStream {
    /** The bytes of one write to the socket. On a slow network each slice that is written counts as progress. */
    private static final int SLICE_BYTES = 64 * 1024;

    private final Counter counter;

    /** @param nanos the monotonic clock */
    public SentBytes(Socket socket, int bufferBytes, LongSupplier nanos) throws IOException {
        this(new Counter(socket, nanos), bufferBytes);
    }

    private SentBytes(Counter counter, int bufferBytes) {
        super(counter, bufferBytes);
        this.counter = counter;
    }

    /** Returns the position of the next byte. For the writing thread. */
    public synchronized long position() {
        return counter.passed + count;
    }

    /** Returns whether the byte before {@code position} may be on its way to the other side. */
    public boolean mayHaveLeft(long position) {
        return counter.passed >= position;
    }

    /** Returns the time of the last progress, by the clock: a slice that was written, or a call of {@link #moved}. */
    public long movedNanos() {
        return counter.movedNanos;
    }

    /** Records progress that has not yet led to a write. */
    public void moved() {
        counter.movedNanos = counter.nanos.getAsLong();
    }

    /** Limits the speed from now on. */
    void limit(RateLimit rate) {
        counter.limit = rate;
    }

    private static final class Counter extends FilterOutputStream {
        private final Socket socket;
        private final LongSupplier nanos;
        private volatile long passed;
        private volatile long movedNanos;
        private volatile RateLimit limit = RateLimit.NONE;

        Counter(Socket socket, LongSupplier nanos) throws IOException {
            super(socket.getOutputStream());
            this.socket = socket;
            this.nanos = nanos;
            this.movedNanos = nanos.getAsLong();
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        /** Counts each slice before it is written. After a failed write it is unknown how much was sent. */
        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                RateLimit rate = limit;
                int slice = rate.step(Math.min(SLICE_BYTES, length - done));
                rate.take(slice, socket::isClosed);
                if (socket.isClosed()) {
                    throw new SocketException("Socket closed");
                }
                passed += slice;
                out.write(bytes, offset + done, slice);
                movedNanos = nanos.getAsLong();
                done += slice;
            }
        }
    }
}
