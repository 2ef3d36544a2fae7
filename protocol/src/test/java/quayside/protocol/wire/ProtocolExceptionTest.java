package quayside.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ProtocolExceptionTest {
    @Test
    void whatFailsForALockNamesIt() {
        ProtocolException locked = ProtocolException.locked("It is protected.", "L-1");
        assertThat(locked.fault()).isEqualTo(Fault.PASSCODE_NEEDED);
        assertThat(locked.sentence()).isEqualTo("It is protected.");
        assertThat(locked.lock()).contains("L-1");

        ProtocolException wrong = ProtocolException.wrongPasscode("L-1");
        assertThat(wrong.fault()).isEqualTo(Fault.WRONG_PASSCODE);
        assertThat(wrong.lock()).contains("L-1");
    }

    @Test
    void whoTriesTooOftenHearsHowLongToWait() {
        ProtocolException throttled = ProtocolException.throttled("Wait.", "L-1", Duration.ofSeconds(8));
        assertThat(throttled.fault()).isEqualTo(Fault.TOO_MANY_TRIES);
        assertThat(throttled.retryAfter()).isEqualTo(Duration.ofSeconds(8));
        assertThat(throttled.lock()).contains("L-1");
    }

    @Test
    void whatFailsOtherwiseNamesNeitherALockNorATime() {
        ProtocolException gone = new ProtocolException(Fault.NOT_FOUND, "It is not there.");
        assertThat(gone.lock()).isEmpty();
        assertThat(gone.retryAfter()).isZero();
    }
}
