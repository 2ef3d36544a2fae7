package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

class DiskTroubleTest {
    /** What Linux says, as Java hands it on. */
    private static final Map<DiskTrouble, String> SAID = Map.ofEntries(
            Map.entry(DiskTrouble.FULL, "No space left on device"),
            Map.entry(DiskTrouble.QUOTA, "Disk quota exceeded"),
            Map.entry(DiskTrouble.FILE_TOO_LARGE, "File too large"),
            Map.entry(DiskTrouble.NAME_TOO_LONG, "File name too long"),
            Map.entry(DiskTrouble.NAME_INVALID, "Invalid argument"),
            Map.entry(DiskTrouble.READ_ONLY, "Read-only file system"),
            Map.entry(DiskTrouble.UNCHANGEABLE, "Operation not permitted"),
            Map.entry(DiskTrouble.TOO_MANY_OPEN, "Too many open files"),
            Map.entry(DiskTrouble.LINK, "Too many levels of symbolic links"),
            Map.entry(DiskTrouble.BUSY, "Device or resource busy"),
            Map.entry(DiskTrouble.AWAY, "Transport endpoint is not connected"),
            Map.entry(DiskTrouble.OTHER, "Input/output error"));

    @TempDir
    Path folder;

    @Test
    void eachIsKnownByTheWordsOfTheSystem() {
        assertThat(SAID).containsOnlyKeys(DiskTrouble.values());
        SAID.forEach((trouble, said) -> assertThat(DiskTrouble.of(new FileSystemException("x", null, said)))
                .isEqualTo(trouble));
        // A file's name says nothing.
        assertThat(DiskTrouble.of(new FileSystemException("file too large", null, null)))
                .isEqualTo(DiskTrouble.OTHER);
        assertThat(DiskTrouble.of(new IOException("Invalid argument"))).isEqualTo(DiskTrouble.OTHER);
        assertThat(DiskTrouble.of(new IOException())).isEqualTo(DiskTrouble.OTHER);
    }

    @Test
    void eachHasASentenceOfItsOwn() {
        assertThat(Arrays.stream(DiskTrouble.values())
                        .map(SAID::get)
                        .map(said -> StorageFaults.of(new FileSystemException("x", null, said))
                                .sentence())
                        .distinct())
                .hasSize(DiskTrouble.values().length)
                .allMatch(sentence -> sentence.endsWith("."));
    }

    @Test
    void whatIsNotAllowedIsTheUsersToAllow() {
        assertThat(Arrays.stream(DiskTrouble.values())
                        .filter(trouble -> StorageFaults.of(new FileSystemException("x", null, SAID.get(trouble)))
                                        .fault()
                                == Fault.LOCAL_DENIED))
                .containsExactlyInAnyOrder(DiskTrouble.READ_ONLY, DiskTrouble.UNCHANGEABLE);
    }

    /** exFAT by FUSE says of a name that it does not take that it is not there. */
    @Test
    void aNameThatTheDiskDoesNotTakeIsSaidToBeThat() throws IOException {
        RecordingDisk trial = new RecordingDisk();
        land(trial, "trial");
        int publish = trial.operations().indexOf("publish");
        assertThat(publish).isPositive();
        RecordingDisk disk = new RecordingDisk().failing(publish, () -> new NoSuchFileException("a:b"));
        ProtocolException refused = catchThrowableOfType(ProtocolException.class, () -> land(disk, "a:b"));
        assertThat(refused.fault()).isEqualTo(Fault.LOCAL_STORAGE);
        assertThat(refused.sentence()).isEqualTo("This computer's disk cannot store the name \"a:b\".");
    }

    private void land(RecordingDisk disk, String name) throws IOException {
        try (Landing landing = Landing.plain(disk, folder, new SecureRandom())) {
            landing.begin("v", 1);
            landing.write(new byte[1], 1);
            landing.publish(folder.resolve(name), Instant.EPOCH, Optional.empty(), OnConflict.FAIL);
        }
        assertThat(Files.exists(folder.resolve(name))).isTrue();
    }
}
