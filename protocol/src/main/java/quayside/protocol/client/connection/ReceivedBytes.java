package quayside.protocol.client.connection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What comes from a socket, and when the last of it came: from about then on the other side counts how long it is asked for nothing. */
public final class ReceivedBytes extends FilterInputStream {
    private final LongSupplier nanos;
    private volatile long receivedNanos;

    /** @param nanos the monotonic clock */
    public ReceivedBytes(InputStream in, LongSupplier nanos) {
        super(in);
        this.nanos = nanos;
        this.receivedNanos = nanos.getAsLong();
    }

    /** How long ago, by the clock, something came last, or this was made where nothing did. From any thread. */
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
