package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.path;
import static quayside.server.storage.Shares.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.files.WatchedDisk.Operation;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.SeenFile;
import quayside.protocol.wire.Fault;

/** What others do to the disk between two steps of ours. */
class MeanwhileTest {
    @TempDir
    Path root;

    @TempDir
    Path outside;

    private final AtomicBoolean done = new AtomicBoolean();
    private Operation before = Operation.MOVE;
    private Step meanwhile = () -> {};
    private Storage storage;

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    @BeforeEach
    void openShare() {
        storage = WatchedShares.open(root, (operation, _) -> {
            if (operation == before && !done.getAndSet(true)) {
                meanwhile.run();
            }
        });
    }

    @Test
    void aFolderThatSomebodyMakesMeanwhileDoesWhereItMay() throws IOException {
        // The staging area is there, so that what is made next is the folder itself.
        assertThat(storage.makeFolder(path("first"), false)).isEmpty();
        done.set(false);
        before = Operation.MAKE_FOLDER;
        meanwhile = () -> Files.createDirectory(root.resolve("second"));
        assertThat(storage.makeFolder(path("second"), true)).contains(storage.stat(path("second")));
        done.set(false);
        meanwhile = () -> Files.createDirectory(root.resolve("third"));
        assertFault(Fault.EXISTS, () -> storage.makeFolder(path("third"), false));
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void aFolderThatIsMovedOutOfTheShareWhileUploadsGatherGetsNoneOfThem() throws IOException {
        Files.createDirectory(root.resolve("docs"));
        try (Storage.Batch batch = storage.batch()) {
            Storage.Staged staged = (Storage.Staged) batch.stage(upload("docs/new", "x", OnConflict.FAIL));
            staged.write(new byte[1], 1);
            Files.move(root.resolve("docs"), outside.resolve("docs"));
            assertThat(batch.commit())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Storage.UploadResult.Failed.class,
                            failed -> assertThat(failed.failure().fault()).isEqualTo(Fault.NOT_FOUND));
        }
        assertThat(outside.resolve("docs")).isEmptyDirectory();
        assertThat(Shares.stagedIn(root)).isEmpty();
    }

    @Test
    void aNameThatIsTakenWhileTheFileIsSyncedIsNotReplaced() throws IOException {
        before = Operation.SYNC_FILE;
        meanwhile = () -> Files.writeString(root.resolve("new"), "somebody's");
        assertFault(Fault.EXISTS, () -> Shares.put(storage, "new", "ours", OnConflict.FAIL));
        assertThat(root.resolve("new")).hasContent("somebody's");
    }

    @Test
    void aFileThatIsWrittenWhileItsSuccessorIsSyncedIsNotReplaced() throws IOException {
        Path old = Files.writeString(root.resolve("old"), "as it was seen");
        SeenFile seen = SeenFile.of(storage.stat(path("old")));
        Storage.Upload upload = new Storage.Upload(
                path("old"),
                4,
                Shares.MODIFIED,
                OnConflict.OVERWRITE,
                true,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(seen));
        before = Operation.SYNC_FILE;
        meanwhile = () -> Files.writeString(old, "somebody's");
        assertFault(Fault.EXISTS, () -> Shares.put(storage, upload, "ours"));
        assertThat(old).hasContent("somebody's");
        assertThat(Shares.stagedIn(root)).isEmpty();
    }
}
