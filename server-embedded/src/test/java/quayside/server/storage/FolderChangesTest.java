package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
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
import quayside.protocol.wire.ProtocolException;

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

        assertFault(Fault.EXISTS, () -> storage.delete(path("docs"), false));
        storage.delete(path("docs"), true);
        storage.delete(path("a.txt"), false);

        assertThat(names(storage, "")).isEmpty();
        assertThat(root.resolve("docs")).doesNotExist();
    }

    @Test
    void whatGuestsDoNotSeeKeepsItsFolderFromBeingDeleted() throws IOException {
        Path docs = root.resolve("docs");
        Files.writeString(
                Files.createDirectories(docs.resolve("deep").resolve(".git")).resolve("config"), "c");
        Files.writeString(docs.resolve(".one"), "1");
        Files.createSymbolicLink(docs.resolve("link"), root.resolve("a.txt"));

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> storage.delete(path("docs"), true))
                .withMessage(
                        "“docs” contains entries that guests do not see: 1 link and 2 hidden entries. Only the host can delete it;"
                                + " nothing was deleted.")
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.REFUSED);
        assertThat(docs.resolve("b.txt")).exists();
        assertThat(docs.resolve("deep").resolve(".git").resolve("config")).exists();
        assertThat(docs.resolve("link")).isSymbolicLink();

        // What does not hide can go by itself, and moves with what it holds.
        storage.delete(path("docs/b.txt"), false);
        storage.move(path("docs"), path("moved"));
        assertThat(root.resolve("moved").resolve(".one")).hasContent("1");

        Files.delete(root.resolve("moved").resolve("link"));
        storage.close();
        storage = open(root, true);
        storage.delete(path("moved"), true);
        assertThat(root.resolve("moved")).doesNotExist();
    }

    @Test
    void nothingIsMovedToWhereNobodyCouldNameIt() throws IOException {
        String deep = "d/".repeat(61).substring(0, 121);
        Path tree = Files.createDirectories(root.resolve("tree").resolve("1").resolve("2"));
        Files.writeString(tree.resolve("3"), "three");
        Files.createDirectories(root.resolve(deep));

        assertFault(Fault.TOO_LARGE, () -> storage.move(path("tree"), path(deep + "/4")));
        storage.move(path("tree/1"), path(deep + "/4"));
        assertThat(content(storage, deep + "/4/2/3")).isEqualTo("three");
        assertFault(Fault.TOO_LARGE, () -> storage.move(path("d"), path("docs/d")));

        String wide = ("w".repeat(250) + "/").repeat(15);
        Files.createDirectories(root.resolve("long").resolve("n".repeat(200)).resolve("m".repeat(200)));
        Path at = root;
        for (String name : wide.split("/", -1)) {
            if (!name.isEmpty()) {
                // A name at a time: together they are longer than some systems take.
                storage.makeFolder(
                        path(root.relativize(at.resolve(name)).toString().replace('\\', '/')), false);
                at = at.resolve(name);
            }
        }
        assertFault(Fault.TOO_LARGE, () -> storage.move(path("long"), path(wide + "x")));
        storage.move(path("long/" + "n".repeat(200)), path(wide + "x"));
    }

    @Test
    void aTreeOfTheHostsThatIsDeeperThanAnyPathIsDeletedAllTheSame() throws IOException {
        Path at = Files.createDirectory(root.resolve("tree"));
        for (int depth = 0; depth < 3 * TreeWalk.MAX_OPEN; depth++) {
            Files.writeString(at.resolve("file"), "f");
            Files.writeString(Files.createDirectory(at.resolve("z")).resolve("file"), "f");
            at = Files.createDirectory(at.resolve("d"));
        }
        assertFault(Fault.TOO_LARGE, () -> storage.move(path("tree"), path("docs/tree")));
        assertThat(at).exists();

        storage.delete(path("tree"), true);
        assertThat(names(storage, "")).containsExactlyInAnyOrder("a.txt", "docs");
        assertThat(root.resolve("tree")).doesNotExist();
    }

    @Test
    void movingOntoItselfIsAConflict() throws IOException {
        assertFault(Fault.EXISTS, () -> storage.move(path("a.txt"), path("a.txt")));
        assertFault(Fault.EXISTS, () -> storage.move(path("docs"), path("docs")));
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

        assertFault(Fault.REFUSED, () -> storage.delete(path("docs"), true));
        assertThat(root.resolve("docs").resolve("up")).isSymbolicLink();
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
