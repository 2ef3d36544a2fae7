package quayside.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import quayside.protocol.text.Sentence;

final class ProtocolExceptionTest {
    @Test
    void whatFailsForALockNamesIt() {
        ProtocolException locked =
                new ProtocolException(Fault.PASSCODE_NEEDED, Sentence.said("It is protected.")).under("L-1");
        assertThat(locked.fault()).isEqualTo(Fault.PASSCODE_NEEDED);
        assertThat(locked).hasMessage("It is protected.");
        assertThat(locked.lock()).contains("L-1");

        ProtocolException wrong = new ProtocolException(Reason.WRONG_PASSCODE).under("L-1");
        assertThat(wrong.fault()).isEqualTo(Fault.WRONG_PASSCODE);
        assertThat(wrong.lock()).contains("L-1");
    }

    @Test
    void whoTriesTooOftenHearsHowLongToWait() {
        ProtocolException throttled = new ProtocolException(Fault.TOO_MANY_TRIES, Sentence.said("Wait."))
                .under("L-1")
                .retryAfter(Duration.ofSeconds(8));
        assertThat(throttled.fault()).isEqualTo(Fault.TOO_MANY_TRIES);
        assertThat(throttled.retryAfter()).isEqualTo(Duration.ofSeconds(8));
        assertThat(throttled.lock()).contains("L-1");
    }

    @Test
    void whatFailsOtherwiseNamesNeitherALockNorATime() {
        ProtocolException gone = new ProtocolException(Fault.NOT_FOUND, Sentence.said("It is not there."));
        assertThat(gone.lock()).isEmpty();
        assertThat(gone.retryAfter()).isZero();
    }
}
