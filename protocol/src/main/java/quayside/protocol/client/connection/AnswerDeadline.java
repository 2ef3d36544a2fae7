package quayside.protocol.client.connection;

import java.time.Duration;
import java.util.function.LongSupplier;
import quayside.protocol.message.Request;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * The limit on the time a server may take for one answer, and on how often it may ask for more time (PROTOCOL.md
 * section 4.3). For one thread.
 */
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

    /** Returns the deadline of an answer for which the server does not read a whole file. */
    public static AnswerDeadline standard() {
        return new AnswerDeadline(System::nanoTime, LONGEST);
    }

    /** Returns the deadline of the answer to {@code request}. */
    public static AnswerDeadline of(Request request) {
        return new AnswerDeadline(System::nanoTime, longest(request));
    }

    /**
     * Returns the longest wait for the answer to {@code request}. It is longer if the server may read a whole file
     * first, as it also does to resume a transfer.
     */
    static Duration longest(Request request) {
        boolean reads = switch (request) {
            case Request.Verify _, Request.Copy _ -> true;
            case Request.Get get -> get.from().isPresent();
            case Request.Post post -> post.await();
            case Request _ -> false;
        };
        return reads ? LONGEST_FOR_CHECKSUM : LONGEST;
    }

    /**
     * Counts one message in which the server asked for more time.
     *
     * @throws ProtocolException {@link Fault#BROKEN_PROTOCOL} if the server asks too often or takes too long
     */
    void processing() throws ProtocolException {
        times++;
        Duration waited = check();
        if (times > MAX_AT_ONCE + MAX_PER_SECOND * waited.toSeconds()) {
            throw new ProtocolException(Reason.ALWAYS_PROCESSING);
        }
    }

    /**
     * Returns the time since the wait began.
     *
     * @throws ProtocolException {@link Fault#BROKEN_PROTOCOL} if that is too long
     */
    Duration check() throws ProtocolException {
        Duration waited = Duration.ofNanos(nanos.getAsLong() - begun);
        if (waited.compareTo(longest) > 0) {
            throw new ProtocolException(Reason.ANSWER_OVERDUE, longest);
        }
        return waited;
    }
}
