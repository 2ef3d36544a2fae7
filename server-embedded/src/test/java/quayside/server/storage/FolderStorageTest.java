package quayside.server.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.MODIFIED;
import static quayside.server.storage.Shares.content;
import static quayside.server.storage.Shares.names;
import static quayside.server.storage.Shares.path;
import static quayside.server.storage.Shares.put;
import static quayside.server.storage.Shares.upload;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;

/** Reading and uploading on every kind of disk. */
@ParameterizedClass
@EnumSource
class FolderStorageTest extends EveryDisk {
    @Test
    void aFolderIsListedWithNamesKindsAndSizes() throws IOException {
        assertThat(names(storage, "")).containsExactlyInAnyOrder("a.txt", "docs");
        assertThat(names(storage, "docs")).containsExactly("b.txt");
        assertThat(storage.stat(path("a.txt")).size()).isEqualTo(5);
        assertThat(storage.stat(path("docs")).kind()).isEqualTo(Entry.Kind.FOLDER);
        assertThat(storage.stat(path("")).name()).isEmpty();
    }

    @Test
    void aFileIsRead() throws IOException {
        assertThat(content(storage, "docs/b.txt")).isEqualTo("beta");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertFault(Fault.NOT_FOUND, () -> Shares.look(storage, "no.txt"));
        assertFault(Fault.NOT_FOUND, () -> Shares.look(storage, "docs"));
        assertFault(Fault.NOT_FOUND, () -> Shares.look(storage, ""));
        assertFault(Fault.NOT_FOUND, () -> Shares.look(storage, "a.txt/b.txt"));
        assertFault(Fault.NOT_FOUND, () -> storage.list(path("a.txt")));
        assertFault(Fault.NOT_FOUND, () -> storage.list(path("no")));
        assertFault(Fault.NOT_FOUND, () -> storage.stat(path("no/no.txt")));
        assertFault(Fault.NOT_FOUND, () -> storage.delete(path("no.txt"), true));
        assertFault(Fault.NOT_FOUND, () -> storage.move(path("no.txt"), path("x.txt")));
        assertFault(Fault.NOT_FOUND, () -> storage.makeFolder(path("no/new"), false));
        assertFault(Fault.NOT_FOUND, () -> put(storage, "no/x.txt", "x", OnConflict.FAIL));
    }

    @Test
    void anUploadLandsWholeWithItsTime() throws IOException {
        Storage.UploadResult arrived = put(storage, "docs/new.txt", "content", OnConflict.FAIL);

        assertThat(arrived).isInstanceOf(Storage.UploadResult.Stored.class);
        assertThat(content(storage, "docs/new.txt")).isEqualTo("content");
        Entry entry = storage.stat(path("docs/new.txt"));
        assertThat(arrived).isEqualTo(new Storage.UploadResult.Stored(entry));
        assertThat(entry.modified().getEpochSecond()).isEqualTo(MODIFIED.getEpochSecond());
        assertThat(staged()).isEmpty();
    }

    @Test
    void anUploadIsInvisibleUntilItIsCommittedAndGoneWhenItIsNot() throws IOException {
        try (SingleUpload staged = new SingleUpload(storage, upload("new.txt", "content", OnConflict.FAIL))) {
            staged.write(new byte[] {1, 2, 3});
            assertThat(names(storage, "")).containsExactlyInAnyOrder("a.txt", "docs");
            assertThat(staged()).hasSize(1);
        }
        assertThat(staged()).isEmpty();
        assertThat(names(storage, "")).containsExactlyInAnyOrder("a.txt", "docs");
    }

    @Test
    void anUploadTakesNoMoreAndNoLessThanWasAnnounced() throws IOException {
        try (SingleUpload staged = new SingleUpload(storage, upload("new.txt", "ab", OnConflict.FAIL))) {
            staged.write(new byte[1]);
            assertThatThrownBy(staged::commit).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> staged.write(new byte[2])).isInstanceOf(IllegalStateException.class);
        }
        assertThat(names(storage, "")).doesNotContain("new.txt");
    }

    @Test
    void ofTwoUploadsToOneNameTheSecondFindsItTaken() throws IOException {
        try (SingleUpload first = new SingleUpload(storage, upload("new.txt", "1", OnConflict.FAIL));
                SingleUpload second = new SingleUpload(storage, upload("new.txt", "2", OnConflict.FAIL))) {
            first.write("1".getBytes(UTF_8));
            second.write("2".getBytes(UTF_8));
            second.commit();
            assertFault(Fault.EXISTS, first::commit);
        }
        assertThat(content(storage, "new.txt")).isEqualTo("2");
        assertThat(staged()).isEmpty();
    }

    @Test
    void aTakenNameIsHandledByTheRule() throws IOException {
        assertFault(Fault.EXISTS, () -> put(storage, "a.txt", "new", OnConflict.FAIL));
        try (Storage.Batch batch = storage.batch()) {
            assertThat(batch.stage(upload("a.txt", "new", OnConflict.SKIP)))
                    .isEqualTo(new Storage.StageResult.Declined(storage.stat(path("a.txt"))));
        }
        assertThat(put(storage, "a.txt", "new", OnConflict.SKIP)).isInstanceOf(Storage.UploadResult.Skipped.class);
        // The old file was made just now, the source is from the past.
        assertThat(put(storage, "a.txt", "new", OnConflict.NEWER)).isInstanceOf(Storage.UploadResult.Skipped.class);
        assertThat(content(storage, "a.txt")).isEqualTo("alpha");
    }

    @Test
    void renameTakesTheFirstFreeNumber() throws IOException {
        Files.writeString(root.resolve("a (2).txt"), "two");

        Storage.UploadResult arrived = put(storage, "a.txt", "three", OnConflict.RENAME);

        assertThat(arrived)
                .isInstanceOfSatisfying(
                        Storage.UploadResult.Stored.class,
                        stored -> assertThat(stored.entry().name()).isEqualTo("a (3).txt"));
        assertThat(content(storage, "a (3).txt")).isEqualTo("three");
        assertThat(content(storage, "a.txt")).isEqualTo("alpha");
    }

    @Test
    void aFolderIsNeverReplacedByAFile() throws IOException {
        for (OnConflict rule : new OnConflict[] {OnConflict.FAIL, OnConflict.OVERWRITE, OnConflict.NEWER}) {
            assertFault(Fault.EXISTS, () -> put(storage, "docs", "x", rule));
        }
        assertThat(put(storage, "docs", "x", OnConflict.SKIP))
                .isInstanceOfSatisfying(
                        Storage.UploadResult.Skipped.class,
                        skipped -> assertThat(skipped.existing().isFolder()).isTrue());
        assertThat(put(storage, "docs", "x", OnConflict.RENAME)).isInstanceOf(Storage.UploadResult.Stored.class);
        assertThat(content(storage, "docs (2)")).isEqualTo("x");
    }

    @Test
    void replacingNeedsTheRightToDelete() {
        Storage.Upload upload = upload("a.txt", 3, MODIFIED.plusSeconds(1_000_000_000), OnConflict.OVERWRITE, false);
        assertFault(Fault.REFUSED, () -> put(storage, upload, "new"));
    }
}
