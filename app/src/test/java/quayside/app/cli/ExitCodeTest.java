package quayside.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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
        "LOCAL_STORAGE, 1",
        "LOCAL_DENIED, 4"
    })
    void scriptsRelyOnTheseNumbers(Fault fault, int status) {
        assertThat(ExitCode.of(fault).status()).isEqualTo(status);
    }

    @Test
    void aPlaceThatMayNotBeLookedAtIsNotSaidToBeMissing() {
        Path path = Path.of("closed", "inside");
        CliException denied = LocalArgument.failure(path, new AccessDeniedException(path.toString()));
        assertThat(denied.exit()).isEqualTo(ExitCode.DENIED);
        assertThat(denied).hasMessageContaining("permission denied").hasMessageContaining("inside");
        assertThat(LocalArgument.failure(path, new NoSuchFileException(path.toString()))
                        .exit())
                .isEqualTo(ExitCode.NOT_FOUND);
    }
}
