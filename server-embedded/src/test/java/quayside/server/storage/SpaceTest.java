package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.MODIFIED;
import static quayside.server.storage.Shares.path;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;

/** What uploads are promised of a disk of 16 MiB that nobody else uses. */
class SpaceTest {
    private static final int MIB = 1024 * 1024;

    private FileSystem memory;
    private FolderStorage storage;

    @BeforeEach
    void openShare() throws IOException {
        memory = Jimfs.newFileSystem(
                Configuration.unix().toBuilder().setMaxSize(16 * MIB).build());
        Path root = Files.createDirectory(memory.getPath("/share"));
        storage = Shares.open(root);
    }

    @AfterEach
    void closeShare() throws IOException {
        memory.close();
    }

    private SingleUpload begin(String name, int size) throws IOException {
        return new SingleUpload(
                storage,
                new Storage.Upload(
                        path(name), size, MODIFIED, OnConflict.FAIL, true, Optional.empty(), false, Optional.of("v")));
    }

    @Test
    void whatIsPromisedToOneIsNotPromisedToAnother() throws IOException {
        long all = storage.free().orElseThrow();
        try (SingleUpload first = begin("first", 10 * MIB)) {
            assertThat(storage.free().orElseThrow()).isBetween(all - 10 * MIB - MIB / 4, all - 10 * MIB);
            assertFault(Fault.DISK_FULL, () -> begin("second", 10 * MIB));
            first.write(new byte[4 * MIB]);
            assertThat(storage.free().orElseThrow()).isBetween(all - 10 * MIB - MIB / 4, all - 10 * MIB);
            first.staged().discard();
        }
        assertThat(storage.free().orElseThrow()).isGreaterThan(all - MIB / 4);
        begin("second", 10 * MIB).close();
    }

    @Test
    void whoGoesOnIsPromisedOnlyWhatIsMissing() throws IOException {
        try (SingleUpload first = begin("first", 12 * MIB)) {
            first.write(new byte[8 * MIB]);
        }
        assertFault(Fault.DISK_FULL, () -> begin("other", 12 * MIB));
        try (SingleUpload again = begin("first", 12 * MIB)) {
            assertThat(again.staged().offset()).isEqualTo(8 * MIB);
            again.write(new byte[4 * MIB]);
            assertThat(again.commit()).isInstanceOf(Storage.UploadResult.Stored.class);
        }
    }

    @Test
    void whoStartsAgainIsPromisedRoomForAllOfIt() throws IOException {
        try (SingleUpload first = begin("first", 10 * MIB)) {
            first.write(new byte[6 * MIB]);
        }
        try (SingleUpload again = begin("first", 10 * MIB)) {
            long all = storage.free().orElseThrow();
            again.staged().restart();
            // The 6 MiB of the part are free now, and all 10 MiB are to come.
            assertThat(storage.free().orElseThrow()).isBetween(all - MIB / 4, all + MIB / 4);
            assertFault(Fault.DISK_FULL, () -> begin("other", 7 * MIB));
        }
    }

    @Test
    void whoIsRefusedForLackOfRoomLosesNothing() throws IOException {
        try (SingleUpload first = begin("first", 10 * MIB)) {
            first.write(new byte[6 * MIB]);
        }
        try (SingleUpload other = begin("other", 8 * MIB)) {
            assertFault(Fault.DISK_FULL, () -> begin("first", 10 * MIB));
            other.staged().discard();
        }
        try (SingleUpload again = begin("first", 10 * MIB)) {
            assertThat(again.staged().offset()).isEqualTo(6 * MIB);
        }
    }

    @Test
    void aDiskThatTheSystemDoesNotKnowTakesWhatComes(@TempDir Path folder) throws IOException {
        // Its disk is as unknown as that of a folder in some containers.
        Path gone = folder.resolve("gone");
        Space space = new Space(gone);
        assertThat(space.left()).isEmpty();
        try (Space.Reservation any = space.reserve()) {
            any.raise(path("any"), 1L << 50);
        }
        assertThat(Space.disk(gone)).isEmpty();
        assertThat(Space.disk(folder)).isPresent();
    }

    @Test
    void whoAnnouncesMuchAndSendsLittleKeepsNobodyOutForLong() throws IOException {
        AtomicLong nanos = new AtomicLong();
        Space space = new Space(memory.getPath("/share"), nanos::get);
        long all = space.left().orElseThrow();
        try (Space.Reservation idle = space.reserve();
                Space.Reservation steady = space.reserve()) {
            idle.raise(path("idle"), 6L * MIB);
            steady.raise(path("steady"), 6L * MIB);
            assertThat(space.left()).hasValue(all - 12 * MIB);
            try (Space.Reservation other = space.reserve()) {
                assertFault(Fault.DISK_FULL, () -> other.raise(path("other"), 8L * MIB));
            }

            nanos.addAndGet(Duration.ofSeconds(20).toNanos());
            idle.arrived(100);
            steady.arrived(MIB);
            // In an hour the one would bring 18,000 bytes, the other far more than it has announced.
            assertThat(space.left()).hasValue(all - 18_000 - 5 * MIB);
            try (Space.Reservation other = space.reserve()) {
                other.raise(path("other"), 8L * MIB);
            }
        }
        assertThat(space.left()).hasValue(all);
    }
}
