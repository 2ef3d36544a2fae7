package quayside.protocol.client.connection;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.LongSupplier;

/** A buffer before a socket that tells what may have left it, and when something did. One thread writes, any may ask. */
public final class SentBytes extends BufferedOutputStream {
    /** Written at once: on a slow way each such slice that gets through is a sign of life. */
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

    /** Where the next byte will stand; for the writing thread. */
    public synchronized long position() {
        return counter.passed + count;
    }

    /** Whether the byte before {@code position} may be on its way to the other side. */
    public boolean mayHaveLeft(long position) {
        return counter.passed >= position;
    }

    /** When something moved last, by the clock: a slice that got through, or what {@link #moved} said. */
    public long movedNanos() {
        return counter.movedNanos;
    }

    /** For what moves without having left yet. */
    public void moved() {
        counter.movedNanos = counter.nanos.getAsLong();
    }

    private static final class Counter extends FilterOutputStream {
        private final Socket socket;
        private final LongSupplier nanos;
        private volatile long passed;
        private volatile long movedNanos;

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

        /** Counted before: of a write that fails nobody knows how much has left. */
        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int done = 0; done < length; ) {
                if (socket.isClosed()) {
                    throw new SocketException("Socket closed");
                }
                int slice = Math.min(SLICE_BYTES, length - done);
                passed += slice;
                out.write(bytes, offset + done, slice);
                movedNanos = nanos.getAsLong();
                done += slice;
            }
        }
    }
}
