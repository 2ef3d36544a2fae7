package quayside.protocol.client.connection;

import java.time.Duration;
import java.util.function.LongSupplier;
import quayside.protocol.message.Request;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Bounds how long a server may keep a client waiting for one answer, and how often it may say that it needs time (PROTOCOL.md section 4.3). For one thread. */
public final class AnswerDeadline {
    static final Duration LONGEST = Duration.ofMinutes(60);

    /** A checksum of the largest files takes a disk many hours. */
    static final Duration LONGEST_FOR_CHECKSUM = Duration.ofHours(24);

    static final int MAX_AT_ONCE = 1_000;
    static final int MAX_PER_SECOND = 100;

    private final LongSupplier nanos;
    private final long begun;
    private final Duration longest;
    private long times;

    /** @param nanos the monotonic clock */
    AnswerDeadline(LongSupplier nanos, Duration longest) {
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.longest = longest;
    }

    /** For an answer that takes no reading of a whole file. */
    public static AnswerDeadline standard() {
        return new AnswerDeadline(System::nanoTime, LONGEST);
    }

    static AnswerDeadline of(Request request) {
        return new AnswerDeadline(System::nanoTime, longest(request));
    }

    /** Of what may make the server read a whole file before it answers: also what it has of one that goes on. */
    static Duration longest(Request request) {
        boolean reads = switch (request) {
            case Request.Verify _ -> true;
            case Request.Get get -> get.from().isPresent();
            case Request.Post post -> post.await();
            case Request _ -> false;
        };
        return reads ? LONGEST_FOR_CHECKSUM : LONGEST;
    }

    /**
     * The server said that its answer takes time.
     *
     * @throws ProtocolException {@link Fault#BROKEN_PROTOCOL} if it said so too often, or too long
     */
    void processing() throws ProtocolException {
        times++;
        Duration waited = check();
        if (times > MAX_AT_ONCE + MAX_PER_SECOND * waited.toSeconds()) {
            throw new ProtocolException(
                    Fault.BROKEN_PROTOCOL, "The server says without pause that its answer takes time.");
        }
    }

    /**
     * Returns how long the answer has been waited for.
     *
     * @throws ProtocolException {@link Fault#BROKEN_PROTOCOL} if that is too long
     */
    Duration check() throws ProtocolException {
        Duration waited = Duration.ofNanos(nanos.getAsLong() - begun);
        if (waited.compareTo(longest) > 0) {
            throw new ProtocolException(
                    Fault.BROKEN_PROTOCOL,
                    "The server has not answered for " + longest.toMinutes() + " minutes; the connection was ended.");
        }
        return waited;
    }
}
