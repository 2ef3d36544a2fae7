package quayside.protocol.client.connection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * An input stream of a socket that records when bytes last came. The other side counts the idle time of the connection
 * from about that moment.
 */
public final class ReceivedBytes extends FilterInputStream {
    private final LongSupplier nanos;
    private volatile long receivedNanos;

    /** @param nanos the monotonic clock */
    public ReceivedBytes(InputStream in, LongSupplier nanos) {
        super(in);
        this.nanos = nanos;
        this.receivedNanos = nanos.getAsLong();
    }

    /** Returns the time since bytes last came, or since this was created if none came. Callable from any thread. */
    Duration silence() {
        return Duration.ofNanos(nanos.getAsLong() - receivedNanos);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        if (count > 0) {
            receivedNanos = nanos.getAsLong();
        }
        return count;
    }
}
