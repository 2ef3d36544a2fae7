package quayside.app.core.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

class ChosenFilesTest {
    @TempDir
    Path temp;

    private Path shared;

    @BeforeEach
    void make() throws IOException {
        shared = Files.createDirectories(temp.resolve("share"));
        Files.createDirectories(shared.resolve("docs/deep"));
        Files.createDirectories(shared.resolve(".quayside"));
        for (String name : List.of("a", "docs/b", "docs/deep/c", "docs/.hidden", ".quayside/protected.json")) {
            Files.writeString(shared.resolve(name), name);
        }
        Files.createDirectories(temp.resolve("share-x"));
        Files.writeString(temp.resolve("share-x/outside"), "x");
    }

    private List<String> chosen(boolean hidden, Path... files) throws IOException {
        return new ChosenFiles(shared, hidden)
                .paths(List.of(files)).stream()
                        .map(RemotePath::toString)
                        .sorted()
                        .toList();
    }

    @Test
    void aFolderStandsForItsFiles() throws IOException {
        assertThat(chosen(false, shared.resolve("a"), shared.resolve("docs")))
                .containsExactly("a", "docs/b", "docs/deep/c");
    }

    @Test
    void whatGuestsDoNotSeeIsLeftOut() throws IOException {
        assertThat(chosen(false, shared)).containsExactly("a", "docs/b", "docs/deep/c");
        assertThat(chosen(true, shared)).containsExactly("a", "docs/.hidden", "docs/b", "docs/deep/c");
    }

    @Test
    void whatIsOutsideIsRefusedByNameAlsoThroughALink() throws IOException {
        Files.createSymbolicLink(shared.resolve("link"), temp.resolve("share-x"));
        Files.createSymbolicLink(shared.resolve("link.txt"), temp.resolve("share-x/outside"));
        for (Path outside : List.of(
                temp.resolve("share-x/outside"),
                shared.resolve("../share-x/outside"),
                shared.resolve("link/outside"),
                shared.resolve("link.txt"),
                shared.resolve("missing"))) {
            assertThatExceptionOfType(ProtocolException.class)
                    .as(outside.toString())
                    .isThrownBy(() -> chosen(true, outside))
                    .withMessageContaining("is not in the shared folder");
        }
    }

    @Test
    void aShareThatIsReachedThroughALinkHasItsFiles() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("way"), shared);
        assertThat(new ChosenFiles(link, false).paths(List.of(link.resolve("docs/b"))))
                .extracting(RemotePath::toString)
                .containsExactly("docs/b");
    }
}
