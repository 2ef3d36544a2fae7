package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.protocol.wire.Fault;

class ExitCodeTest {
    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, 3",
        "WRONG_KEY, 4",
        "TOO_MANY_TRIES, 4",
        "REFUSED, 4",
        "SERVER_KEY_CHANGED, 4",
        "PASSCODE_NEEDED, 4",
        "WRONG_PASSCODE, 4",
        "EXISTS, 5",
        "CHANGED, 5",
        "UNREACHABLE, 6",
        "CONNECTION_LOST, 6",
        "NOT_QUAYSIDE, 6",
        "SERVER_FULL, 6",
        "CORRUPTED, 7",
        "DISK_FULL, 1",
        "SERVER_ERROR, 1",
        "LOCAL_STORAGE, 1"
    })
    void scriptsRelyOnTheseNumbers(Fault fault, int status) {
        assertThat(ExitCode.of(fault).status()).isEqualTo(status);
    }
}
