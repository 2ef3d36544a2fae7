package quayside.server.session;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import quayside.protocol.channel.RateLimit;
import quayside.protocol.message.Response;

/**
 * Counts the bytes that pass through one socket, and measures how long a write has been waiting. A read can have a
 * timeout and a write cannot, so a watchdog has to cut the socket of a guest that does not read.
 */
final class SocketMeter {
    /** The bytes of one write. Each completed slice shows that the guest still reads. */
    private static final int SLICE_BYTES = 64 * 1024;

    private static final long NOT_WRITING = Long.MIN_VALUE;

    private final Traffic all;
    private final LongSupplier nanos;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private volatile Steering steering = new Steering(Response.Orders.NONE);
    private volatile long bytesAtLastMark;
    private volatile long bytesBeforeLastMark;
    private volatile long writingSince = NOT_WRITING;

    SocketMeter(Traffic all, LongSupplier nanos) {
        this.all = all;
        this.nanos = nanos;
    }

    /** Returns the bytes of both directions. */
    long bytes() {
        return bytes.get();
    }

    /** Returns the bytes that were sent to the guest. */
    long sent() {
        return sent.get();
    }

    /** Obeys the limits of the host from now on. */
    void steer(Steering next) {
        steering = next;
    }

    /** Returns the bytes since the mark before the last one. */
    long bytesLately() {
        return bytes.get() - bytesBeforeLastMark;
    }

    /** Sets a mark; one thread at a time. */
    void mark() {
        bytesBeforeLastMark = bytesAtLastMark;
        bytesAtLastMark = bytes.get();
    }

    boolean isStalled(Duration limit) {
        long since = writingSince;
        return since != NOT_WRITING && nanos.getAsLong() - since > limit.toNanos();
    }

    /** @param ended whether the socket is closed, so that nothing waits for its turn any more */
    InputStream in(InputStream in, BooleanSupplier ended) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) == 1 ? one[0] & 0xFF : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                RateLimit limit = steering.received();
                int count = super.in.read(buffer, offset, limit.step(length));
                int moved = Math.max(0, count);
                if (moved > 0) {
                    limit.take(moved, ended);
                }
                bytes.addAndGet(moved);
                all.received(moved);
                return count;
            }
        };
    }

    /** @param ended whether the socket is closed, so that nothing waits for its turn any more */
    OutputStream out(OutputStream out, BooleanSupplier ended) {
        return new FilterOutputStream(out) {
            @Override
            public void write(int one) throws IOException {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                for (int done = 0; done < length; ) {
                    RateLimit limit = steering.sent();
                    int slice = limit.step(Math.min(SLICE_BYTES, length - done));
                    limit.take(slice, ended);
                    writingSince = nanos.getAsLong();
                    try {
                        super.out.write(buffer, offset + done, slice);
                    } finally {
                        writingSince = NOT_WRITING;
                    }
                    bytes.addAndGet(slice);
                    sent.addAndGet(slice);
                    all.sent(slice);
                    done += slice;
                }
            }
        };
    }
}
