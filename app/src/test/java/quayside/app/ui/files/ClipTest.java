package quayside.app.ui.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.app.core.desktop.Opener;
import quayside.app.core.files.OpenedCopies;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.message.RemotePath;

class ClipTest {
    @TempDir
    private Path folder;

    private FilesFeature feature;
    private TestWindow window;

    @BeforeEach
    void open() {
        window = new TestWindow(800, 600, services -> {
            feature = new FilesFeature(services, Opener.ofSystem(name -> null), new OpenedCopies());
            return new StackPane();
        });
    }

    @AfterEach
    void close() {
        Fx.run(() -> Clipboard.getSystemClipboard().clear());
        window.close();
    }

    @Test
    void cutFilesAreWhatFileManagersExpectAndArePastedAsAMove() throws IOException {
        Path file = Files.writeString(folder.resolve("a b.txt"), "x");
        Path into = Files.createDirectory(folder.resolve("into"));
        Fx.run(() -> feature.copyLocal(List.of(file), true));
        assertThat(cut().here()).containsExactly(file);
        ByteBuffer list = (ByteBuffer) Fx.call(() ->
                Clipboard.getSystemClipboard().getContent(DataFormat.lookupMimeType("x-special/gnome-copied-files")));
        assertThat(StandardCharsets.UTF_8.decode(list.duplicate().rewind()).toString())
                .isEqualTo("cut\n" + file.toUri().toASCIIString());
        Fx.run(() -> feature.pasteHere(into, Optional.empty(), (from, items) -> {}, () -> {}));
        window.awaitText("1 item was moved.");
        assertThat(cut().here()).isEmpty();
        assertThat(file).doesNotExist();
        assertThat(into.resolve("a b.txt")).hasContent("x");
        Fx.run(() -> feature.pasteHere(into, Optional.empty(), (from, items) -> {}, () -> {}));
        window.awaitText("There are no files on the clipboard.");
    }

    @Test
    void filesOfTheShareMoveThereAndAreDownloadedHere() throws IOException {
        Path shared = Files.createDirectories(folder.resolve("shared/album"));
        Files.writeString(folder.resolve("shared/a.txt"), "x");
        Files.writeString(folder.resolve("shared/b.txt"), "x");
        Files.writeString(shared.resolve("b.txt"), "stays");
        try (TestShare share = new TestShare(folder.resolve("shared")).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            RemotePath album = RemotePath.parse("album");
            List<String> downloaded = new ArrayList<>();
            Fx.run(() -> feature.copyRemote(client, items(client, "a.txt"), false));
            Fx.run(() -> feature.pasteHere(
                    folder,
                    Optional.of(client),
                    (from, items) ->
                            items.forEach(item -> downloaded.add(item.path().toString())),
                    () -> {}));
            assertThat(downloaded).containsExactly("a.txt");
            Fx.run(() -> feature.pasteThere(client, album, files -> {}, () -> {}));
            window.awaitText("A share cannot copy its own files.");
            Fx.run(() -> feature.copyRemote(client, items(client, "a.txt"), true));
            assertThat(cut().on(client)).containsExactly(RemotePath.parse("a.txt"));
            Fx.run(() -> feature.pasteThere(client, album, files -> {}, () -> {}));
            window.awaitText("1 item was moved.");
            assertThat(shared.resolve("a.txt")).hasContent("x");
            Fx.run(() -> feature.move(client, List.of(RemotePath.root().sibling("b.txt")), album, () -> {}));
            window.awaitText("is taken");
            assertThat(shared.resolve("b.txt")).hasContent("stays");
            List<Path> uploads = new ArrayList<>();
            Fx.run(() -> feature.copyLocal(List.of(folder), false));
            Fx.run(() -> feature.pasteThere(client, album, uploads::addAll, () -> {}));
            assertThat(uploads).containsExactly(folder);
        }
    }

    @Test
    void whatIsCutStaysSoOnlyUntilSomethingElseIsCopied() {
        Path file = folder.resolve("a.txt");
        Fx.run(() -> feature.copyLocal(List.of(file), true));
        Fx.run(() -> feature.windowActivated());
        assertThat(cut().here()).containsExactly(file);
        Fx.run(() -> feature.copyLocal(List.of(file), false));
        assertThat(cut().here()).isEmpty();
        Fx.run(() -> {
            feature.copyLocal(List.of(file), true);
            // As another program does.
            Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, "words"));
            feature.windowActivated();
        });
        assertThat(cut().here()).isEmpty();
    }

    @Test
    void aCopiedLinkNamesTheHostsIdentity() throws IOException {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Files.writeString(shared.resolve("a.txt"), "x");
        try (TestShare share = new TestShare(shared).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            Fx.run(() -> feature.copyLinks(client, items(client, "a.txt")));
            assertThat(Fx.call(() -> Clipboard.getSystemClipboard().getString()))
                    .endsWith("/a.txt?id=" + client.fingerprint());
        }
    }

    private FilesFeature.Cut cut() {
        return Fx.call(() -> feature.cutProperty().get());
    }

    private static List<FilesFeature.Item<RemotePath>> items(ShareClient client, String name) {
        try {
            RemotePath path = RemotePath.parse(name);
            return List.of(new FilesFeature.Item<>(path, client.stat(path)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
