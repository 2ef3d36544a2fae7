package quayside.app.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

/** Tests that sources which are requested together are one transfer. */
@Timeout(60)
class TogetherTest {
    private static final Instant TIME = Instant.parse("2026-03-03T14:05:00Z");

    @TempDir
    private Path home;

    private Path shared;
    private Path local;
    private TestShare share;
    private ShareClient client;
    private final TransferQueue queue = new TransferQueue(2, id -> Optional.of(client), Optional.empty());

    @BeforeEach
    void prepare() throws IOException {
        shared = Files.createDirectory(home.resolve("shared"));
        local = Files.createDirectory(home.resolve("local"));
        share = new TestShare(shared).start();
        client = ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation());
    }

    @AfterEach
    void close() {
        queue.close();
        client.close();
        share.close();
    }

    private TransferSnapshot end(long id) {
        await().until(() -> snapshot(id).state().hasEnded());
        return snapshot(id);
    }

    private TransferSnapshot snapshot(long id) {
        return queue.snapshot().stream()
                .filter(each -> each.id() == id)
                .findFirst()
                .orElseThrow();
    }

    private long upload(OnConflict rule, String... names) {
        return queue.upload(
                Job.ShareRef.of(client),
                Arrays.stream(names).map(local::resolve).toList(),
                RemotePath.root(),
                ConflictRules.all(rule),
                Optional.empty());
    }

    @Test
    void severalFilesAndFoldersGoUpAsOneTransfer() throws IOException {
        write(local.resolve("a"), "abc");
        write(local.resolve("b"), "abcd");
        Files.createDirectory(local.resolve("folder"));
        write(local.resolve("folder/c"), "abcde");
        TransferSnapshot ended = end(upload(OnConflict.FAIL, "a", "b", "folder"));
        assertThat(queue.snapshot()).hasSize(1);
        assertThat(ended.name()).isEqualTo("3 items");
        assertThat(ended.state()).isEqualTo(TransferSnapshot.State.DONE);
        assertThat(ended.message()).isEqualTo("3 files");
        assertThat(ended.filesDone()).isEqualTo(3);
        assertThat(ended.bytesTotal()).isEqualTo(12);
        assertThat(shared.resolve("folder/c")).hasContent("abcde");
    }

    @Test
    void whatOfThemFailedIsListedAtTheTransfer() throws IOException {
        write(local.resolve("a"), "abc");
        write(shared.resolve("a"), "in the way");
        write(local.resolve("b"), "abcd");
        TransferSnapshot ended = end(upload(OnConflict.FAIL, "a", "missing", "b"));
        assertThat(ended.state()).isEqualTo(TransferSnapshot.State.FAILED);
        assertThat(ended.message()).isEqualTo("2 of 3 could not be transferred, for 2 reasons.");
        assertThat(ended.remarks().failures())
                .extracting(failure -> failure.path())
                .containsExactly("a", "missing");
        assertThat(shared.resolve("b")).hasContent("abcd");
        write(local.resolve("missing"), "there now");
        Files.delete(shared.resolve("a"));
        queue.retry(ended.id());
        TransferSnapshot again = end(ended.id());
        assertThat(again.state()).isEqualTo(TransferSnapshot.State.DONE);
        assertThat(again.message()).isEqualTo("2 files, 1 already there");
    }

    @Test
    void severalFilesAndFoldersComeDownAsOneTransfer() throws IOException {
        write(shared.resolve("a"), "abc");
        Files.createDirectory(shared.resolve("folder"));
        write(shared.resolve("folder/c"), "abcde");
        List<RemoteItem> items =
                List.of(new RemoteItem(RemotePath.parse("a"), false), new RemoteItem(RemotePath.parse("folder"), true));
        TransferSnapshot ended =
                end(queue.download(Job.ShareRef.of(client), items, local, ConflictRules.all(OnConflict.FAIL)));
        assertThat(queue.snapshot()).hasSize(1);
        assertThat(ended.name()).isEqualTo("2 items");
        assertThat(ended.message()).isEqualTo("2 files");
        assertThat(local.resolve("folder/c")).hasContent("abcde");
    }

    /** A transfer of one file has its name, as before several sources could be one transfer. */
    @Test
    void oneFileIsCalledByItsName() throws IOException {
        write(local.resolve("a"), "abc");
        TransferSnapshot ended = end(upload(OnConflict.FAIL, "a"));
        assertThat(ended.name()).isEqualTo("a");
        assertThat(ended.folder()).isFalse();
        assertThat(ended.message()).isEmpty();
    }

    private static void write(Path file, String content) throws IOException {
        Files.setLastModifiedTime(Files.writeString(file, content), FileTime.from(TIME));
    }
}
