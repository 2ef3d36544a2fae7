package quayside.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FaultTest {
    @ParameterizedTest
    @CsvSource({
        "400, MALFORMED",
        "401, PASSCODE_NEEDED",
        "403, REFUSED",
        "404, NOT_FOUND",
        "409, EXISTS",
        "412, CHANGED",
        "413, TOO_LARGE",
        "422, CORRUPTED",
        "423, LOCKED",
        "428, UNPROVEN",
        "429, TOO_MANY_TRIES",
        "500, SERVER_ERROR",
        "503, SERVER_FULL",
        "507, DISK_FULL"
    })
    void eachStatusOfTheWireStandsForOneFault(int status, Fault fault) {
        assertThat(Fault.ofStatus(status)).isEqualTo(fault);
        assertThat(fault.status()).isEqualTo(status);
    }

    @Test
    void whatHasNoStatusIsNamedByNone() {
        assertThat(Fault.ofStatus(418)).isEqualTo(Fault.UNKNOWN_STATUS);
        assertThat(Fault.ofStatus(0)).isEqualTo(Fault.UNKNOWN_STATUS);
        assertThat(Fault.WRONG_KEY.status()).isZero();
    }
}
