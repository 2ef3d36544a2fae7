package quayside.app.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

class FileChecksumTest {
    private static final String OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** The digest of 5,000,000 zeros, from sha256sum. */
    private static final String OF_ZEROS = "b39781589c4403fb82174c9647a010464cff38bad976547d339899b00053a545";

    @TempDir
    private Path folder;

    @Test
    void itSaysWhatSha256sumSays() throws IOException {
        assertThat(sha256(Files.writeString(folder.resolve("abc"), "abc"))).isEqualTo(OF_ABC);
        assertThat(sha256(Files.createFile(folder.resolve("empty")))).isEqualTo(OF_NOTHING);
        assertThat(sha256(Files.write(folder.resolve("zeros"), new byte[5_000_000])))
                .isEqualTo(OF_ZEROS);
    }

    @Test
    void progressReachesTheWholeLength() throws IOException {
        List<Long> told = new ArrayList<>();
        Path file = Files.write(folder.resolve("zeros"), new byte[5_000_000]);
        LocalFiles.sha256(file, (done, total) -> told.add(done), new Cancellation());
        assertThat(told).isSorted().startsWith(0L).endsWith(5_000_000L).hasSizeGreaterThan(4);
    }

    @Test
    void aFileThatIsChangedWhileItIsReadHasNoDigest() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[3_000_000]);
        assertFault(
                Fault.CHANGED,
                () -> LocalFiles.sha256(
                        file,
                        (done, total) -> {
                            if (done == 1 << 20) {
                                append(file);
                            }
                        },
                        new Cancellation()));
    }

    @Test
    void aCancelledReadingEnds() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[3_000_000]);
        Cancellation cancellation = new Cancellation();
        assertFault(
                Fault.CANCELLED, () -> LocalFiles.sha256(file, (done, total) -> cancellation.cancel(), cancellation));
    }

    @Test
    void whatIsNoFileHasNone() {
        assertFault(Fault.LOCAL_STORAGE, () -> sha256(folder));
        assertFault(Fault.NOT_FOUND, () -> sha256(folder.resolve("none")));
    }

    private static String sha256(Path file) throws IOException {
        return LocalFiles.sha256(file, ProgressListener.NONE, new Cancellation());
    }

    private static void append(Path file) {
        try {
            Files.write(file, new byte[1], StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertFault(Fault fault, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(fault));
    }
}
