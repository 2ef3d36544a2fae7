package quayside.server.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.storage.Shares.MODIFIED;
import static quayside.server.storage.Shares.path;
import static quayside.server.storage.Shares.upload;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.files.WatchedDisk.Operation;
import quayside.protocol.message.Mode;
import quayside.protocol.message.OnConflict;

/** In which order an upload gets to the disk (PROTOCOL.md section 8.1): what a power cut leaves depends on nothing else. */
class UploadOrderTest {
    @TempDir
    Path root;

    private final List<Step> steps = new CopyOnWriteArrayList<>();
    private Storage storage;

    private record Step(Operation operation, String name) {}

    @BeforeEach
    void openShare() throws Exception {
        Files.createDirectory(root.resolve("a"));
        Files.createDirectory(root.resolve("b"));
        storage = WatchedShares.open(root, (operation, name) -> steps.add(new Step(operation, name)));
        steps.clear();
    }

    @AfterEach
    void close() throws IOException {
        storage.close();
    }

    private List<Integer> placesOf(Predicate<Step> wanted) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (wanted.test(steps.get(i))) {
                places.add(i);
            }
        }
        return places;
    }

    private List<Integer> placesOf(Operation operation) {
        return placesOf(step -> step.operation() == operation);
    }

    private int placeOf(Operation operation) {
        return placesOf(operation).getFirst();
    }

    @Test
    void oneIsSyncedThenMovedThenItsFolderSyncedBeforeItIsSaidToBeStored() throws Exception {
        Shares.put(storage, "a/new", "content", OnConflict.FAIL);

        assertThat(placeOf(Operation.WRITE)).isLessThan(placeOf(Operation.SET_MODIFIED));
        assertThat(placeOf(Operation.SET_MODIFIED)).isLessThan(placeOf(Operation.SYNC_FILE));
        assertThat(placeOf(Operation.SYNC_FILE)).isLessThan(placeOf(Operation.MOVE));
        assertThat(placeOf(Operation.MOVE)).isLessThan(placeOf(Operation.SYNC_FOLDER));
        // All that happened before commit returned.
        assertThat(placesOf(Operation.SYNC_FOLDER)).hasSize(1);
    }

    @Test
    void itMayBeRunBeforeItIsSynced() throws Exception {
        Storage.Upload script = new Storage.Upload(
                path("a/run"),
                300_000,
                MODIFIED,
                OnConflict.FAIL,
                true,
                Optional.of(new Mode(0755)),
                false,
                Optional.of("v"));
        try (SingleUpload single = new SingleUpload(storage, withoutTheRight(script))) {
            single.write(new byte[1000]);
        }
        steps.clear();
        try (SingleUpload single = new SingleUpload(storage, script)) {
            single.run(new byte[300_000]);
        }
        assertThat(placeOf(Operation.DRESS)).isLessThan(placeOf(Operation.SYNC_FILE));
        assertThat(Files.isExecutable(root.resolve("a/run"))).isTrue();
    }

    private static Storage.Upload withoutTheRight(Storage.Upload upload) {
        return new Storage.Upload(
                upload.target(),
                upload.size(),
                upload.modified(),
                upload.onConflict(),
                true,
                Optional.empty(),
                false,
                upload.source());
    }

    @Test
    void theRecordOfALargeOneGoesOnlyAfterItsMove() throws Exception {
        Storage.Upload large = new Storage.Upload(
                path("a/new"), 300_000, MODIFIED, OnConflict.FAIL, true, Optional.empty(), false, Optional.of("v"));
        try (SingleUpload single = new SingleUpload(storage, large)) {
            single.run(new byte[300_000]);
        }
        List<Integer> syncsOfBytes = placesOf(
                step -> step.operation() == Operation.SYNC_FILE && step.name().endsWith(".part"));
        List<Integer> deletes = placesOf(Operation.DELETE);
        assertThat(syncsOfBytes).isNotEmpty().allMatch(place -> place < placeOf(Operation.MOVE));
        assertThat(deletes).isNotEmpty().allMatch(place -> place > placeOf(Operation.MOVE));
        assertThat(steps.get(deletes.getFirst()).name()).endsWith(".resume");
    }

    @Test
    void thoseOfABatchAreSyncedAllThenMovedInOrderThenEachFolderSyncedOnce() throws Exception {
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            targets.add((i % 2 == 0 ? "a/" : "b/") + "file" + i);
        }
        List<Storage.UploadResult> arrived;
        try (Storage.Batch batch = storage.batch()) {
            for (String target : targets) {
                Storage.Staged staged = (Storage.Staged) batch.stage(upload(target, "content", OnConflict.FAIL));
                staged.write("content".getBytes(UTF_8), 7);
            }
            arrived = batch.commit();
        }
        assertThat(arrived).hasSize(20).allMatch(Storage.UploadResult.Stored.class::isInstance);

        List<Integer> moves = placesOf(Operation.MOVE);
        assertThat(placesOf(Operation.SYNC_FILE)).hasSize(20).allMatch(place -> place < moves.getFirst());
        assertThat(moves)
                .extracting(place -> steps.get(place).name())
                .containsExactly(
                        targets.stream().map(target -> target.substring(2)).toArray(String[]::new));
        assertThat(placesOf(Operation.SYNC_FOLDER)).hasSize(2).allMatch(place -> place > moves.getLast());
    }

    /** Over another connection it may have its name, and its folder not be on the disk yet. */
    @Test
    void whatHasLandedIsSaidToBeThereOnlyOnceItsFolderIsSynced() throws Exception {
        Storage.Upload first = new Storage.Upload(
                path("a/new"),
                7,
                MODIFIED,
                OnConflict.FAIL,
                true,
                Optional.empty(),
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.of("id"),
                Optional.empty(),
                Optional.empty());
        Storage.Upload same = new Storage.Upload(
                path("a/new"), 7, MODIFIED, OnConflict.FAIL, true, Optional.empty(), true, Optional.empty());
        Shares.put(storage, first, "content");
        for (Storage.Upload again : List.of(first, same)) {
            steps.clear();
            try (Storage.Batch batch = storage.batch()) {
                assertThat(batch.stage(again)).isInstanceOf(Storage.StageResult.Declined.class);
            }
            assertThat(placesOf(Operation.SYNC_FOLDER)).hasSize(1);
        }
    }

    /** One that was killed after it had got its source's mode, which lets nobody write to it. */
    @Test
    void aPartThatCannotBeOpenedAgainIsMadeAnew() throws Exception {
        Storage.Upload large = new Storage.Upload(
                path("a/new"), 300_000, MODIFIED, OnConflict.FAIL, true, Optional.empty(), false, Optional.of("v"));
        try (SingleUpload single = new SingleUpload(storage, large)) {
            single.write(new byte[1000]);
        }
        storage.close();
        AtomicInteger opened = new AtomicInteger();
        storage = WatchedShares.open(root, (operation, name) -> {
            if (operation == Operation.OPEN_FILE && name.endsWith(".part") && opened.getAndIncrement() == 0) {
                throw new AccessDeniedException(name);
            }
        });
        try (SingleUpload single = new SingleUpload(storage, large)) {
            assertThat(single.staged().offset()).isZero();
            assertThat(single.run(new byte[300_000])).isInstanceOf(Storage.UploadResult.Stored.class);
        }
    }

    @Test
    void whatADiskMakesWaitForIsSyncedSideBySide() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        AtomicInteger syncs = new AtomicInteger();
        storage.close();
        Storage slow = WatchedShares.open(root, (operation, _) -> {
            if (operation == Operation.SYNC_FILE) {
                try {
                    if (syncs.getAndIncrement() == 0) {
                        assertThat(new CountDownLatch(1).await(2, TimeUnit.MILLISECONDS))
                                .isFalse();
                    } else {
                        together.await(20, TimeUnit.SECONDS);
                    }
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
        });
        try (slow;
                Storage.Batch batch = slow.batch()) {
            for (int i = 0; i < 4; i++) {
                Storage.Staged staged = (Storage.Staged) batch.stage(upload("file" + i, "x", OnConflict.FAIL));
                staged.write(new byte[1], 1);
            }
            // Three of them wait for each other.
            assertThat(batch.commit()).hasSize(4).allMatch(Storage.UploadResult.Stored.class::isInstance);
        }
    }
}
