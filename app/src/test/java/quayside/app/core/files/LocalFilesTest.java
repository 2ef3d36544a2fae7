package quayside.app.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.Entry;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

class LocalFilesTest {
    @TempDir
    private Path folder;

    private final LocalFiles files = new LocalFiles(Path.of("/nobody"));

    @Test
    void filesAndFoldersAreListedWithSizeAndTime() throws IOException {
        Files.writeString(folder.resolve("a ü🚢#%.txt"), "12345");
        Files.createDirectory(folder.resolve("sub"));
        List<Entry> entries = list(false);
        assertThat(entries).extracting(Entry::name).containsExactlyInAnyOrder("a ü🚢#%.txt", "sub");
        Entry file =
                entries.stream().filter(entry -> !entry.isFolder()).findFirst().orElseThrow();
        assertThat(file.size()).isEqualTo(5);
        assertThat(file.modified())
                .isEqualTo(
                        Files.getLastModifiedTime(folder.resolve(file.name())).toInstant());
    }

    @Test
    void hiddenFilesAreListedOnlyWhenAskedFor() throws IOException {
        Files.createFile(folder.resolve(".hidden"));
        assertThat(list(false)).isEmpty();
        assertThat(list(true)).extracting(Entry::name).containsExactly(".hidden");
    }

    @Test
    void hiddenFilesThatAreNotListedAreCounted() throws IOException {
        Files.createFile(folder.resolve(".hidden"));
        Files.createFile(folder.resolve("seen"));
        assertThat(files.list(folder, false, page -> {}).hidden()).isEqualTo(1);
        assertThat(files.list(folder, true, page -> {}).hidden()).isZero();
    }

    @Test
    void whatArrivesIsNeitherListedNorCountedBeforeItIsWhole() throws IOException {
        Files.createFile(folder.resolve(".quayside-0123456789abcdef.part"));
        Files.createFile(folder.resolve(".quayside-0123456789abcdef.resume"));
        assertThat(files.list(folder, false, page -> {}).total()).isZero();
        assertThat(list(true)).isEmpty();
    }

    @Test
    void linksAreShownAsWhatTheyLeadToAndBrokenOnesLeftOut() throws IOException {
        Files.createDirectory(folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("broken"), folder.resolve("nothing"));
        Files.createSymbolicLink(folder.resolve("device"), Path.of("/dev/null"));
        assertThat(list(false)).extracting(Entry::name).containsExactlyInAnyOrder("real", "link");
        assertThat(list(false)).allMatch(Entry::isFolder);
    }

    @Test
    void aBigFolderComesInPages() throws IOException {
        for (int i = 0; i < 401; i++) {
            Files.createFile(folder.resolve("f" + i));
        }
        List<Integer> sizes = new ArrayList<>();
        files.list(folder, false, page -> sizes.add(page.size()));
        assertThat(sizes).containsExactly(200, 200, 1);
    }

    @Test
    void aMissingFolderAndAFileAreSaidPlainly() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertFault(() -> files.list(folder.resolve("none"), false, page -> {}), Fault.NOT_FOUND);
        assertFault(() -> files.list(file, false, page -> {}), Fault.LOCAL_STORAGE);
    }

    @Test
    void aFolderIsMadeOnce() throws IOException {
        files.makeFolder(folder, "new one");
        assertThat(folder.resolve("new one")).isDirectory();
        assertFault(() -> files.makeFolder(folder, "new one"), Fault.EXISTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "../x", "a\u0000b", "line\nbreak"})
    void whatIsNoNameIsRefusedBeforeTheDiskIsTouched(String name) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertFault(() -> files.makeFolder(folder, name), Fault.MALFORMED);
        assertFault(() -> files.rename(file, name), Fault.MALFORMED);
    }

    @Test
    void renamingNeverReplaces() throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "1");
        Path two = Files.writeString(folder.resolve("two"), "2");
        assertFault(() -> files.rename(one, "two"), Fault.EXISTS);
        assertThat(two).hasContent("2");
        files.rename(one, "three");
        assertThat(folder.resolve("three")).hasContent("1");
        assertThat(one).doesNotExist();
    }

    @Test
    void aSecondNameOfTheSameFileIsTaken() throws IOException {
        Path one = Files.writeString(folder.resolve("one"), "1");
        Path two = Files.createLink(folder.resolve("two"), one);
        assertFault(() -> files.rename(one, "two"), Fault.EXISTS);
        assertThat(one).hasContent("1");
        assertThat(two).hasContent("1");
        files.rename(one, "One");
        assertThat(folder.resolve("One")).hasContent("1");
    }

    @Test
    void deletingAFolderDeletesALinkInItButNotWhatItLeadsTo() throws IOException {
        Path kept = Files.createDirectory(folder.resolve("kept"));
        Files.writeString(kept.resolve("file"), "stays");
        Path doomed = Files.createDirectories(folder.resolve("doomed/deep"));
        Files.createFile(doomed.resolve("file"));
        Files.createSymbolicLink(doomed.resolve("link"), kept);
        files.delete(folder.resolve("doomed"));
        assertThat(folder.resolve("doomed")).doesNotExist();
        assertThat(kept.resolve("file")).hasContent("stays");
        assertFault(() -> files.delete(folder.resolve("doomed")), Fault.NOT_FOUND);
    }

    @Test
    void deletingALinkLeavesWhatItLeadsTo() throws IOException {
        Path kept = Files.createDirectory(folder.resolve("kept"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), kept);
        files.delete(link);
        assertThat(link).doesNotExist();
        assertThat(kept).isDirectory();
    }

    @Test
    void theHomeFolderAndItsUsualFoldersComeFirst() throws IOException {
        Files.createDirectory(folder.resolve("Downloads"));
        assertThat(new LocalFiles(folder).places())
                .startsWith(folder, folder.resolve("Downloads"))
                .contains(Path.of("/"));
    }

    private List<Entry> list(boolean showHidden) throws IOException {
        List<Entry> entries = new ArrayList<>();
        files.list(folder, showHidden, entries::addAll);
        return entries;
    }

    private static void assertFault(ThrowingCallable call, Fault fault) {
        assertThatThrownBy(call)
                .asInstanceOf(type(ProtocolException.class))
                .satisfies(e -> assertThat(e.fault()).isEqualTo(fault))
                .satisfies(e -> assertThat(e.sentence().toString()).endsWith("."));
    }
}
