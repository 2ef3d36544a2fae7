package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static quayside.server.storage.Shares.content;
import static quayside.server.storage.Shares.path;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.files.Disk;
import quayside.protocol.files.Settling;
import quayside.protocol.files.WatchedDisk;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Files that may change without a trace (PROTOCOL.md section 4.2): for a moment after each write, or on some disks at any time. */
final class YoungFilesTest {
    private static final Instant OLD = Instant.parse("2020-02-02T02:02:02Z");

    @TempDir
    Path root;

    private final List<Duration> slept = new ArrayList<>();

    private void rewrite(Path file) {
        try {
            Files.writeString(file, "two");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FolderStorage at(Instant now, Settling.Sleep sleep) throws IOException {
        InstantSource clock = () -> now;
        return FolderStorage.open(
                root, false, List.of(), clock, new Random(3), Disk.withTrueNames(), new Settling(clock, sleep));
    }

    /** Until then it could be rewritten while it is read, at the same times. */
    @Test
    void aFileIsReadOnlyOnceEveryWriteLeavesATrace() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "one");
        Instant written = Files.getLastModifiedTime(file).toInstant();
        try (FolderStorage storage = at(written.plusMillis(1), time -> {
            slept.add(time);
            rewrite(file);
        })) {
            assertThat(catchThrowableOfType(ProtocolException.class, () -> content(storage, "file"))
                            .fault())
                    .isEqualTo(Fault.CHANGED);
            assertThat(slept).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, -60})
    void whatIsOldOrFarAheadIsNotWaitedFor(long seconds) throws IOException {
        Path file = Files.writeString(root.resolve("file"), "one");
        Instant written = Files.getLastModifiedTime(file).toInstant();
        try (FolderStorage storage = at(written.plusSeconds(seconds), slept::add)) {
            assertThat(content(storage, "file")).isEqualTo("one");
            assertThat(slept).isEmpty();
        }
    }

    /** The first time of FAT stands for all before on FAT alone. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTimeThatADiskReachesIsTakenForNoOther(boolean fat) throws IOException {
        FileTime first = FileTime.from(Instant.parse("1980-01-01T00:00:00Z"));
        Files.setLastModifiedTime(Files.writeString(root.resolve("file"), "one"), first);
        Storage.Upload upload = new Storage.Upload(
                path("file"),
                3,
                Instant.parse("1970-07-20T20:17:40Z"),
                OnConflict.OVERWRITE,
                true,
                Optional.empty(),
                true,
                Optional.empty());
        WatchedDisk.Watch watch = new WatchedDisk.Watch() {
            @Override
            public void before(WatchedDisk.Operation operation, String name) {}

            @Override
            public FileTime modified(FileTime asked) {
                return fat && asked.compareTo(first) < 0 ? first : asked;
            }
        };
        try (Storage storage = WatchedShares.open(root, watch)) {
            Shares.put(storage, upload, "two");
            assertThat(content(storage, "file")).isEqualTo(fat ? "one" : "two");
        }
    }

    /** As on FAT: a program that gives a file its old time back leaves no trace at all. */
    @Test
    void nothingIsRememberedWhereTheTimeOfTheLastChangeCanBeSet() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "one");
        Files.setLastModifiedTime(file, FileTime.from(OLD));
        WatchedDisk.Watch fat = new WatchedDisk.Watch() {
            @Override
            public void before(WatchedDisk.Operation operation, String name) {}

            @Override
            public FileTime changed(@Nullable FileTime real, BasicFileAttributes attributes) {
                return attributes.lastModifiedTime();
            }
        };
        try (Storage storage = WatchedShares.open(root, fat)) {
            String before = storage.digest(path("file"), "guest").sha256();
            Files.writeString(file, "two");
            Files.setLastModifiedTime(file, FileTime.from(OLD));
            assertThat(storage.digest(path("file"), "guest").sha256()).isNotEqualTo(before);
            assertThat(Shares.stagedIn(root)).isEmpty();
        }
    }
}
