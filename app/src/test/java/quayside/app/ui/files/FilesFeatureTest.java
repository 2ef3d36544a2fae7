package quayside.app.ui.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ListView;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.image.ImageView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.app.core.compare.SyncPlan;
import quayside.app.core.desktop.Opener;
import quayside.app.core.files.OpenedCopies;
import quayside.app.core.settings.RecentFolders;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;

class FilesFeatureTest {
    private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");

    /** A PNG of two pixels in two rows. */
    private static final String DOTS =
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEUlEQVR4nGP4z8DA8B+MgBgAHfAD/dPQfSYAAAAASU" + "VORK5CYII=";

    @TempDir
    private Path folder;

    @TempDir
    private Path shared;

    private FilesFeature feature;
    private TestWindow window;

    @BeforeEach
    void open() {
        window = new TestWindow(960, 720, services -> {
            feature = new FilesFeature(services, Opener.ofSystem(name -> null), new OpenedCopies());
            return new StackPane();
        });
    }

    @AfterEach
    void close() {
        window.close();
    }

    @Test
    void propertiesCountAFolderAndComputeAChecksumOnRequest() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("Album/Inner"));
        Files.writeString(inner.resolve("a.txt"), "1234");
        Files.writeString(folder.resolve("Album/b.txt"), "12");
        Fx.run(() -> feature.localProperties(List.of(item("Album"))));
        window.awaitText("Properties of “Album”");
        window.awaitText("2 files, 1 folder");
        window.awaitText("6 B (6 bytes)");
        Fx.await(() -> !window.shows("so far"));
        window.press("Close");
        Fx.run(() -> feature.localProperties(List.of(item("Album/b.txt"))));
        window.press("Compute");
        window.awaitText("6b51d431df5d7f141cbececcf79edf3dd861c3b4069f0b11661a3eefacbba918");
        window.awaitText("rw");
    }

    @Test
    void aMissingFolderSaysSoInItsProperties() {
        Fx.run(() -> feature.localProperties(List.of(
                new FilesFeature.Item<>(folder.resolve("gone"), new Entry("gone", Entry.Kind.FOLDER, 0, OLD)))));
        window.awaitText("no longer on this computer");
    }

    @Test
    void textsAndPicturesAreShownAndTheArrowsLeadOn() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "first line\nGrüße\n");
        Files.write(folder.resolve("b.txt"), "Grüße".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("c.png"), Base64.getDecoder().decode(DOTS));
        Files.write(folder.resolve("d.bin"), new byte[] {1, 0, 2});
        Fx.run(() -> feature.previewLocal(List.of(item("a.txt"), item("b.txt"), item("c.png"), item("d.bin")), 0));
        Fx.await(() -> lines().contains("Grüße") && lines().size() == 2);
        window.push(KeyCode.RIGHT);
        Fx.await(() -> lines().equals(List.of("Grüße")));
        window.push(KeyCode.RIGHT);
        Fx.await(() -> window.scene().lookup(".preview .image-view") instanceof ImageView);
        window.push(KeyCode.RIGHT);
        window.awaitText("There is no preview of this kind of file.");
        window.push(KeyCode.SPACE);
        Fx.await(() -> window.scene().lookup(".preview") == null);
    }

    @Test
    void aPictureStaysInItsFrameInALowWindow() throws IOException {
        ImageIO.write(
                new BufferedImage(700, 430, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("c.png").toFile());
        Fx.run(() -> {
            window.scene().getWindow().setHeight(440);
            feature.previewLocal(List.of(item("c.png")), 0);
        });
        Fx.await(() -> window.scene().lookup(".preview .image-view") instanceof ImageView);
        Fx.run(() -> {
            window.scene().getRoot().layout();
            Node frame = window.scene().lookup(".preview");
            Bounds picture = window.scene().lookup(".preview .image-view").getBoundsInParent();
            assertThat(frame.getLayoutBounds().contains(picture)).isTrue();
            assertThat(picture.getWidth() / picture.getHeight()).isCloseTo(700.0 / 430, within(0.05));
        });
    }

    @Test
    void aPictureThatClaimsTooManyPixelsIsRefusedBeforeItIsDecoded() throws IOException {
        byte[] bomb = Base64.getDecoder().decode(DOTS);
        bomb[16] = 0x00;
        bomb[17] = 0x01; // 65,536 + … columns
        bomb[20] = 0x00;
        bomb[21] = 0x01;
        Files.write(folder.resolve("bomb.png"), bomb);
        Fx.run(() -> feature.previewLocal(List.of(item("bomb.png")), 0));
        window.awaitText("This picture has too many pixels for a preview.");
        assertThat(Picture.decode(bomb, 100, 100)).isEmpty();
        byte[] gif = new byte[40];
        System.arraycopy("GIF89a".getBytes(StandardCharsets.US_ASCII), 0, gif, 0, 6);
        assertThat(Picture.decode(gif, 100, 100)).isEmpty();
        byte[] jpeg = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xC0, 0, 17, 8, (byte) 0xFF, (byte) 0xFF, 1, 2, 3};
        assertThat(Picture.size(jpeg)).contains(new Picture.Size(0x0102, 0xFFFF));
    }

    @Test
    void aSearchFindsAndLeadsToTheFolder() throws IOException {
        Files.createDirectories(folder.resolve("2026/Summer"));
        Files.writeString(folder.resolve("2026/Summer/Lighthouse.jpg"), "x");
        List<String> opened = new ArrayList<>();
        Fx.run(() -> feature.searchLocal(
                folder, "Pictures", false, (where, name) -> opened.add(folder.relativize(where) + " " + name)));
        window.awaitText("Search in “Pictures”");
        window.write("light");
        window.push(KeyCode.ENTER);
        window.awaitText("1 item was found.");
        window.awaitText("Lighthouse.jpg");
        window.push(KeyCode.DOWN);
        window.push(KeyCode.ENTER);
        assertThat(opened).containsExactly("2026/Summer Lighthouse.jpg");
        assertThat(window.find("#search-hits")).isNull();
        Fx.run(() -> feature.searchLocal(folder.resolve("gone"), "Gone", false, (where, name) -> {}));
        Fx.run(() -> ((TextField) window.scene().lookup("#search-words")).setText("x"));
        window.press("Search");
        window.awaitText("no longer on this computer");
    }

    @Test
    void twoFoldersAreComparedAndThePlanIsShownBeforeItRuns() throws IOException {
        write(folder, "new.txt", "new", OLD);
        write(folder, "same.txt", "same", OLD);
        write(shared, "same.txt", "same", OLD);
        write(shared, "extra.txt", "extra", OLD);
        List<SyncPlan> plans = new ArrayList<>();
        try (TestShare share = new TestShare(shared).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            FilesFeature.Titles titles = new FilesFeature.Titles("Holiday", "Pictures");
            // Called from the share's side, it changes this computer.
            Fx.run(() -> feature.compare(folder, client, RemotePath.root(), titles, false, (plan, toShare) -> {}));
            window.awaitText("Compare “Holiday” here with “Pictures” on the share");
            window.awaitText("2 differences, 1 file the same.");
            assertThat(Fx.call(() -> window.scene().getRoot().lookupAll(".radio-button").stream()
                            .map(RadioButton.class::cast)
                            .filter(RadioButton::isSelected)
                            .map(RadioButton::getText)
                            .toList()))
                    .containsExactly("Make this computer like the share");
            window.press("Close");
            Fx.run(() -> feature.compare(
                    folder, client, RemotePath.root(), titles, true, (plan, toShare) -> plans.add(plan)));
            window.awaitText("Copied: 1 · Replaced by a newer file: 0 · Left as they are: 1 · Deleted: 0");
            assertThat(Fx.call(() -> ((TableView<?>) window.scene().lookup("#differences"))
                            .getItems()
                            .size()))
                    .isEqualTo(2);
            Fx.run(() -> ((CheckBox) window.scene().lookup(".dialog-body .check-box")).fire());
            window.awaitText("Left as they are: 0 · Deleted: 1");
            window.press("Synchronise");
            assertThat(plans).hasSize(1);
            assertThat(plans.getFirst().sources()).containsExactly("new.txt");
            assertThat(plans.getFirst().deletions()).hasSize(1);
            Fx.run(() -> feature.compare(
                    folder.resolve("gone"),
                    client,
                    RemotePath.root(),
                    titles,
                    true,
                    (plan, toShare) -> plans.add(plan)));
            window.awaitText("no longer on this computer");
            assertThat(plans).hasSize(1);
        }
    }

    @Test
    void theLastFoldersOfDownloadsAreOffered() throws IOException {
        List<Path> chosen = new ArrayList<>();
        Path one = Files.createDirectories(folder.resolve("one"));
        Path two = Files.createDirectories(folder.resolve("two"));
        RecentFolders recent = RecentFolders.open(folder.resolve("config"));
        DownloadTo ask = new DownloadTo(window.services(), recent, at -> Optional.of(at.isEmpty() ? one : two));
        Fx.run(() -> ask.ask(3, chosen::add));
        Fx.await(() -> chosen.equals(List.of(one)) && recent.folders().equals(List.of(one)));
        Fx.run(() -> ask.ask(3, chosen::add));
        window.awaitText("Download 3 items to");
        window.press("Another folder…");
        Fx.await(() -> recent.folders().equals(List.of(two, one)));
        Fx.run(() -> ask.ask(1, chosen::add));
        window.press(one.toString());
        assertThat(chosen).containsExactly(one, two, one);
    }

    @Test
    void namesPathsAndLinksAreCopiedAsTheyAreAndNoLinkHoldsTheKey() throws IOException {
        String odd = "é \u202e 1.txt";
        Files.writeString(shared.resolve(odd), "1");
        try (TestShare share = new TestShare(shared).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            List<FilesFeature.Item<RemotePath>> items = List.of(
                    new FilesFeature.Item<>(path("Summer/" + odd), new Entry(odd, Entry.Kind.FILE, 1, OLD)),
                    new FilesFeature.Item<>(path("b"), new Entry("b", Entry.Kind.FOLDER, 0, OLD)));
            assertThat(copied(() -> feature.copyNames(items))).containsExactly(odd, "b");
            assertThat(copied(() -> feature.copyRemotePaths(client, items))).containsExactly("/Summer/" + odd, "/b");
            assertThat(copied(() -> feature.copyLocalPaths(List.of(new FilesFeature.Item<>(
                            folder.resolve("x"), items.getFirst().entry())))))
                    .containsExactly(folder.resolve("x").toString());
            List<String> links = copied(() -> feature.copyLinks(client, items));
            assertThat(links)
                    .hasSize(2)
                    .allMatch(link -> ShareLink.parse(link).key().isEmpty());
            assertThat(ShareLink.parse(links.getFirst()).path()).isEqualTo(path("Summer/" + odd));
            window.awaitText("2 links are copied. They hold no key.");
        }
    }

    private static List<String> copied(Runnable copy) {
        return Fx.call(() -> {
            copy.run();
            return Clipboard.getSystemClipboard().getString().lines().toList();
        });
    }

    @SuppressWarnings("unchecked")
    private List<String> lines() {
        return window.scene().lookup(".preview-text") instanceof ListView<?> list
                ? ((ListView<String>) list).getItems()
                : List.of();
    }

    private FilesFeature.Item<Path> item(String name) {
        try {
            return item(folder.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static FilesFeature.Item<Path> item(Path path) throws IOException {
        boolean isFolder = Files.isDirectory(path);
        return new FilesFeature.Item<>(
                path,
                new Entry(
                        path.getFileName().toString(),
                        isFolder ? Entry.Kind.FOLDER : Entry.Kind.FILE,
                        isFolder ? 0 : Files.size(path),
                        OLD));
    }

    private static void write(Path folder, String name, String content, Instant modified) throws IOException {
        Files.writeString(folder.resolve(name), content);
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(modified));
    }

    @Test
    void aProgramOfAShareIsNotOpenedWithoutAQuestion() throws IOException {
        Files.writeString(shared.resolve("invoice.desktop"), "[Desktop Entry]");
        Files.writeString(folder.resolve("invoice.sh"), "#!/bin/sh");
        try (TestShare share = new TestShare(shared).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            Fx.run(() -> feature.openCopy(client, path("invoice.desktop"), (copy, into, replace) -> {}));
            window.awaitText("“invoice.desktop” may be a program");
            window.press("Cancel");
            Fx.run(() -> feature.open(List.of(folder.resolve("invoice.sh"))));
            window.awaitText("“invoice.sh” may be a program");
            window.press("Cancel");
        }
    }

    /** They are programs, so that the second question stops them. */
    @Test
    void moreThanTenFilesAreOpenedOnlyAfterAQuestion() {
        List<Path> eleven = IntStream.range(0, 11)
                .mapToObj(number -> folder.resolve(number + ".sh"))
                .toList();
        Fx.run(() -> feature.open(eleven));
        window.awaitText("Open 11 files?");
        assertThat(window.shows("may be a program")).isFalse();
        window.push(KeyCode.ENTER);
        assertThat(window.shows("Open 11 files?")).isFalse();
        Fx.run(() -> feature.open(eleven));
        window.press("Open all");
        window.awaitText("“0.sh” may be a program");
        window.press("Cancel");
        Fx.run(() -> feature.open(eleven.subList(0, 10)));
        window.awaitText("“0.sh” may be a program");
        assertThat(window.shows("Open 10 files?")).isFalse();
    }

    @Test
    void filesOfOneShareAreNotPastedFromAnother() throws IOException {
        Files.writeString(shared.resolve("a"), "a");
        Path others = Files.createDirectory(folder.resolve("others"));
        List<ShareClient> asked = new ArrayList<>();
        try (TestShare share = new TestShare(shared).start();
                TestShare other = new TestShare(others).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation());
                ShareClient shown =
                        ShareClient.connect(other.link(), other.key(), ConnectOptions.standard(), new Cancellation())) {
            FilesFeature.Item<RemotePath> item =
                    new FilesFeature.Item<>(path("a"), new Entry("a", Entry.Kind.FILE, 1, OLD));
            Fx.run(() -> {
                feature.copyRemote(client, List.of(item), false);
                feature.pasteHere(
                        folder, Optional.of(shown), (from, items) -> asked.add(from), () -> {}, (done, back) -> {});
            });
            window.awaitText("These files are on a share that is not shown now.");
            assertThat(asked).isEmpty();
            Fx.run(() -> feature.pasteHere(
                    folder, Optional.of(client), (from, items) -> asked.add(from), () -> {}, (done, back) -> {}));
            assertThat(asked).containsExactly(client);
        }
    }

    private static RemotePath path(String path) {
        try {
            return RemotePath.parse(path);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
