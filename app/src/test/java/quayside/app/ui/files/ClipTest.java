package quayside.app.ui.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.control.Button;
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
import quayside.app.core.share.ShareId;
import quayside.app.ui.kit.Background;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

class ClipTest {
    /** So many that no machine moves them before the button is pressed. */
    private static final int MANY = 3000;

    @TempDir
    private Path folder;

    private FilesFeature feature;
    private TestWindow window;
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final AtomicReference<Background.Action> back = new AtomicReference<>();
    private final FilesFeature.SharePane pane = new FilesFeature.SharePane() {
        @Override
        public void refresh() {
            shown.add("read again");
        }

        @Override
        public void busy(String words) {
            shown.add(words);
        }

        @Override
        public void copied(RemotePath into, Set<String> names, Instant since) {
            shown.add("copied to " + into + ": " + new TreeSet<>(names));
        }

        @Override
        public void offerBack(String done, Background.Action action) {
            shown.add(done);
            back.set(action);
        }
    };

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
    void cutFilesAreWhatFileManagersExpectAndArePastedAsAMove() throws Exception {
        Path file = Files.writeString(folder.resolve("a b.txt"), "x");
        Path into = Files.createDirectory(folder.resolve("into"));
        Fx.run(() -> feature.copyLocal(List.of(file), true));
        assertThat(cut().here()).containsExactly(file);
        ByteBuffer list = (ByteBuffer) Fx.call(() ->
                Clipboard.getSystemClipboard().getContent(DataFormat.lookupMimeType("x-special/gnome-copied-files")));
        assertThat(StandardCharsets.UTF_8.decode(list.duplicate().rewind()).toString())
                .isEqualTo("cut\n" + file.toUri().toASCIIString());
        Fx.run(() -> feature.pasteHere(into, Optional.empty(), (from, items) -> {}, () -> {}, pane::offerBack));
        Fx.await(() -> shown.contains("1 item was moved to “into”."));
        assertThat(cut().here()).isEmpty();
        assertThat(file).doesNotExist();
        assertThat(into.resolve("a b.txt")).hasContent("x");
        back.get().run();
        assertThat(file).hasContent("x");
        assertThat(into).isEmptyDirectory();
        Fx.run(() -> feature.pasteHere(into, Optional.empty(), (from, items) -> {}, () -> {}, pane::offerBack));
        window.awaitText("There are no files on the clipboard.");
    }

