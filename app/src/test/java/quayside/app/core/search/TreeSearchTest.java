package quayside.app.core.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.app.core.files.FolderCount;
import quayside.app.core.files.Tree;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

class TreeSearchTest {
    @TempDir
    private Path folder;

    private final List<String> found = new ArrayList<>();

    @BeforeEach
    void fill() throws IOException {
        Files.createDirectories(folder.resolve("Harbour/2026"));
        Files.writeString(folder.resolve("Harbour/2026/Map of the HARBOUR.svg"), "123");
        Files.writeString(folder.resolve("Harbour/notes.txt"), "12");
        Files.writeString(folder.resolve(".harbour"), "1");
    }

    @Test
    void namesBelowAFolderAreFoundWhateverTheirCase() throws IOException {
        assertThat(search("harbour", false).hits()).isEqualTo(2);
        assertThat(found).containsExactlyInAnyOrder("Harbour", "Harbour/2026/Map of the HARBOUR.svg");
        found.clear();
        search(" harbour  map ", false);
        assertThat(found).containsExactly("Harbour/2026/Map of the HARBOUR.svg");
        found.clear();
        search("harbour", true);
        assertThat(found).contains(".harbour");
    }

    @Test
    void aNameIsFoundInWhicheverFormItsAccentsAreStored() throws IOException {
        Files.writeString(folder.resolve("Harbour/Re\u0301sume\u0301.pdf"), "1");
        Files.writeString(folder.resolve("Harbour/R\u00e9sum\u00e9 2.pdf"), "1");
        for (String typed : List.of("r\u00e9sum\u00e9", "re\u0301sume\u0301")) {
            assertThat(search(typed, false).hits()).isEqualTo(2);
        }
    }

    @Test
    void aFolderThatIsTooDeepIsSaidToBeUnread() throws IOException {
        Files.createDirectories(folder.resolve("d/".repeat(Limits.MAX_PATH_DEPTH + 1) + "harbour"));
        TreeSearch.Result result = search("harbour", false);
        assertThat(result.hits()).isEqualTo(2);
        assertThat(result.unread()).isEqualTo(1);
    }

    @Test
    void aLinkIsNotFollowedAndACancelledSearchEnds() throws IOException {
        Files.createSymbolicLink(folder.resolve("Harbour/round"), folder);
        search("notes", false);
        assertThat(found).containsExactly("Harbour/notes.txt");
        Cancellation cancelled = new Cancellation();
        cancelled.cancel();
        assertThatThrownBy(() -> TreeSearch.below(Tree.local(), folder, "x", false, hits -> {}, cancelled))
                .isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> TreeSearch.below(
                        Tree.local(), folder.resolve("missing"), "x", false, hits -> {}, new Cancellation()))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void aShareIsSearchedAndCountedInTheSameWay() throws IOException {
        try (TestShare share = new TestShare(folder).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            Tree<RemotePath> tree = Tree.of(client);
            List<RemotePath> folders = new ArrayList<>();
            TreeSearch.below(
                    tree,
                    RemotePath.root(),
                    "notes",
                    true,
                    hits -> hits.forEach(hit -> folders.add(hit.folder())),
                    new Cancellation());
            assertThat(folders).containsExactly(RemotePath.parse("Harbour"));
            FolderCount count =
                    FolderCount.of(tree, List.of(RemotePath.parse("Harbour")), soFar -> {}, new Cancellation());
            assertThat(count).isEqualTo(new FolderCount(2, 1, 5, 0));
            assertThat(new String(
                            client.read(RemotePath.parse("Harbour/notes.txt"), 10, new Cancellation()),
                            StandardCharsets.UTF_8))
                    .isEqualTo("12");
            assertThatThrownBy(() -> client.read(RemotePath.parse("Harbour/notes.txt"), 1, new Cancellation()))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("too large");
            assertThat(client.list(RemotePath.root())).hasSize(1);
        }
        assertThat(FolderCount.of(Tree.local(), List.of(folder.resolve("Harbour")), soFar -> {}, new Cancellation()))
                .isEqualTo(new FolderCount(2, 1, 5, 0));
    }

    private TreeSearch.Result search(String words, boolean showHidden) throws IOException {
        return TreeSearch.below(
                Tree.local(),
                folder,
                words,
                showHidden,
                hits -> hits.forEach(hit -> found.add(
                        hit.place().isEmpty()
                                ? hit.entry().name()
                                : hit.place() + "/" + hit.entry().name())),
                new Cancellation());
    }
}
