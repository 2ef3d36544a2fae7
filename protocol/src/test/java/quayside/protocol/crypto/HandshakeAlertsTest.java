package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class HandshakeAlertsTest {
    private static ProtocolException fault(int status, long seconds) {
        return HandshakeAlerts.fault(new HandshakeMessage.Alert(status, seconds), true);
    }

    @ParameterizedTest
    @CsvSource({
        "1, a second",
        "2, 2 seconds",
        "119, 119 seconds",
        "120, 2 minutes",
        "121, 3 minutes",
        "3600, 60 minutes",
        "4294967295, 60 minutes"
    })
    void theTimeToWaitIsSaidInWords(long seconds, String words) {
        assertThat(fault(429, seconds).sentence().toString()).endsWith("Try again in " + words + ".");
        assertThat(fault(503, seconds).sentence().toString()).endsWith("Try again in " + words + ".");
        assertThat(fault(503, seconds).retryAfter()).isEqualTo(Duration.ofSeconds(Math.min(seconds, 3600)));
    }

    @Test
    void aShareThatIsFullSaysNoTime() {
        assertThat(fault(503, 0).sentence().toString()).endsWith("Try again later.");
        assertThat(fault(503, 0).fault()).isEqualTo(Fault.SERVER_FULL);
    }

    @ParameterizedTest
    @CsvSource({"400, BROKEN_PROTOCOL", "401, WRONG_KEY", "403, REFUSED", "418, BROKEN_PROTOCOL", "505, NOT_QUAYSIDE"})
    void eachStatusHasItsMeaning(int status, Fault fault) {
        assertThat(fault(status, 0).fault()).isEqualTo(fault);
    }

    /** Before the confirmation no server can know. */
    @Test
    void aWrongKeyIsBelievedOnlyOfAServerThatWasShownIt() {
        assertThat(HandshakeAlerts.fault(new HandshakeMessage.Alert(401, 0), false))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.BROKEN_PROTOCOL);
    }

    @ParameterizedTest
    @EnumSource
    void onlyThreeFaultsOfTheServersAreTold(Fault fault) {
        HandshakeMessage.Alert told = HandshakeAlerts.ofFailure(fault);
        int status = switch (fault) {
            case BROKEN_PROTOCOL -> 400;
            case WRONG_KEY -> 401;
            case NOT_QUAYSIDE -> 505;
            default -> 0;
        };
        if (status == 0) {
            assertThat(told).isNull();
        } else {
            assertThat(told).isEqualTo(new HandshakeMessage.Alert(status, 0));
        }
    }

    @Test
    void aRefusalHoldsATimeThatFitsItsField() {
        assertThat(HandshakeAlerts.ofRefusal(Fault.SERVER_FULL, 0)).isEqualTo(new HandshakeMessage.Alert(503, 0));
        assertThat(HandshakeAlerts.ofRefusal(Fault.REFUSED, 0)).isEqualTo(new HandshakeMessage.Alert(403, 0));
        assertThat(HandshakeAlerts.ofRefusal(Fault.TOO_MANY_TRIES, 0xFFFF_FFFFL))
                .isEqualTo(new HandshakeMessage.Alert(429, 0xFFFF_FFFFL));
        assertThatIllegalArgumentException().isThrownBy(() -> HandshakeAlerts.ofRefusal(Fault.REFUSED, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> HandshakeAlerts.ofRefusal(Fault.REFUSED, 0x1_0000_0000L));
        assertThatIllegalArgumentException().isThrownBy(() -> HandshakeAlerts.ofRefusal(Fault.WRONG_KEY, 0));
    }
}
