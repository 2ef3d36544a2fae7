package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.MODIFIED;
import static quayside.server.storage.Shares.content;
import static quayside.server.storage.Shares.names;
import static quayside.server.storage.Shares.open;
import static quayside.server.storage.Shares.path;
import static quayside.server.storage.Shares.put;
import static quayside.server.storage.Shares.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;

/** Changing a share, and what of it is out of reach, on every kind of disk. */
@ParameterizedClass
@EnumSource
class FolderChangesTest extends EveryDisk {
    @Test
    void aFolderIsMadeOnce() throws IOException {
        storage.makeFolder(path("docs/new"), false);
        assertThat(storage.stat(path("docs/new")).isFolder()).isTrue();
        assertFault(Fault.EXISTS, () -> storage.makeFolder(path("docs/new"), false));
        assertFault(Fault.EXISTS, () -> storage.makeFolder(path("a.txt"), false));
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
        assertFault(Fault.REFUSED, () -> storage.makeFolder(path(""), false));
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
        assertFault(Fault.NOT_FOUND, () -> Shares.look(storage, "link.txt"));
        assertFault(Fault.NOT_FOUND, () -> Shares.look(storage, "link/secret.txt"));
        assertFault(Fault.NOT_FOUND, () -> storage.list(path("link")));
        assertFault(Fault.NOT_FOUND, () -> storage.stat(path("link")));
        assertFault(Fault.NOT_FOUND, () -> storage.delete(path("link"), true));
        assertFault(Fault.NOT_FOUND, () -> storage.delete(path("link/secret.txt"), true));
        assertFault(Fault.NOT_FOUND, () -> storage.move(path("link.txt"), path("mine.txt")));
        assertFault(Fault.NOT_FOUND, () -> storage.makeFolder(path("link/new"), false));
        assertFault(Fault.NOT_FOUND, () -> put(storage, "link/new.txt", "x", OnConflict.FAIL));
        assertFault(Fault.EXISTS, () -> put(storage, "link.txt", "x", OnConflict.OVERWRITE));

        storage.delete(path("docs"), true);
        assertThat(root.resolve("a.txt")).exists();
        assertThat(outside.resolve("secret.txt")).hasContent("secret");
        assertThat(Shares.filesIn(outside)).containsExactly("secret.txt");
    }

    @Test
    void theOwnerMayReachTheShareThroughALink() throws IOException {
        storage.close();
        Path link = Files.createSymbolicLink(root.resolveSibling("way"), root);
        try (FolderStorage linked = open(link)) {
            assertThat(content(linked, "a.txt")).isEqualTo("alpha");
        }
    }

    @Test
    void hiddenNamesAreSharedOnlyWhereChosen() throws IOException {
        Files.writeString(root.resolve(".secret"), "s");
        assertThat(names(storage, "")).doesNotContain(".secret");
        assertFault(Fault.NOT_FOUND, () -> Shares.look(storage, ".secret"));
        assertFault(Fault.REFUSED, () -> storage.delete(path(".secret"), false));
        assertFault(Fault.REFUSED, () -> put(storage, ".new", "x", OnConflict.FAIL));

        storage.close();
        try (FolderStorage all = open(root, true)) {
            assertThat(names(all, "")).containsExactlyInAnyOrder("a.txt", "docs", ".secret");
            assertThat(content(all, ".secret")).isEqualTo("s");
        }
    }

    @Test
    void aShareThatOnlyReadsIsLeftAsItIs() throws IOException {
        content(storage, "a.txt");
        names(storage, "");
        assertFault(Fault.EXISTS, () -> put(storage, "a.txt", "x", OnConflict.FAIL));
        storage.sweep();
        assertThat(Shares.filesIn(root)).containsExactlyInAnyOrder("a.txt", "docs");
    }

    @Test
    void whatDoesNotFitOnTheDiskIsRefusedBefore() throws IOException {
        long usable = Files.getFileStore(root).getUsableSpace();
        Storage.Upload huge = upload("huge", usable + (1L << 40), MODIFIED, OnConflict.FAIL, true);
        assertFault(Fault.DISK_FULL, () -> put(storage, huge, "x"));
        assertThat(staged()).isEmpty();
        // What was promised and given up is free again.
        put(storage, "small", "x", OnConflict.FAIL);
    }
}
