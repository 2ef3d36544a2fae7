package quayside.server.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.MODIFIED;
import static quayside.server.storage.Shares.content;
import static quayside.server.storage.Shares.names;
import static quayside.server.storage.Shares.open;
import static quayside.server.storage.Shares.path;
import static quayside.server.storage.Shares.put;
import static quayside.server.storage.Shares.upload;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Feature;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;

/** What holds on every file system: the real one, and in memory with and without descriptors of folders. */
@ParameterizedClass
@EnumSource
class FolderStorageTest {
    enum Disk {
        REAL,
        SECURE,
        CHECKED,
        WINDOWS
    }

    @Parameter
    Disk disk;

    @TempDir
    Path temporary;

    private FileSystem memory;
    private Path root;
    private FolderStorage storage;

    @BeforeEach
    void openShare() throws IOException {
        root = switch (disk) {
            case REAL -> temporary.resolve("share");
            case SECURE -> inMemory(Configuration.unix(), "/share");
            case CHECKED ->
                inMemory(
                        Configuration.unix().toBuilder()
                                .setSupportedFeatures(Feature.SYMBOLIC_LINKS, Feature.LINKS)
                                .build(),
                        "/share");
            case WINDOWS -> inMemory(Configuration.windows(), "C:\\share");
        };
        Files.createDirectories(root.resolve("docs"));
        Files.writeString(root.resolve("a.txt"), "alpha");
        Files.writeString(root.resolve("docs").resolve("b.txt"), "beta");
        storage = open(root);
    }

    private Path inMemory(Configuration configuration, String share) {
        memory = Jimfs.newFileSystem(configuration);
        return memory.getPath(share);
    }

