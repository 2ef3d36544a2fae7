package quayside.protocol.files.incoming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.files.Disk;
import quayside.protocol.files.PartNames;
import quayside.protocol.files.RecordingDisk;
import quayside.protocol.files.WatchedDisk;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.SeenFile;

final class IncomingBatchTest {
    private static final Instant MODIFIED = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path top;

    private Path one;
    private Path two;

    @BeforeEach
    void makeFolders() throws IOException {
        one = Files.createDirectory(top.resolve("one"));
        two = Files.createDirectory(top.resolve("two"));
    }

    private static IncomingBatch.ReceivedFile file(Path folder, String name, OnConflict rule) {
        return new IncomingBatch.ReceivedFile(
                folder,
                folder.resolve(name),
                name.getBytes(StandardCharsets.UTF_8),
                MODIFIED,
                Optional.empty(),
                rule,
                Optional.empty());
    }

    private static List<IncomingBatch.Outcome> land(Disk disk, List<IncomingBatch.ReceivedFile> files) {
        return new IncomingBatch(disk, new SecureRandom()).publish(files);
    }

    /** The last look is right before the file takes the name. */
    @Test
    void aFileThatTookThePlaceOfTheSeenOneMeanwhileIsNotReplaced() throws IOException {
        Path target = Files.writeString(one.resolve("a"), "seen");
        SeenFile seen = new SeenFile(4, Files.getLastModifiedTime(target).toInstant());
        RecordingDisk meddled =
                new RecordingDisk().meanwhile("sync part", name -> Files.writeString(target, "by others"));
        IncomingBatch.ReceivedFile file = new IncomingBatch.ReceivedFile(
                one, target, new byte[5], MODIFIED, Optional.empty(), OnConflict.OVERWRITE, Optional.of(seen));
        assertThat(land(meddled, List.of(file)))
                .singleElement()
                .isInstanceOfSatisfying(
                        IncomingBatch.Outcome.Failed.class,
                        failed -> assertThat(failed.why())
                                .hasMessage("“a” was changed on this computer meanwhile, so it was not replaced."));
        assertThat(target).hasContent("by others");
    }

    private List<IncomingBatch.ReceivedFile> several() {
        List<IncomingBatch.ReceivedFile> files = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            files.add(file(one, "a" + i, OnConflict.FAIL));
            files.add(file(two, "b" + i, OnConflict.FAIL));
        }
        return files;
    }

    @Test
    void allDataIsOnTheDiskBeforeTheFirstNameAndEachFolderIsSyncedOnceAfterTheLast() {
        RecordingDisk disk = new RecordingDisk();
        assertThat(land(disk, several())).allMatch(IncomingBatch.Outcome.Published.class::isInstance);
        List<String> operations = disk.operations();
        assertThat(operations.lastIndexOf("write part")).isLessThan(operations.indexOf("sync part"));
        assertThat(operations.lastIndexOf("sync part")).isLessThan(operations.indexOf("publish"));
        assertThat(operations.lastIndexOf("publish")).isLessThan(operations.indexOf("sync folder"));
        assertThat(operations).filteredOn("sync folder"::equals).hasSize(2);
        assertThat(operations).filteredOn("sync part"::equals).hasSize(10);
    }

    @Test
    void oneThatFailsCostsNoOther() throws IOException {
        RecordingDisk counting = new RecordingDisk();
        land(counting, several());
        int operations = counting.operations().size();
        for (int failing = 0; failing < operations; failing++) {
            for (Path folder : List.of(one, two)) {
                for (Path file : list(folder)) {
                    Files.delete(file);
                }
            }
            RecordingDisk disk = new RecordingDisk().failing(failing, () -> new IOException("Input/output error"));
            List<IncomingBatch.Outcome> outcomes = land(disk, several());
            String operation = disk.operations().get(failing);
            long failed = outcomes.stream()
                    .filter(IncomingBatch.Outcome.Failed.class::isInstance)
                    .count();
            int expected = switch (operation) {
                case "sync folder" -> 5;
                // What a disk does not keep besides the content, and what cannot be tidied up, is no failure.
                case "set modified part", "dress part", "delete part" -> 0;
                default -> 1;
            };
            assertThat(failed).as(operation).isEqualTo(expected);
            List<Path> left = new ArrayList<>(list(one));
            left.addAll(list(two));
            List<Path> parts = left.stream().filter(PartNames::isLeftover).toList();
            left.removeAll(parts);
            for (Path arrived : left) {
                assertThat(arrived)
                        .as(operation)
                        .hasContent(String.valueOf(arrived.getFileName()))
                        .isRegularFile();
            }
            assertThat(left).as(operation).hasSize(expected == 1 ? 9 : 10);
            // What could not be deleted is the second name of a file that arrived.
            assertThat(parts).as(operation).hasSize(operation.startsWith("delete") ? 1 : 0);
            for (Path part : parts) {
                assertThat(left.stream().filter(arrived -> isSame(arrived, part)))
                        .as(operation)
                        .hasSize(1);
            }
        }
    }

    /** With a disk so slow that several are synced at once, so that it is not the caller's thread in which it happens. */
    @Test
    void whatNobodySyncedIsNotPublished() throws IOException {
        for (Throwable trouble : List.of(new OutOfMemoryError("heap"), new IllegalStateException("a bug"))) {
            AtomicInteger synced = new AtomicInteger();
            Disk odd = new WatchedDisk((operation, _) -> {
                if (operation == WatchedDisk.Operation.SET_MODIFIED) {
                    for (long until = System.nanoTime() + 1_000_000; System.nanoTime() < until; ) {
                        Thread.onSpinWait();
                    }
                    if (synced.incrementAndGet() == 3) {
                        switch (trouble) {
                            case Error error -> throw error;
                            case RuntimeException bug -> throw bug;
                            default -> throw new AssertionError(trouble);
                        }
                    }
                }
            });
            assertThatThrownBy(() -> land(odd, several())).isSameAs(trouble);
            assertThat(list(one)).isEmpty();
            assertThat(list(two)).isEmpty();
        }
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void eachFollowsItsRule() throws IOException {
        Files.writeString(one.resolve("a"), "old");
        assertThat(land(
                        Disk.ofSystem(),
                        List.of(
                                file(one, "a", OnConflict.SKIP),
                                file(one, "a", OnConflict.RENAME),
                                file(one, "a", OnConflict.FAIL),
                                file(one, "b", OnConflict.FAIL),
                                file(one, "b", OnConflict.FAIL))))
                .satisfiesExactly(
                        left -> assertThat(left).isInstanceOf(IncomingBatch.Outcome.Skipped.class),
                        named -> assertThat(named)
                                .isEqualTo(new IncomingBatch.Outcome.Published(one.resolve("a (2)"), Set.of())),
                        taken -> assertThat(taken).isInstanceOf(IncomingBatch.Outcome.Failed.class),
                        arrived -> assertThat(arrived)
                                .isEqualTo(new IncomingBatch.Outcome.Published(one.resolve("b"), Set.of())),
                        taken -> assertThat(taken).isInstanceOf(IncomingBatch.Outcome.Failed.class));
        assertThat(one.resolve("a")).hasContent("old");
        assertThat(list(one)).hasSize(3);
    }
}
