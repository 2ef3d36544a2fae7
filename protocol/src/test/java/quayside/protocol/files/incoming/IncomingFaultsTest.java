package quayside.protocol.files.incoming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.files.Directory;
import quayside.protocol.files.Disk;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.PartNames;
import quayside.protocol.files.RecordingDisk;
import quayside.protocol.message.Mode;
import quayside.protocol.message.OnConflict;

/** Each operation of the disk fails once: the name holds the old file or the new one whole, and what is left is there to go on with. */
final class IncomingFaultsTest {
    private static final ClientSecret SECRET = ClientSecret.of(new byte[ClientSecret.BYTES]);

    private static final Instant MODIFIED = Instant.parse("2026-11-22T10:00:00Z");
    private static final int SIZE = 1_500_000;
    private static final PartNames NAME = PartNames.of(SECRET, "server", "a.bin", "a.bin");

    @TempDir
    Path folder;

    private final byte[] source = new byte[SIZE];

    IncomingFaultsTest() {
        new Random(5).nextBytes(source);
    }

    enum Trouble {
        NO_SPACE,
        DENIED,
        BROKEN;

        IOException failure() {
            return switch (this) {
                case NO_SPACE -> new FileSystemException("a", null, "No space left on device");
                case DENIED -> new AccessDeniedException("a");
                case BROKEN -> new IOException("Input/output error");
            };
        }
    }

    private void land(Disk disk, boolean resumable, OnConflict rule) throws IOException {
        try (IncomingDownload incoming = resumable
                ? IncomingDownload.resumable(disk, folder, NAME).orElseThrow()
                : IncomingDownload.plain(disk, folder, new SecureRandom())) {
            if (incoming.leftover().isEmpty()) {
                incoming.begin("v1", SIZE);
            }
            for (int at = (int) incoming.offset(); at < SIZE; ) {
                int count = Math.min(SIZE - at, 256 * 1024);
                byte[] piece = new byte[count];
                System.arraycopy(source, at, piece, 0, count);
                incoming.write(piece, count);
                at += count;
            }
            incoming.publish(folder.resolve("a.bin"), MODIFIED, Optional.of(new Mode(0755)), rule);
        }
    }

    private List<Path> leftovers() throws IOException {
        try (Directory directory = Disk.ofSystem().open(folder)) {
            return directory.names(PartNames::isLeftover);
        }
    }

    /** Under each rule that publishes: over a free name, and where it replaces over an old file. */
    private enum Place {
        FREE_FAIL(OnConflict.FAIL, false),
        FREE_RENAME(OnConflict.RENAME, false),
        FREE_OVERWRITE(OnConflict.OVERWRITE, false),
        TAKEN_OVERWRITE(OnConflict.OVERWRITE, true),
        TAKEN_NEWER(OnConflict.NEWER, true),
        TAKEN_RENAME(OnConflict.RENAME, true);

        final OnConflict rule;
        final boolean old;

        Place(OnConflict rule, boolean old) {
            this.rule = rule;
            this.old = old;
        }

        String arrived() {
            return this == TAKEN_RENAME ? "a (2).bin" : "a.bin";
        }
    }

    private void prepare(Place place) throws IOException {
        clear();
        if (place.old) {
            Files.writeString(folder.resolve("a.bin"), "old");
            Files.setLastModifiedTime(folder.resolve("a.bin"), FileTime.from(MODIFIED.minusSeconds(60)));
        }
    }

    private List<String> operations(Place place, boolean resumable) throws IOException {
        prepare(place);
        RecordingDisk disk = new RecordingDisk();
        land(disk, resumable, place.rule);
        return disk.operations();
    }

    @ParameterizedTest
    @EnumSource
    void whateverFailsTheNameHoldsOneFileWhole(Trouble trouble) throws IOException {
        for (Place place : Place.values()) {
            for (boolean resumable : new boolean[] {true, false}) {
                List<String> operations = operations(place, resumable);
                assertThat(operations).last().isEqualTo("sync folder");
                for (int failing = 0; failing < operations.size(); failing++) {
                    whateverFails(trouble, place, resumable, failing, operations.get(failing));
                }
            }
        }
    }

    private void whateverFails(Trouble trouble, Place place, boolean resumable, int failing, String operation)
            throws IOException {
        String what = place + ", " + operation;
        prepare(place);
        RecordingDisk disk = new RecordingDisk().unsynced().failing(failing, trouble::failure);
        boolean failed = false;
        try {
            land(disk, resumable, place.rule);
        } catch (IOException e) {
            failed = true;
            assertThat(FileProblem.local(e).sentence().toString()).endsWith(".").doesNotContain("null");
        }
        assertThat(disk.operations().get(failing)).isEqualTo(operation);
        assertThat(failed || !operation.equals("sync folder")).as(what).isTrue();
        checkNames(place, what, failed);
        if (!resumable && !operation.startsWith("delete")) {
            assertThat(leftovers()).as(what).isEmpty();
        }
        // Nothing of it is in the way of the next try, and what is left is right.
        land(new RecordingDisk().unsynced(), true, OnConflict.OVERWRITE);
        assertThat(holdsSource(folder.resolve("a.bin"))).as("after %s", what).isTrue();
    }

    /** AssertJ compares byte by byte, which takes too long for as many files. */
    private boolean holdsSource(Path file) throws IOException {
        return Arrays.equals(Files.readAllBytes(file), source);
    }

    private void checkNames(Place place, String what, boolean failed) throws IOException {
        Path arrived = folder.resolve(place.arrived());
        boolean isNew = Files.exists(arrived) && Files.size(arrived) == SIZE;
        if (isNew) {
            assertThat(holdsSource(arrived)).as(what).isTrue();
        } else {
            assertThat(failed).as("%s failed and nothing was said", what).isTrue();
        }
        if (place.old && !(isNew && place != Place.TAKEN_RENAME)) {
            assertThat(folder.resolve("a.bin")).as(what).hasContent("old");
        } else if (!isNew) {
            assertThat(arrived).as(what).doesNotExist();
        }
    }

    private void clear() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void theOrderIsDataSyncThenNameThenFolderSync() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        land(disk, false, OnConflict.OVERWRITE);
        List<String> operations = new ArrayList<>(disk.operations());
        operations.removeIf(each -> each.equals("write part"));
        assertThat(operations)
                .containsExactly(
                        "open folder",
                        "open file part",
                        "look part",
                        "set modified part",
                        "dress part",
                        "sync part",
                        "look part",
                        "publish",
                        "delete part",
                        "sync folder");
        assertThat(disk.operations().lastIndexOf("write part"))
                .isLessThan(disk.operations().indexOf("sync part"));
    }

    @Test
    void aFileThatIsNotWholeIsNeverPublished() throws IOException {
        try (IncomingDownload incoming = IncomingDownload.plain(Disk.ofSystem(), folder, new SecureRandom())) {
            incoming.begin("v1", 2);
            incoming.write(new byte[1], 1);
            incoming.publish(folder.resolve("a.bin"), MODIFIED, Optional.empty(), OnConflict.FAIL);
            fail("half a file was published");
        } catch (IllegalStateException e) {
            assertThat(folder.resolve("a.bin")).doesNotExist();
        }
    }
}