    @Test
    void filesOfTheShareMoveThereAndAreDownloadedHere() throws Exception {
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
                    () -> {},
                    pane::offerBack));
            assertThat(downloaded).containsExactly("a.txt");
            Fx.run(() -> feature.copyRemote(client, items(client, "a.txt"), true));
            assertThat(cut().on(client)).containsExactly(RemotePath.parse("a.txt"));
            Fx.run(() -> feature.pasteThere(client, album, files -> {}, pane));
            Fx.await(() -> shown.contains("1 item was moved to “album”."));
            assertThat(shared.resolve("a.txt")).hasContent("x");
            back.get().run();
            assertThat(folder.resolve("shared/a.txt")).hasContent("x");
            client.move(RemotePath.parse("a.txt"), RemotePath.parse("album/a.txt"));
            Fx.run(() -> feature.move(client, List.of(RemotePath.root().sibling("b.txt")), album, pane));
            window.awaitText("is taken");
            assertThat(shared.resolve("b.txt")).hasContent("stays");
            List<Path> uploads = new ArrayList<>();
            Fx.run(() -> feature.copyLocal(List.of(folder), false));
            Fx.run(() -> feature.pasteThere(client, album, uploads::addAll, pane));
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

    @Test
    void aMoveOfManyFilesIsShownAndCanBeCancelled() throws IOException {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Files.createDirectories(shared.resolve("album"));
        List<RemotePath> paths = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Files.createFile(shared.resolve("f" + i));
            paths.add(path("f" + i));
        }
        try (TestShare share = new TestShare(shared).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            Fx.run(() -> {
                feature.move(client, paths, path("album"), pane);
                assertThat(window.shows("Moving 3,000 items…")).isTrue();
                cancelButton().fire();
            });
            window.awaitText("Moving was cancelled. What was moved before stays there.");
            Fx.await(() -> shown.getLast().isEmpty());
            assertThat(shown).contains("read again");
        }
        assertThat(shared.resolve("f" + (MANY - 1))).exists();
    }

    private Button cancelButton() {
        return window.scene().getRoot().lookupAll(".button").stream()
                .filter(node -> node instanceof Button button && "Cancel".equals(button.getText()))
                .map(Button.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachStepOfAMoveIsShownUntilNothingIsMoved() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        Fx.run(() -> {
            CancellableWork work = feature.work(Optional.empty(), shown::add);
            work.start(
                    "Moving…",
                    cancellation -> {
                        work.next("one");
                        seen.await();
                        return 1;
                    },
                    count -> shown.add("done"),
                    e -> shown.add("failed"),
                    () -> shown.add("cancelled"));
        });
        window.awaitText("Moving…");
        Fx.await(() -> shown.contains("one"));
        seen.countDown();
        Fx.await(() -> shown.equals(List.of("one", "done", "")));
        Fx.await(() -> !window.shows("Moving…"));
    }

    @Test
    void workUnderWayIsKnownByItsServerAndStopsWithoutAWord() {
        CountDownLatch stopped = new CountDownLatch(1);
        Fingerprint id = ServerIdentity.generate().fingerprint();
        Optional<ShareId> server = Optional.of(new ShareId(id));
        Optional<ShareId> other = Optional.of(new ShareId(id, "0".repeat(32)));
        Fx.run(() -> {
            feature.work(server, shown::add)
                    .start(
                            "Copying…",
                            cancellation -> {
                                try (var _ = cancellation.onCancel(stopped::countDown)) {
                                    stopped.await();
                                }
                                return 1;
                            },
                            count -> shown.add("done"),
                            e -> shown.add("failed"));
            assertThat(feature.isBusy(Optional.empty())).isTrue();
            assertThat(feature.isBusy(server)).isTrue();
            assertThat(feature.isBusy(other)).isFalse();
            feature.stop(other);
            assertThat(feature.isBusy(server)).isTrue();
            feature.stop(server);
            assertThat(feature.isBusy(Optional.empty())).isFalse();
        });
        Fx.await(() -> stopped.getCount() == 0 && !window.shows("Copying…"));
        assertThat(shown).doesNotContain("done", "failed");
    }

    private FilesFeature.Cut cut() {
        return Fx.call(() -> feature.cutProperty().get());
    }

    /** Copies these files of the share, and pastes them there. */
    private void copyThere(ShareClient client, String into, String... names) {
        Fx.run(() -> {
            feature.copyRemote(client, items(client, names), false);
            feature.pasteThere(client, path(into), files -> {}, pane);
        });
    }

    @Test
    void copiedFilesAndFoldersOfTheShareArePastedThereAsCopiesAndTakenBack() throws Exception {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Files.createDirectories(shared.resolve("album.1/deep/empty"));
        Files.writeString(shared.resolve("album.1/deep/b.txt"), "b");
        FileTime old = FileTime.from(Instant.parse("2020-01-02T03:04:05Z"));
        Files.setLastModifiedTime(shared.resolve("album.1/deep"), old);
        Files.writeString(shared.resolve("a.txt"), "a");
        Files.writeString(shared.resolve("a (2).txt"), "two");
        try (TestShare share = new TestShare(shared).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            copyThere(client, "", "a.txt", "album.1");
            Fx.await(() -> back.get() != null);
            assertThat(shown).contains("copied to : [a (3).txt, album.1 (2)]", "2 items were copied.");
            // Nothing is being done any more.
            Fx.await(() -> shown.getLast().isEmpty());
            assertThat(shared.resolve("a (3).txt")).hasContent("a");
            assertThat(shared.resolve("a (2).txt")).hasContent("two");
            assertThat(shared.resolve("album.1 (2)/deep/b.txt")).hasContent("b");
            assertThat(shared.resolve("album.1 (2)/deep/empty")).isEmptyDirectory();
            assertThat(Files.getLastModifiedTime(shared.resolve("album.1 (2)/deep")))
                    .isEqualTo(old);
            // The originals can be pasted again, now elsewhere.
            back.get().run();
            assertThat(shared.toFile().list()).containsExactlyInAnyOrder(".quayside", "a.txt", "a (2).txt", "album.1");
            Fx.run(() -> feature.pasteThere(client, path("album.1/deep"), files -> {}, pane));
            window.awaitText("“album.1” cannot be put into itself.");
            assertThat(shared.resolve("album.1/deep/a.txt")).hasContent("a");
        }
    }

    @Test
    void ofACancelledCopyIsSaidWhatIsMissingAndItIsCopiedLater() throws IOException {
        Path album = Files.createDirectories(folder.resolve("shared/album"));
        for (int i = 0; i < 30; i++) {
            Files.writeString(album.resolve("f" + i), "x");
        }
        try (TestShare share = new TestShare(folder.resolve("shared")).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            Fx.run(() -> {
                copyThere(client, "", "album");
                cancelButton().fire();
            });
            window.awaitText("Copying was cancelled");
            window.awaitText("“album” is not complete.");
            assertThat(back.get()).isNull();
            window.press("Continue");
            Fx.await(() -> back.get() != null);
            assertThat(shown).contains("copied to : [album (2)]", "1 item was copied.");
            assertThat(folder.resolve("shared/album (2)").toFile().list()).hasSize(30);
            assertThat(folder.resolve("shared/album (3)")).doesNotExist();
        }
    }

    @Test
    void whatWasCopiedIsTakenBackThoughSomethingElseWasNot() throws IOException {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Files.createDirectories(shared.resolve("album"));
        Files.writeString(shared.resolve("a.txt"), "a");
        Files.writeString(shared.resolve("b.txt"), "b");
        try (TestShare share = new TestShare(shared).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            Fx.run(() -> feature.copyRemote(client, items(client, "a.txt", "b.txt"), false));
            Files.delete(shared.resolve("a.txt"));
            Fx.run(() -> feature.pasteThere(client, path("album"), files -> {}, pane));
            window.awaitText("1 of 2 files and folders was copied.");
            assertThat(shared.resolve("album/b.txt")).hasContent("b");
            window.press("Undo");
            Fx.await(() -> shown.contains("read again"));
            assertThat(shared.resolve("album")).isEmptyDirectory();
            assertThat(shared.resolve("b.txt")).hasContent("b");
        }
    }

    @Test
    void whatCannotBeCopiedIsListed() throws IOException {
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Files.createDirectories(shared.resolve("album"));
        Files.writeString(shared.resolve("a.txt"), "a");
        Files.writeString(shared.resolve("b.txt"), "b");
        Files.writeString(shared.resolve("c.txt"), "c");
        try (TestShare share = new TestShare(shared).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            Fx.run(() -> feature.copyRemote(client, items(client, "a.txt", "b.txt", "c.txt"), false));
            Files.delete(shared.resolve("a.txt"));
            Files.delete(shared.resolve("c.txt"));
            Fx.run(() -> feature.pasteThere(client, path("album"), files -> {}, pane));
            window.awaitText("2 items were not copied");
            assertThat(shared.resolve("album").toFile().list()).containsExactly("b.txt");
            assertThat(shown).contains("copied to album: [b.txt]");
            assertThat(back.get()).isNull();
            window.press("Details");
            window.awaitText("c.txt");
            window.awaitText("There is no ");
        }
    }

    private static RemotePath path(String text) {
        try {
            return RemotePath.parse(text);
        } catch (ProtocolException e) {
            throw new AssertionError(e);
        }
    }

    private static List<FilesFeature.Item<RemotePath>> items(ShareClient client, String... names) {
        List<FilesFeature.Item<RemotePath>> items = new ArrayList<>();
        for (String name : names) {
            try {
                items.add(new FilesFeature.Item<>(path(name), client.stat(path(name))));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return items;
    }
}
