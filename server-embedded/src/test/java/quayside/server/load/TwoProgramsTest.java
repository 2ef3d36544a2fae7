package quayside.server.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.TestHost;

/** Two programs that share one folder would each forget what the other has protected. */
final class TwoProgramsTest {
    @TempDir
    Path folder;

    @Test
    void aFolderThatAnotherProgramSharesIsNotSharedOnceMoreUntilThatEnds() throws IOException {
        try (ServerProcess other = ServerProcess.start(folder, 5);
                TestHost second = new TestHost(folder)) {
            assertThat(other.port()).isPositive();
            assertThat(catchThrowableOfType(ProtocolException.class, second::start)
                            .fault())
                    .isEqualTo(Fault.EXISTS);
        }
        try (TestHost after = new TestHost(folder)) {
            assertThat(after.start()).isNotNull();
        }
    }
}
