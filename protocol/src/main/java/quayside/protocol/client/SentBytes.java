package quayside.protocol.client;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;

/** A buffer before a socket that tells what may have left it. One thread writes, any may ask. */
final class SentBytes extends BufferedOutputStream {
    private final Counter counter;

    SentBytes(Socket socket, int bufferBytes) throws IOException {
        this(new Counter(socket), bufferBytes);
    }

    private SentBytes(Counter counter, int bufferBytes) {
        super(counter, bufferBytes);
        this.counter = counter;
    }

    /** Where the next byte will stand; for the writing thread. */
    synchronized long position() {
        return counter.passed + count;
    }

    /** Whether the byte before {@code position} may be on its way to the other side. */
    boolean mayHaveLeft(long position) {
        return counter.passed >= position;
    }

    private static final class Counter extends FilterOutputStream {
        private final Socket socket;
        private volatile long passed;

        Counter(Socket socket) throws IOException {
            super(socket.getOutputStream());
            this.socket = socket;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        /** Counted before: of a write that fails nobody knows how much has left. */
        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (socket.isClosed()) {
                throw new SocketException("Socket closed");
            }
            passed += length;
            out.write(bytes, offset, length);
        }
    }
}
