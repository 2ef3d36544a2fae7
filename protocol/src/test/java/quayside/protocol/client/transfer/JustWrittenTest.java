package quayside.protocol.client.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.files.Settling;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Files that may still change without a trace are not read before that is over. */
final class JustWrittenTest {
    @TempDir
    Path folder;

    private final List<Duration> slept = new ArrayList<>();
    private Path file;
    private LocalFile found;

    @BeforeEach
    void write() throws IOException {
        file = Files.write(folder.resolve("file"), new byte[100]);
        found = LocalFile.at(file);
    }

    /** Whatever is written meanwhile is younger, as a tick of the disk's clock makes it. */
    private Settling at(Instant now) {
        return new Settling(() -> now, time -> {
            slept.add(time);
            try {
                Files.write(file, new byte[] {1});
                Files.setLastModifiedTime(
                        file, FileTime.from(found.modified().toInstant().plusSeconds(2)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private Instant lastChange() {
        return found.changed().orElse(found.modified()).toInstant();
    }

    private static Fault faultOf(ThrowingCallable call) {
        return catchThrowableOfType(ProtocolException.class, call).fault();
    }

    @Test
    void aSmallFileIsReadOnlyOnceEveryWriteLeavesATrace() {
        Settling settling = at(lastChange().plusMillis(1));
        assertThat(faultOf(() -> found.read(file, settling))).isEqualTo(Fault.CHANGED);
        assertThat(slept).hasSize(1);
    }

    @Test
    void soIsALargeOne() throws IOException {
        try (UploadSource source = new UploadSource(file, found, at(lastChange().plusMillis(1)))) {
            assertThat(slept).hasSize(1);
            assertThat(faultOf(source::readAllBytes)).isEqualTo(Fault.CHANGED);
        }
    }

    @Test
    void whatIsOldOrFarAheadIsNotWaitedFor() throws IOException {
        assertThat(found.read(file, at(lastChange().plusSeconds(2)))).hasSize(100);
        assertThat(found.read(file, at(lastChange().minusSeconds(60)))).hasSize(100);
        assertThat(slept).isEmpty();
    }
}
