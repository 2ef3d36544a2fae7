package quayside.protocol.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class FileDigestTest {
    @TempDir
    Path folder;

    private static Fault fault(Path file, ProgressListener progress, Cancellation cancellation) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                        ProtocolException.class, () -> FileDigest.sha256(file, progress, cancellation))
                .fault();
    }

    @Test
    void itIsWhatSha256sumPrints() throws IOException {
        assertThat(FileDigest.sha256(
                        Files.createFile(folder.resolve("empty")), ProgressListener.NONE, new Cancellation()))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(FileDigest.sha256(
                        Files.writeString(folder.resolve("abc"), "abc"), ProgressListener.NONE, new Cancellation()))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void itTellsHowFarItIsAndEndsWhenCancelled() throws IOException {
        Path file = Files.write(folder.resolve("big"), new byte[2_000_000]);
        List<Long> done = new ArrayList<>();
        FileDigest.sha256(file, (now, total) -> done.add(total == 2_000_000 ? now : -1), new Cancellation());
        assertThat(done).isSorted().endsWith(2_000_000L).doesNotContain(-1L);
        Cancellation cancellation = new Cancellation();
        assertThat(fault(file, (now, _) -> cancellation.cancel(), cancellation)).isEqualTo(Fault.CANCELLED);
    }

    @Test
    void aFileThatChangesMeanwhileHasNone() throws IOException {
        Path file = Files.write(folder.resolve("log"), new byte[2_000_000]);
        assertThat(fault(file, (now, _) -> append(file, now), new Cancellation()))
                .isEqualTo(Fault.CHANGED);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> FileDigest.sha256(folder, ProgressListener.NONE, new Cancellation()))
                .withMessageContaining("neither a file");
    }

    private static void append(Path file, long now) {
        try {
            if (now == 0) {
                Files.write(file, new byte[1], java.nio.file.StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
