package quayside.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.server.storage.Faults.assertFault;
import static quayside.server.storage.Shares.content;
import static quayside.server.storage.Shares.names;
import static quayside.server.storage.Shares.path;
import static quayside.server.storage.Shares.put;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;

/** A folder in the share that is the host's alone, on every kind of disk. */
@ParameterizedClass
@EnumSource
class ExcludedFoldersTest extends EveryDisk {
    private Path ours;

    @BeforeEach
    void shareAgain() throws IOException {
        ours = Files.createDirectories(root.resolve("settings").resolve("Quayside"));
        Files.writeString(ours.resolve("access-key"), "SQBE-5PH7");
        reopen(ours);
    }

    private void reopen(Path kept) throws IOException {
        storage.close();
        // Hidden files, too: a name of any kind must not matter.
        storage = open(root, kept);
    }

    private static FolderStorage open(Path share, Path kept) throws IOException {
        return FolderStorage.open(share, true, List.of(kept), InstantSource.system(), new Random(7));
    }

    @Test
    void noVerbReachesItOrWhatIsInIt() throws IOException {
        for (String spelling : new String[] {"settings/Quayside", "settings/QUAYSIDE", "settings/quayside"}) {
            String key = spelling + "/access-key";
            for (String path : new String[] {spelling, key}) {
                assertFault(Fault.NOT_FOUND, () -> storage.list(path(path)));
                assertFault(Fault.NOT_FOUND, () -> storage.stat(path(path)));
                assertFault(Fault.NOT_FOUND, () -> Shares.look(storage, path));
                assertFault(Fault.NOT_FOUND, () -> storage.digest(path(path), "somebody"));
                assertFault(Fault.NOT_FOUND, () -> storage.delete(path(path), true));
                assertFault(Fault.NOT_FOUND, () -> storage.move(path(path), path("mine")));
            }
            assertFault(Fault.NOT_FOUND, () -> storage.protect(path(key), Optional.empty()));
            assertFault(Fault.NOT_FOUND, () -> put(storage, key, "MINE-MINE", OnConflict.OVERWRITE));
            assertFault(Fault.NOT_FOUND, () -> put(storage, spelling + "/new", "x", OnConflict.FAIL));
            assertFault(Fault.NOT_FOUND, () -> storage.makeFolder(path(spelling + "/new"), true));
            assertFault(Fault.NOT_FOUND, () -> storage.move(path("a.txt"), path(spelling + "/new")));
        }
        assertThat(names(storage, "settings")).isEmpty();
        assertThat(ours.resolve("access-key")).hasContent("SQBE-5PH7");
        assertThat(Shares.filesIn(ours)).containsExactly("access-key");
    }

    @Test
    void nothingTakesItsName() throws IOException {
        for (OnConflict rule : List.of(OnConflict.FAIL, OnConflict.OVERWRITE, OnConflict.NEWER, OnConflict.SKIP)) {
            assertFault(Fault.EXISTS, () -> put(storage, "settings/Quayside", "x", rule));
        }
        assertFault(Fault.EXISTS, () -> storage.makeFolder(path("settings/Quayside"), true));
        assertFault(Fault.EXISTS, () -> storage.move(path("docs"), path("settings/Quayside")));
        assertThat(ours.resolve("access-key")).hasContent("SQBE-5PH7");
    }

    @Test
    void whatItLiesInIsNeitherMovedNorDeleted() throws IOException {
        assertFault(Fault.REFUSED, () -> storage.move(path("settings"), path("docs/settings")));
        assertFault(Fault.REFUSED, () -> storage.delete(path("settings"), true));
        assertThat(ours.resolve("access-key")).hasContent("SQBE-5PH7");
        put(storage, "settings/other.txt", "other", OnConflict.FAIL);
        assertThat(content(storage, "settings/other.txt")).isEqualTo("other");
        storage.delete(path("docs"), true);
    }

    @Test
    void itStaysOutOfReachWhereTheHostMovesItOrMakesItAnew() throws IOException {
        Files.move(ours, root.resolve("moved"));
        assertThat(names(storage, "")).doesNotContain("moved");
        assertFault(Fault.NOT_FOUND, () -> Shares.look(storage, "moved/access-key"));
        Files.createDirectory(ours);
        Files.writeString(ours.resolve("access-key"), "K7PM-2XQA");
        assertFault(Fault.NOT_FOUND, () -> Shares.look(storage, "settings/Quayside/access-key"));
        assertFault(Fault.REFUSED, () -> storage.move(path("settings"), path("other")));
    }

    @Test
    void theShareIsNeitherItNorInIt() throws IOException {
        Path inside = Files.createDirectory(ours.resolve("inside"));
        assertFault(Fault.REFUSED, () -> open(ours, ours));
        assertFault(Fault.REFUSED, () -> open(inside, ours));
        assertFault(Fault.REFUSED, () -> open(inside, root));
    }

    @Test
    void aLinkToEitherLeadsPastNothing() throws IOException {
        if (disk == Disk.WINDOWS) {
            return;
        }
        Path link = root.resolveSibling("link");
        Files.createSymbolicLink(link, ours);
        assertFault(Fault.REFUSED, () -> open(link, ours));
        assertFault(Fault.REFUSED, () -> open(ours, link));
        reopen(link);
        assertFault(Fault.NOT_FOUND, () -> Shares.look(storage, "settings/Quayside/access-key"));
        assertFault(Fault.REFUSED, () -> storage.delete(path("settings"), true));
    }

    @Test
    void whereItIsNotThereOrElsewhereEverythingIsShared() throws IOException {
        reopen(root.resolveSibling("nowhere"));
        assertThat(content(storage, "settings/Quayside/access-key")).isEqualTo("SQBE-5PH7");
        assertThat(names(storage, "")).contains("a.txt", "docs", "settings");
    }
}
