package quayside.protocol.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

final class AnswerDeadlineTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

    private AnswerDeadline patience(Duration longest) {
        return new AnswerDeadline(now::get, longest);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void aServerThatIsBusyForAnHourIsWaitedFor() throws ProtocolException {
        AnswerDeadline patience = patience(AnswerDeadline.LONGEST);
        for (long i = 0; i < AnswerDeadline.LONGEST.dividedBy(Limits.PROCESSING_INTERVAL); i++) {
            pass(Limits.PROCESSING_INTERVAL);
            patience.processing();
        }
        pass(Limits.PROCESSING_INTERVAL);
        ProtocolException fault = catchThrowableOfType(ProtocolException.class, patience::processing);
        assertThat(fault.fault()).isEqualTo(Fault.BROKEN_PROTOCOL);
        assertThat(fault).hasMessage("The server has not answered for 60 minutes; the connection was ended.");
    }

    @Test
    void whateverHasTheServerReadAWholeFileIsWaitedForAsLong() throws ProtocolException {
        RemotePath path = RemotePath.parse("a");
        Request.Resume resume = new Request.Resume(1, "v", new Request.Prefix("0".repeat(64)));
        assertThat(AnswerDeadline.longest(new Request.Verify(path))).isEqualTo(AnswerDeadline.LONGEST_FOR_CHECKSUM);
        assertThat(AnswerDeadline.longest(new Request.Copy(path, path))).isEqualTo(AnswerDeadline.LONGEST_FOR_CHECKSUM);
        assertThat(AnswerDeadline.longest(new Request.Get(path, Optional.of(resume))))
                .isEqualTo(AnswerDeadline.LONGEST_FOR_CHECKSUM);
        assertThat(AnswerDeadline.longest(post(path, true))).isEqualTo(AnswerDeadline.LONGEST_FOR_CHECKSUM);
        assertThat(AnswerDeadline.longest(new Request.Get(path))).isEqualTo(AnswerDeadline.LONGEST);
        assertThat(AnswerDeadline.longest(post(path, false))).isEqualTo(AnswerDeadline.LONGEST);
    }

    private static Request.Post post(RemotePath path, boolean await) {
        return new Request.Post(path, 1, Instant.EPOCH, OnConflict.FAIL, await);
    }

    /** What a network held up comes all at once. */
    @Test
    void manyAtOnceAreBorneButNotWithoutEnd() throws ProtocolException {
        AnswerDeadline patience = patience(AnswerDeadline.LONGEST);
        pass(Duration.ofSeconds(10));
        int most = AnswerDeadline.MAX_AT_ONCE + 10 * AnswerDeadline.MAX_PER_SECOND;
        for (int i = 0; i < most; i++) {
            patience.processing();
        }
        ProtocolException fault = catchThrowableOfType(ProtocolException.class, patience::processing);
        assertThat(fault.fault()).isEqualTo(Fault.BROKEN_PROTOCOL);
        assertThat(fault).hasMessageContaining("keeps reporting");
    }

    @Test
    void aLateAnswerIsNoneEither() {
        AnswerDeadline patience = patience(Duration.ofMinutes(1));
        pass(Duration.ofMinutes(1));
        assertThatCode(patience::check).doesNotThrowAnyException();
        pass(Duration.ofNanos(1));
        assertThat(catchThrowableOfType(ProtocolException.class, patience::check)
                        .fault())
                .isEqualTo(Fault.BROKEN_PROTOCOL);
    }
}
