package quayside.protocol.client.connection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import quayside.protocol.channel.RateLimit;

/**
 * An input stream of a socket that records when bytes last came. The other side counts the idle time of the connection
 * from about that moment.
 */
public final class ReceivedBytes extends FilterInputStream {
    private final LongSupplier nanos;
    private final BooleanSupplier closed;
    private volatile long receivedNanos;
    private volatile RateLimit limit = RateLimit.NONE;

    /** @param nanos the monotonic clock */
    public ReceivedBytes(Socket socket, LongSupplier nanos) throws IOException {
        this(socket.getInputStream(), socket::isClosed, nanos);
    }

    ReceivedBytes(InputStream in, BooleanSupplier closed, LongSupplier nanos) {
        super(in);
        this.closed = closed;
        this.nanos = nanos;
        this.receivedNanos = nanos.getAsLong();
    }

    /** Returns the time since bytes last came, or since this was created if none came. Callable from any thread. */
    Duration silence() {
        return Duration.ofNanos(nanos.getAsLong() - receivedNanos);
    }

    /** Limits the speed from now on. The sender slows down once the buffers of the network are full. */
    void limit(RateLimit rate) {
        limit = rate;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        RateLimit rate = limit;
        int count = in.read(buffer, offset, rate.step(length));
        if (count > 0) {
            rate.take(count, closed);
            receivedNanos = nanos.getAsLong();
        }
        return count;
    }
}
