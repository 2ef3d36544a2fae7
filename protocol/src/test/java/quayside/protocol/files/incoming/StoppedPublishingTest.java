package quayside.protocol.files.incoming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.files.Disk;
import quayside.protocol.files.PartNames;
import quayside.protocol.files.WatchedDisk;
import quayside.protocol.message.OnConflict;

/** Where a publishing stops, no later try writes into the file that it gave to the user (PROTOCOL.md section 8.4). */
final class StoppedPublishingTest {
    private static final ClientSecret SECRET = ClientSecret.of(new byte[ClientSecret.BYTES]);

    private static final Instant MODIFIED = Instant.parse("2026-11-22T10:00:00Z");
    private static final int SIZE = 1_500_000;
    private static final PartNames NAME = PartNames.of(SECRET, "server", "big.iso", "big.iso");

    @TempDir
    Path folder;

    private static final Set<WatchedDisk.Operation> CHANGES = EnumSet.of(
            WatchedDisk.Operation.MOVE,
            WatchedDisk.Operation.PUBLISH,
            WatchedDisk.Operation.DELETE,
            WatchedDisk.Operation.SYNC_FOLDER);

    private final Disk disk = Disk.ofSystem();

    private static byte[] bytes(int value, int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** From operation number {@code from} of those that change names on, none is done any more, as after a kill. */
    private Disk stopping(int from, List<WatchedDisk.Operation> done) {
        return new WatchedDisk((operation, _) -> {
            if (CHANGES.contains(operation)) {
                if (done.size() >= from) {
                    throw new IOException("killed");
                }
                done.add(operation);
            }
        });
    }

    private void land(Disk on, String version, int value, OnConflict rule) throws IOException {
        try (IncomingDownload incoming =
                IncomingDownload.resumable(on, folder, NAME).orElseThrow()) {
            if (incoming.leftover().isEmpty()
                    || !incoming.leftover().orElseThrow().version().equals(version)) {
                incoming.begin(version, SIZE);
            }
            int missing = (int) (SIZE - incoming.offset());
            incoming.write(bytes(value, missing), missing);
            incoming.publish(folder.resolve("big.iso"), MODIFIED, Optional.empty(), rule);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noLaterTryTouchesWhatWasPublished(OnConflict rule) throws IOException {
        Path target = folder.resolve("big.iso");
        boolean finished = false;
        for (int from = 1; !finished; from++) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            List<WatchedDisk.Operation> done = new ArrayList<>();
            try {
                land(stopping(from, done), "v1", 1, rule);
                finished = done.contains(WatchedDisk.Operation.SYNC_FOLDER);
            } catch (IOException e) {
                // As it had to.
            }
            if (Files.exists(target)) {
                Files.write(target, bytes(9, 5), StandardOpenOption.APPEND);
                byte[] users = Files.readAllBytes(target);
                for (String version : List.of("v1", "v2")) {
                    try (IncomingDownload incoming =
                            IncomingDownload.resumable(disk, folder, NAME).orElseThrow()) {
                        incoming.begin(version, SIZE);
                        incoming.write(bytes(2, 300_000), 300_000);
                    }
                    assertThat(target).as("%s after %s", version, done).hasBinaryContent(users);
                }
                land(disk, "v2", 2, OnConflict.RENAME);
                assertThat(target).as("after %s", done).hasBinaryContent(users);
                assertThat(folder.resolve("big (2).iso")).hasBinaryContent(bytes(2, SIZE));
            } else {
                land(disk, "v1", 1, OnConflict.FAIL);
                assertThat(target).as("after %s", done).hasBinaryContent(bytes(1, SIZE));
            }
        }
    }

    @Test
    void aPartWithASecondNameIsNeitherWrittenToNorCutOff() throws IOException {
        try (IncomingDownload incoming =
                IncomingDownload.resumable(disk, folder, NAME).orElseThrow()) {
            incoming.begin("v1", SIZE);
            incoming.write(bytes(1, SIZE - 10), SIZE - 10);
        }
        Path users = Files.createLink(folder.resolve("mine"), NAME.part(folder));
        try (IncomingDownload incoming =
                IncomingDownload.ofEarlierTry(disk, folder, NAME, () -> {}).orElseThrow()) {
            assertThat(incoming.leftover()).isEmpty();
            incoming.begin("v1", SIZE);
            incoming.write(bytes(2, 10), 10);
        }
        assertThat(users).hasBinaryContent(bytes(1, SIZE - 10));
    }

    @Test
    void whatIsThereWithoutARecordIsReplacedAndNotCutOff() throws IOException {
        Path part = Files.write(NAME.part(folder), bytes(1, 10));
        Path users = Files.createLink(folder.resolve("mine"), part);
        try (IncomingDownload incoming =
                IncomingDownload.resumable(disk, folder, NAME).orElseThrow()) {
            incoming.begin("v1", SIZE);
            incoming.write(bytes(2, 5), 5);
        }
        assertThat(users).hasBinaryContent(bytes(1, 10));
    }

    /** Where the system does not tell how many names a file has, the name alone has to keep a later try away. */
    @Test
    void theSecondNameOfAPublishedFileIsNotThatOfAPart() throws IOException {
        List<WatchedDisk.Operation> done = new ArrayList<>();
        // What stands between link and unlink: the renaming, the link.
        assertThatIOException().isThrownBy(() -> land(stopping(2, done), "v1", 1, OnConflict.OVERWRITE));
        assertThat(done).containsExactly(WatchedDisk.Operation.MOVE, WatchedDisk.Operation.PUBLISH);
        assertThat(folder.resolve("big.iso")).exists();
        assertThat(NAME.part(folder)).doesNotExist();
    }
}
