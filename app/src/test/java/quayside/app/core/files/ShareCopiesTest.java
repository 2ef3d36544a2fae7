package quayside.app.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.Change;
import quayside.protocol.client.Changes;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

class ShareCopiesTest {
    private static final ShareCopies.Progress UNSEEN = (path, number, all) -> {};

    @TempDir
    Path folder;

    private TestShare share;
    private ShareClient client;

    @BeforeEach
    void connect() throws IOException {
        share = new TestShare(folder).start();
        client = ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation());
    }

    @AfterEach
    void close() {
        client.close();
        share.close();
    }

    private ShareCopies.Source source(String path) throws IOException {
        return new ShareCopies.Source(RemotePath.parse(path), client.stat(RemotePath.parse(path)));
    }

    private ShareCopies copies(String path, String into) throws IOException {
        return new ShareCopies(client, RemotePath.parse(into), List.of(source(path)));
    }

    private ShareCopies.Result copy(String path, String into) throws IOException {
        return copies(path, into).run(UNSEEN, new Cancellation());
    }

    @Test
    void copiesOfCopiesAreCountedOn() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "a");
        for (int i = 2; i < 5; i++) {
            assertThat(copy("a.txt", "").names()).containsExactly("a (" + i + ").txt");
        }
        String longest = "é".repeat(125) + "x.txt";
        Files.writeString(folder.resolve(longest), "long");
        assertThat(copy(longest, "").names()).containsExactly("é".repeat(123) + " (2).txt");
    }

    @Test
    void whatTheShareDoesNotListIsCounted() throws IOException {
        Files.createDirectories(folder.resolve("album/deep"));
        Files.writeString(folder.resolve("album/.hidden"), "hidden");
        Files.createSymbolicLink(folder.resolve("album/deep/link"), folder);
        ShareCopies.Result result = copy("album", "");
        assertThat(result.failed()).isZero();
        assertThat(result.omitted()).isEqualTo(1);
        assertThat(folder.resolve("album (2)/deep")).isEmptyDirectory();
    }

    @Test
    void aFolderIsNotCopiedIntoItself() throws IOException {
        Files.createDirectories(folder.resolve("album/deep"));
        for (String into : List.of("album", "album/deep")) {
            ShareCopies.Result result = copy("album", into);
            assertThat(result.failures().getFirst().why().sentence().key()).isEqualTo(AppReason.INTO_ITSELF);
            assertThat(result.incomplete()).containsExactly("album");
        }
        assertThat(folder.resolve("album/deep")).isEmptyDirectory();
    }

    @Test
    void whatACancellationLeftOutIsCopiedIntoTheSameFolderLater() throws IOException {
        Path many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < 100; i++) {
            Files.writeString(many.resolve("file" + i), "content");
        }
        FileTime old = FileTime.from(Instant.parse("2020-01-02T03:04:05Z"));
        Files.setLastModifiedTime(many, old);
        Cancellation cancellation = new Cancellation();
        ShareCopies copies = copies("many", "");
        ShareCopies.Result first = copies.run(
                (path, number, all) -> {
                    if (number == 10 && all == 101) {
                        cancellation.cancel();
                    }
                },
                cancellation);
        assertThat(first.end()).map(ProtocolException::fault).contains(Fault.CANCELLED);
        assertThat(first.goesOn()).isTrue();
        assertThat(first.incomplete()).containsExactly("many");
        assertThat(first.copied()).isBetween(9L, 100L);
        assertThat(first.all()).isEqualTo(101);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(folder.resolve(".quayside/staging")).isEmptyDirectory());
        try (var files = Files.list(folder.resolve("many (2)"))) {
            assertThat(files)
                    .hasSizeGreaterThanOrEqualTo(8)
                    .allSatisfy(file -> assertThat(file).hasContent("content"));
        }
        ShareCopies.Result second = copies.run(UNSEEN, new Cancellation());
        assertThat(second.end()).isEmpty();
        assertThat(second.failures()).isEmpty();
        assertThat(second.incomplete()).isEmpty();
        assertThat(second.copied()).isEqualTo(101);
        assertThat(folder.resolve("many (2)").toFile().list()).hasSize(100);
        assertThat(Files.getLastModifiedTime(folder.resolve("many (2)"))).isEqualTo(old);
        assertThat(folder.resolve("many (3)")).doesNotExist();
        copies.takeBack(new Cancellation());
        assertThat(folder.resolve("many (2)")).doesNotExist();
    }

    @Test
    void whatSomebodyElsePutIntoAnUnfinishedCopyStaysAndIsReported() throws IOException {
        Path album = Files.createDirectory(folder.resolve("album"));
        for (String name : List.of("a", "b", "c")) {
            Files.writeString(album.resolve(name), "content of " + name);
        }
        Cancellation cancellation = new Cancellation();
        ShareCopies copies = copies("album", "");
        ShareCopies.Result first = copies.run((path, number, all) -> cancellation.cancel(), cancellation);
        assertThat(first.end()).isPresent();
        Path copy = Files.createDirectories(folder.resolve("album (2)"));
        Files.writeString(copy.resolve("b"), "of somebody else");
        ShareCopies.Result second = copies.run(UNSEEN, new Cancellation());
        assertThat(second.failures()).extracting(each -> each.path().toString()).containsExactly("album/b");
        assertThat(second.incomplete()).containsExactly("album");
        assertThat(copy.resolve("b")).hasContent("of somebody else");
        assertThat(copy.resolve("c")).hasContent("content of c");
    }

    @Test
    void takingBackLeavesWhatWasChangedOrAddedSince() throws IOException {
        Files.createDirectories(folder.resolve("album/deep"));
        Files.writeString(folder.resolve("album/a.txt"), "a");
        Files.writeString(folder.resolve("album/b.txt"), "b");
        Files.writeString(folder.resolve("album/deep/c.txt"), "c");
        Files.writeString(folder.resolve("d.txt"), "d");
        ShareCopies album = copies("album", "");
        ShareCopies file = copies("d.txt", "");
        for (ShareCopies each : List.of(album, file)) {
            assertThat(each.run(UNSEEN, new Cancellation()).failed()).isZero();
        }
        Files.writeString(folder.resolve("album (2)/new.txt"), "of somebody else");
        Files.writeString(folder.resolve("album (2)/b.txt"), "work of somebody else");
        Files.writeString(folder.resolve("d (2).txt"), "work of somebody else");
        for (ShareCopies each : List.of(album, file)) {
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> each.takeBack(new Cancellation()))
                    .extracting(e -> e.sentence().key())
                    .isEqualTo(AppReason.COPIES_STAY);
        }
        assertThat(folder.resolve("album (2)").toFile().list()).containsExactlyInAnyOrder("new.txt", "b.txt");
        assertThat(folder.resolve("d (2).txt")).hasContent("work of somebody else");
        assertThat(folder.resolve("album/deep/c.txt")).exists();
    }

    @Test
    void aNumberThatAProtectedFileHasIsSteppedOver() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "a");
        Files.writeString(folder.resolve("a (2).txt"), "protected");
        try (ShareClient host =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation());
                Passcode passcode = Passcode.of("open sesame")) {
            host.protect(List.of(RemotePath.parse("a (2).txt")), passcode);
        }
        List<String> asked = new ArrayList<>();
        client.passcodes((question, cancellation) -> {
            asked.add(question.lock());
            return Optional.empty();
        });
        assertThat(copy("a.txt", "").names()).containsExactly("a (3).txt");
        assertThat(asked).isEmpty();
    }

    @Test
    void nobodyIsAskedForThePasscodeOfANameThatACopyMightGet() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "a");
        Files.writeString(folder.resolve("b.txt"), "protected");
        RemotePath taken = RemotePath.parse("b.txt");
        try (Passcode passcode = Passcode.of("open sesame")) {
            client.protect(List.of(taken), passcode);
        }
        client.close();
        client = ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation());
        List<String> asked = new ArrayList<>();
        client.passcodes((question, cancellation) -> {
            asked.add(question.lock());
            return Optional.empty();
        });
        ShareCopies.Source source = source("a.txt");
        List<Change> changes = List.of(
                new Change.Copy(source.path(), taken, Optional.of(source.entry())),
                new Change.MakeFolder(taken, Optional.empty()));
        Changes.Result result = client.change(changes, Optional.empty(), Changes.Listener.NONE, new Cancellation());
        assertThat(result.failed()).isEqualTo(2);
        assertThat(result.first().fault()).isEqualTo(Fault.PASSCODE_NEEDED);
        assertThat(asked).isEmpty();
        result = client.change(
                List.of(new Change.Copy(source.path(), taken)),
                Optional.empty(),
                Changes.Listener.NONE,
                new Cancellation());
        assertThat(result.failed()).isEqualTo(1);
        assertThat(asked).hasSize(1);
    }

    @Test
    void thePasscodeOfAFolderIsAskedForOnce() throws IOException {
        List<RemotePath> files = new ArrayList<>();
        for (String deep : List.of("album", "album/x", "album/x/y")) {
            Files.createDirectories(folder.resolve(deep));
            Files.writeString(folder.resolve(deep + "/a.txt"), deep);
            files.add(RemotePath.parse(deep + "/a.txt"));
        }
        try (ShareClient host =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation());
                Passcode passcode = Passcode.of("open sesame")) {
            host.protect(files, passcode);
        }
        List<String> asked = new ArrayList<>();
        client.passcodes((question, cancellation) -> {
            asked.add(question.lock());
            return Optional.empty();
        });
        ShareCopies.Result result = copy("album", "");
        assertThat(result.failed()).isEqualTo(3);
        assertThat(result.copied()).isEqualTo(3);
        assertThat(asked).hasSize(1);
    }

    @Test
    void theMemoryIsThatOfOneFolderAndNotOfAll() throws IOException {
        String deep = "tree";
        for (int i = 0; i < 20; i++) {
            Files.createDirectories(folder.resolve(deep));
            for (int j = 0; j < 10; j++) {
                Files.createFile(folder.resolve(deep + "/f" + j));
            }
            deep += "/d";
        }
        ShareCopies.Result result = new ShareCopies(client, RemotePath.root(), List.of(source("tree")), 1000, 3000)
                .run(UNSEEN, new Cancellation());
        assertThat(result.failures()).isEmpty();
        assertThat(result.end()).isEmpty();
        assertThat(result.copied()).isEqualTo(220);
        for (int j = 10; j < 30; j++) {
            Files.createFile(folder.resolve("tree/d/f" + j));
        }
        ShareCopies.Result tooLarge = new ShareCopies(client, RemotePath.root(), List.of(source("tree")), 1000, 3000)
                .run(UNSEEN, new Cancellation());
        assertThat(tooLarge.failures())
                .extracting(each -> each.why().sentence().key())
                .containsExactly(AppReason.TOO_LARGE_TO_COPY);
        assertThat(tooLarge.incomplete()).containsExactly("tree");
    }

    @Test
    void whatWasCopiedBeforeTheLimitIsReportedAndCanBeTakenBack() throws IOException {
        for (String deep : List.of("tree", "tree/a", "tree/b", "tree/c")) {
            Files.createDirectories(folder.resolve(deep));
            for (int j = 0; j < 10; j++) {
                Files.createFile(folder.resolve(deep + "/f" + j));
            }
        }
        ShareCopies copies = new ShareCopies(client, RemotePath.root(), List.of(source("tree")), 20, 1 << 20);
        ShareCopies.Result result = copies.run(UNSEEN, new Cancellation());
        assertThat(result.end()).map(e -> e.sentence().key()).contains(AppReason.TOO_MANY_TO_COPY);
        assertThat(result.goesOn()).isFalse();
        assertThat(result.copied()).isBetween(20L, 30L);
        copies.takeBack(new Cancellation());
        assertThat(folder.resolve("tree (2)")).doesNotExist();
    }
}
