package quayside.app.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.Changes;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

class ShareCopiesTest {
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

    private ShareCopies.Result copy(String path, String into) throws IOException {
        return new ShareCopies(client, RemotePath.parse(into), (_, _, _) -> {}, new Cancellation())
                .run(List.of(source(path)));
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
        }
        assertThat(folder.resolve("album/deep")).isEmptyDirectory();
    }

    @Test
    void whatWasCopiedBeforeACancellationStaysWhole() throws IOException {
        Path many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < 100; i++) {
            Files.writeString(many.resolve("file" + i), "content");
        }
        Cancellation cancellation = new Cancellation();
        ShareCopies copies = new ShareCopies(
                client,
                RemotePath.root(),
                (_, number, all) -> {
                    if (number == 10 && all == 100) {
                        cancellation.cancel();
                    }
                },
                cancellation);
        ShareCopies.Source source = source("many");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> copies.run(List.of(source)))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.CANCELLED);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(folder.resolve(".quayside/staging")).isEmptyDirectory());
        try (var files = Files.list(folder.resolve("many (2)"))) {
            assertThat(files)
                    .hasSizeGreaterThanOrEqualTo(9)
                    .allSatisfy(file -> assertThat(file).hasContent("content"));
        }
    }

    @Test
    void whatIsTakenBackDoesNotTakeFilesOfOthersAlong() throws IOException {
        Files.createDirectories(folder.resolve("album"));
        Files.writeString(folder.resolve("album/a.txt"), "a");
        ShareCopies.Result result = copy("album", "");
        Files.writeString(folder.resolve("album (2)/new.txt"), "of somebody else");
        Changes.Result back = client.change(result.made(), Optional.empty(), Changes.Listener.NONE, new Cancellation());
        assertThat(back.made()).isEqualTo(1);
        assertThat(back.first().fault()).isEqualTo(Fault.EXISTS);
        assertThat(folder.resolve("album (2)").toFile().list()).containsExactly("new.txt");
    }
}