    @AfterEach
    void closeShare() throws IOException {
        storage.close();
        if (memory != null) {
            memory.close();
        }
    }

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
        assertFault(Fault.NOT_FOUND, () -> storage.open(path("no.txt")));
        assertFault(Fault.NOT_FOUND, () -> storage.open(path("docs")));
        assertFault(Fault.NOT_FOUND, () -> storage.open(path("")));
        assertFault(Fault.NOT_FOUND, () -> storage.open(path("a.txt/b.txt")));
        assertFault(Fault.NOT_FOUND, () -> storage.list(path("a.txt")));
        assertFault(Fault.NOT_FOUND, () -> storage.list(path("no")));
        assertFault(Fault.NOT_FOUND, () -> storage.stat(path("no/no.txt")));
        assertFault(Fault.NOT_FOUND, () -> storage.delete(path("no.txt"), true));
        assertFault(Fault.NOT_FOUND, () -> storage.move(path("no.txt"), path("x.txt")));
        assertFault(Fault.NOT_FOUND, () -> storage.makeFolder(path("no/new")));
        assertFault(Fault.NOT_FOUND, () -> storage.check(upload("no/x.txt", "x", OnConflict.FAIL)));
    }

    @Test
    void anUploadLandsWholeWithItsTime() throws IOException {
        Storage.Landed landed = put(storage, "docs/new.txt", "content", OnConflict.FAIL);

        assertThat(landed).isInstanceOf(Storage.Landed.Stored.class);
        assertThat(content(storage, "docs/new.txt")).isEqualTo("content");
        Entry entry = storage.stat(path("docs/new.txt"));
        assertThat(landed).isEqualTo(new Storage.Landed.Stored(entry));
        assertThat(entry.modified().getEpochSecond()).isEqualTo(MODIFIED.getEpochSecond());
        assertThat(staged()).isEmpty();
    }

    @Test
    void anUploadIsInvisibleUntilItIsCommittedAndGoneWhenItIsNot() throws IOException {
        try (Storage.Staged staged = storage.stage(upload("new.txt", "content", OnConflict.FAIL))) {
            staged.write(new byte[] {1, 2, 3}, 3);
            assertThat(names(storage, "")).containsExactlyInAnyOrder("a.txt", "docs");
            assertThat(staged()).hasSize(1);
        }
        assertThat(staged()).isEmpty();
        assertThat(names(storage, "")).containsExactlyInAnyOrder("a.txt", "docs");
    }

    @Test
    void anUploadTakesNoMoreAndNoLessThanWasAnnounced() throws IOException {
        try (Storage.Staged staged = storage.stage(upload("new.txt", "ab", OnConflict.FAIL))) {
            staged.write(new byte[1], 1);
            assertThatThrownBy(staged::commit).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> staged.write(new byte[2], 2)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(names(storage, "")).doesNotContain("new.txt");
    }

    @Test
    void ofTwoUploadsToOneNameTheSecondFindsItTaken() throws IOException {
        try (Storage.Staged first = storage.stage(upload("new.txt", "1", OnConflict.FAIL));
                Storage.Staged second = storage.stage(upload("new.txt", "2", OnConflict.FAIL))) {
            first.write("1".getBytes(UTF_8), 1);
            second.write("2".getBytes(UTF_8), 1);
            second.commit();
            assertFault(Fault.EXISTS, first::commit);
        }
        assertThat(content(storage, "new.txt")).isEqualTo("2");
        assertThat(staged()).isEmpty();
    }

    @Test
    void aTakenNameIsHandledByTheRule() throws IOException {
        assertFault(Fault.EXISTS, () -> put(storage, "a.txt", "new", OnConflict.FAIL));
        assertFault(Fault.EXISTS, () -> storage.check(upload("a.txt", "new", OnConflict.FAIL)));
        assertThat(storage.check(upload("a.txt", "new", OnConflict.SKIP))).contains(storage.stat(path("a.txt")));
        assertThat(put(storage, "a.txt", "new", OnConflict.SKIP)).isInstanceOf(Storage.Landed.Skipped.class);
        // The old file was made just now, the source is from the past.
        assertThat(put(storage, "a.txt", "new", OnConflict.NEWER)).isInstanceOf(Storage.Landed.Skipped.class);
        assertThat(content(storage, "a.txt")).isEqualTo("alpha");
        assertThat(storage.check(upload("free.txt", "new", OnConflict.SKIP))).isEmpty();
    }

    @Test
    void renameTakesTheFirstFreeNumber() throws IOException {
        Files.writeString(root.resolve("a (2).txt"), "two");

        Storage.Landed landed = put(storage, "a.txt", "three", OnConflict.RENAME);

        assertThat(landed)
                .isInstanceOfSatisfying(
                        Storage.Landed.Stored.class,
                        stored -> assertThat(stored.entry().name()).isEqualTo("a (3).txt"));
        assertThat(content(storage, "a (3).txt")).isEqualTo("three");
        assertThat(content(storage, "a.txt")).isEqualTo("alpha");
    }

    @Test
    void aFolderIsNeverReplacedByAFile() throws IOException {
        for (OnConflict rule :
                new OnConflict[] {OnConflict.FAIL, OnConflict.OVERWRITE, OnConflict.NEWER, OnConflict.SKIP}) {
            assertFault(Fault.EXISTS, () -> put(storage, "docs", "x", rule));
        }
        assertThat(put(storage, "docs", "x", OnConflict.RENAME)).isInstanceOf(Storage.Landed.Stored.class);
        assertThat(content(storage, "docs (2)")).isEqualTo("x");
    }

    @Test
    void replacingNeedsTheRightToDelete() {
        Storage.Upload upload =
                new Storage.Upload(path("a.txt"), 3, MODIFIED.plusSeconds(1_000_000_000), OnConflict.OVERWRITE, false);
        assertFault(Fault.REFUSED, () -> storage.check(upload));
        assertFault(Fault.REFUSED, () -> put(storage, upload, "new"));
    }

    @Test
    void aFolderIsMadeOnce() throws IOException {
        storage.makeFolder(path("docs/new"));
        assertThat(storage.stat(path("docs/new")).isFolder()).isTrue();
        assertFault(Fault.EXISTS, () -> storage.makeFolder(path("docs/new")));
        assertFault(Fault.EXISTS, () -> storage.makeFolder(path("a.txt")));
        assertThat(staged()).isEmpty();
    }

    @Test
    void movingNeverReplaces() throws IOException {
        storage.move(path("a.txt"), path("docs/a.txt"));
        assertThat(content(storage, "docs/a.txt")).isEqualTo("alpha");
        assertThat(names(storage, "")).containsExactly("docs");

        assertFault(Fault.EXISTS, () -> storage.move(path("docs/a.txt"), path("docs/b.txt")));
        assertFault(Fault.EXISTS, () -> storage.move(path("docs/a.txt"), path("docs")));
        assertFault(Fault.EXISTS, () -> storage.move(path("docs"), path("docs/in")));
        assertFault(Fault.NOT_FOUND, () -> storage.move(path("docs/a.txt"), path("no/a.txt")));
        assertThat(content(storage, "docs/b.txt")).isEqualTo("beta");
    }

    @Test
    void deletingTakesAFolderWithAllItHoldsOnlyWhereAsked() throws IOException {
        Files.createDirectories(root.resolve("docs").resolve("deep").resolve("deeper"));
        Files.writeString(root.resolve("docs").resolve(".hidden"), "h");

        assertFault(Fault.EXISTS, () -> storage.delete(path("docs"), false));
        storage.delete(path("docs"), true);
        storage.delete(path("a.txt"), false);

        assertThat(names(storage, "")).isEmpty();
        assertThat(root.resolve("docs")).doesNotExist();
    }

    @Test
    void theShareItselfIsNotChanged() {
        assertFault(Fault.REFUSED, () -> storage.delete(path(""), true));
        assertFault(Fault.REFUSED, () -> storage.move(path(""), path("docs/x")));
        assertFault(Fault.REFUSED, () -> storage.makeFolder(path("")));
        assertFault(Fault.REFUSED, () -> put(storage, "", "x", OnConflict.OVERWRITE));
    }

    @Test
    void linksAreNeitherListedNorFollowed() throws IOException {
        Path outside = Files.createDirectories(root.resolveSibling("share-x"));
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(root.resolve("link"), outside);
        Files.createSymbolicLink(root.resolve("link.txt"), outside.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("docs").resolve("up"), root);

        assertThat(names(storage, "")).containsExactlyInAnyOrder("a.txt", "docs");
        assertFault(Fault.NOT_FOUND, () -> storage.open(path("link.txt")));
        assertFault(Fault.NOT_FOUND, () -> storage.open(path("link/secret.txt")));
        assertFault(Fault.NOT_FOUND, () -> storage.list(path("link")));
        assertFault(Fault.NOT_FOUND, () -> storage.stat(path("link")));
        assertFault(Fault.NOT_FOUND, () -> storage.delete(path("link"), true));
        assertFault(Fault.NOT_FOUND, () -> storage.delete(path("link/secret.txt"), true));
        assertFault(Fault.NOT_FOUND, () -> storage.move(path("link.txt"), path("mine.txt")));
        assertFault(Fault.NOT_FOUND, () -> storage.makeFolder(path("link/new")));
        assertFault(Fault.NOT_FOUND, () -> put(storage, "link/new.txt", "x", OnConflict.FAIL));
        assertFault(Fault.EXISTS, () -> put(storage, "link.txt", "x", OnConflict.OVERWRITE));

        storage.delete(path("docs"), true);
        assertThat(root.resolve("a.txt")).exists();
        assertThat(outside.resolve("secret.txt")).hasContent("secret");
        assertThat(Shares.filesIn(outside)).containsExactly("secret.txt");
    }

    @Test
    void theOwnerMayReachTheShareThroughALink() throws IOException {
        Path link = Files.createSymbolicLink(root.resolveSibling("way"), root);
        try (FolderStorage linked = open(link)) {
            assertThat(content(linked, "a.txt")).isEqualTo("alpha");
        }
    }

    @Test
    void hiddenNamesAreSharedOnlyWhereChosen() throws IOException {
        Files.writeString(root.resolve(".secret"), "s");
        assertThat(names(storage, "")).doesNotContain(".secret");
        assertFault(Fault.NOT_FOUND, () -> storage.open(path(".secret")));
        assertFault(Fault.REFUSED, () -> storage.delete(path(".secret"), false));
        assertFault(Fault.REFUSED, () -> put(storage, ".new", "x", OnConflict.FAIL));

        try (FolderStorage all = open(root, true)) {
            assertThat(names(all, "")).containsExactlyInAnyOrder("a.txt", "docs", ".secret");
            assertThat(content(all, ".secret")).isEqualTo("s");
        }
    }

    @Test
    void aShareThatOnlyReadsIsLeftAsItIs() throws IOException {
        content(storage, "a.txt");
        names(storage, "");
        storage.check(upload("new.txt", "x", OnConflict.FAIL));
        assertThat(Shares.filesIn(root)).containsExactlyInAnyOrder("a.txt", "docs");
    }

    @Test
    void whatDoesNotFitOnTheDiskIsRefusedBefore() throws IOException {
        long usable = Files.getFileStore(root).getUsableSpace();
        Storage.Upload huge = new Storage.Upload(path("huge"), usable + (1L << 40), MODIFIED, OnConflict.FAIL, true);
        assertFault(Fault.DISK_FULL, () -> storage.check(huge));
        assertFault(Fault.DISK_FULL, () -> storage.stage(huge));
        // What was promised and given up is free again.
        put(storage, "small", "x", OnConflict.FAIL);
    }

    private List<String> staged() throws IOException {
        return Shares.stagedIn(root);
    }
}
