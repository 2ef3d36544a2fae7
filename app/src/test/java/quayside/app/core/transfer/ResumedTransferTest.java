package quayside.app.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.app.core.Patience.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.TestShare;
import quayside.app.core.share.ShareId;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;

/** Tests pausing, restarting the program, and cancelling, with a real share. */
@Timeout(120)
class ResumedTransferTest {
    /** A sparse file, larger than any machine transfers before the test checks it. */
    private static final long HUGE = 20_000_000_000L;

    private static final long MOVED = 30_000_000;

    /** One step of the record, and the bytes under way. */
    private static final long MAY_BE_LOST = 10_000_000;

    /** The small files beside the large one count first. */
    private static final long OF_SMALL_FILES = 100;

    /** The options of one installation, also after a restart of the program. */
    private final ConnectOptions options = ConnectOptions.standard();

    @TempDir
    private Path home;

    private Path shared;
    private Path local;
    private TestShare share;
    private volatile ShareClient client;
    private TransferQueue queue = newQueue(2);
    private final AtomicLong first = new AtomicLong(-1);

    @BeforeEach
    void prepare() throws IOException {
        shared = Files.createDirectory(home.resolve("shared"));
        local = Files.createDirectory(home.resolve("local"));
        share = new TestShare(shared).start();
        client = connect();
    }

    @AfterEach
    void close() {
        queue.close();
        client.close();
        share.close();
    }

    @Test
    void aPausedUploadGoesOnFromWhereItWas() throws IOException {
        long id = upload();
        await().until(() -> only().bytesDone() > MOVED);
        queue.pause(id);
        await().until(() -> only().state() == State.PAUSED);
        long paused = only().bytesDone();
        goesOnFrom(() -> queue.retry(id), paused);
        queue.cancel(id);
        await().until(() -> only().state() == State.CANCELLED);
    }

    @Test
    void afterAnotherStartOfTheProgramTheSameDragGoesOn() throws IOException {
        download();
        await().until(() -> only().bytesDone() > MOVED);
        queue.close();
        long reached = only().bytesDone();
        client.close();
        client = connect();
        queue = newQueue(2);
        goesOnFrom(this::download, reached);
        queue.cancel(only().id());
        await().until(() -> only().state() == State.CANCELLED);
        assertThat(hiddenFiles()).isEmpty();
    }

    @Test
    void aPausedDownloadKeepsWhatArrivedAndACancelledOneDoesNot() throws IOException {
        long id = download();
        await().until(() -> only().bytesDone() > MOVED);
        queue.pause(id);
        await().until(() -> only().state() == State.PAUSED);
        assertThat(hiddenFiles()).isNotEmpty();
        queue.retry(id);
        await().until(() -> only().state() == State.RUNNING && only().bytesDone() > 0);
        queue.cancel(id);
        await().until(() -> only().state() == State.CANCELLED);
        assertThat(hiddenFiles()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"huge.bin", "deep"})
    void aPausedDownloadThatIsCancelledLeavesNothing(String source) throws IOException {
        Files.writeString(local.resolve(".quayside-0123456789abcdef.part"), "of another");
        long id = download(source, local);
        await().until(() -> only().bytesDone() > MOVED);
        queue.pause(id);
        await().until(() -> only().state() == State.PAUSED);
        assertThat(hiddenFiles()).hasSize(3);
        queue.cancel(id);
        assertThat(only().state()).isEqualTo(State.CANCELLED);
        await().untilAsserted(() -> assertThat(hiddenFiles()).containsExactly(".quayside-0123456789abcdef.part"));
    }

    /** Every name is taken by a file of another size, and the large file arrives only after a pause. */
    @ParameterizedTest
    @EnumSource(TransferSnapshot.Direction.class)
    void aPausedTransferThatKeepsBothBringsTheRestAndNothingTwice(TransferSnapshot.Direction direction)
            throws IOException {
        boolean upload = direction == TransferSnapshot.Direction.UPLOAD;
        Path from = Files.createDirectory((upload ? local : shared).resolve("both"));
        Path to = Files.createDirectory((upload ? shared : local).resolve("both"));
        for (String name : List.of("a", "b.txt", "huge.bin")) {
            Files.writeString(to.resolve(name), "older");
            Files.writeString(from.resolve(name), "the newer content");
        }
        Files.delete(from.resolve("huge.bin"));
        Path huge = huge(from);
        long id = keepingBoth(upload, "both");
        await().until(() -> names(to).size() == 5 && only().bytesDone() > MOVED);
        queue.pause(id);
        await().until(() -> only().state() == State.PAUSED);
        goesOnFrom(() -> queue.retry(id), only().bytesDone());
        queue.pause(id);
        await().until(() -> only().state() == State.PAUSED);
        Files.writeString(huge, "x".repeat(300_000));
        queue.retry(id);
        await().until(() -> only().state() == State.DONE);
        assertThat(names(to)).containsExactly("a", "a (2)", "b (2).txt", "b.txt", "huge (2).bin", "huge.bin");
        assertThat(to.resolve("a")).hasContent("older");
        assertThat(to.resolve("a (2)")).hasContent("the newer content");
        assertThat(to.resolve("huge (2).bin")).hasSize(300_000);
    }

    /** The share's file is the newer one, so that the rule that compares times cannot protect what others write. */
    @Test
    void aChangedCopyDoesNotReplaceWhatOthersWroteWhileItsConnectionWasLost() throws IOException {
        Path theirs = Files.writeString(shared.resolve("huge.bin"), "known");
        Files.setLastModifiedTime(theirs, FileTime.from(Instant.now().plus(Duration.ofDays(1))));
        Entry known = client.stat(RemotePath.parse("huge.bin"));
        queue.replace(Job.ShareRef.of(client), huge(local), RemotePath.root(), known);
        await().until(() -> only().bytesDone() > MOVED);
        share.stop();
        Files.writeString(theirs, "by others");
        share.start();
        await().until(() -> only().state().hasEnded());
        assertThat(only().fault()).contains(Fault.EXISTS);
        assertThat(theirs).hasContent("by others");
    }

    private long keepingBoth(boolean upload, String name) throws IOException {
        Job.ShareRef ref = Job.ShareRef.of(client);
        ConflictRules rules = ConflictRules.all(OnConflict.RENAME);
        return upload
                ? queue.upload(ref, List.of(local.resolve(name)), RemotePath.root(), rules, Optional.empty())
                : queue.download(ref, List.of(new RemoteItem(RemotePath.parse(name), true)), local, rules);
    }

    @Test
    void aDownloadThatArrivedInAnotherFolderLeavesNothingInTheFirst() throws IOException {
        long id = download();
        await().until(() -> only().bytesDone() > MOVED);
        queue.pause(id);
        await().until(() -> only().state() == State.PAUSED);
        assertThat(hiddenFiles()).isNotEmpty();
        Path small = Files.writeString(shared.resolve("huge.bin"), "small now");
        Path elsewhere = Files.createDirectory(home.resolve("elsewhere"));
        queue.elsewhere(id, elsewhere);
        await().until(() -> only().state() == State.DONE);
        assertThat(elsewhere.resolve("huge.bin")).hasSameTextualContentAs(small);
        assertThat(hiddenFiles()).isEmpty();
    }

    @Test
    void aFailedDownloadThatIsRemovedLeavesNothing() throws IOException {
        long id = download();
        await().until(() -> only().bytesDone() > MOVED);
        queue.pause(id);
        await().until(() -> only().state() == State.PAUSED);
        Files.delete(shared.resolve("huge.bin"));
        queue.retry(id);
        await().until(() -> only().state() == State.FAILED);
        assertThat(hiddenFiles()).isNotEmpty();
        queue.remove(id);
        await().untilAsserted(() -> assertThat(hiddenFiles()).isEmpty());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aWaitingDownloadThatIsCancelledLeavesNothing() throws IOException {
        long id = download();
        await().until(() -> only().bytesDone() > MOVED);
        share.stop();
        await().until(() -> only().state() == State.WAITING);
        assertThat(hiddenFiles()).hasSize(2);
        queue.cancel(id);
        await().until(() -> only().state() == State.CANCELLED);
        assertThat(hiddenFiles()).isEmpty();
    }

    @Test
    void aResumedDownloadThatIsCancelledBeforeItsTurnLeavesNothing() throws IOException {
        queue.close();
        queue = newQueue(1);
        long id = download();
        await().until(() -> only().bytesDone() > MOVED);
        queue.pause(id);
        await().until(() -> only().state() == State.PAUSED);
        long other = download("huge.bin", Files.createDirectory(home.resolve("elsewhere")));
        queue.retry(id);
        assertThat(state(id)).isEqualTo(State.QUEUED);
        assertThat(hiddenFiles()).hasSize(2);
        queue.cancel(id);
        await().untilAsserted(() -> assertThat(hiddenFiles()).isEmpty());
        queue.cancel(other);
    }

    @Test
    void aTransferWaitsForAShareThatIsGoneAndGoesOnByItself() throws IOException {
        upload();
        await().until(() -> only().bytesDone() > MOVED);
        share.stop();
        await().until(() -> only().state() == State.WAITING);
        assertThat(only().message()).isNotEmpty();
        share.start();
        await().until(() -> only().state() == State.RUNNING && only().bytesDone() > MOVED);
        queue.cancel(only().id());
        await().until(() -> only().state() == State.CANCELLED);
    }

    @Test
    void aTransferWhoseClientWasClosedWaitsAndGoesOnOverAFurtherOneOfTheSameShare() throws IOException {
        upload();
        await().until(() -> only().bytesDone() > MOVED);
        leave();
        await().until(() -> only().state() == State.WAITING);
        assertThat(only().message()).isEqualTo("Continues when “share” is connected.");
        client = connect();
        queue.sharesChanged();
        await().until(() -> only().state() == State.RUNNING && only().bytesDone() > MOVED);
        queue.cancel(only().id());
        await().until(() -> only().state() == State.CANCELLED);
    }

    @Test
    void aTransferWithoutItsShareTakesNoSlotFromOthers() throws IOException {
        queue.close();
        queue = newQueue(1);
        Job.ShareRef away = ScriptedQueue.job("x").share();
        long waiting = queue.upload(
                away, List.of(huge(local)), RemotePath.root(), ConflictRules.all(OnConflict.FAIL), Optional.empty());
        Files.writeString(local.resolve("small"), "small");
        long small = queue.upload(
                Job.ShareRef.of(client),
                List.of(local.resolve("small")),
                RemotePath.root(),
                ConflictRules.all(OnConflict.FAIL),
                Optional.empty());
        await().until(() -> state(small) == State.DONE);
        assertThat(state(waiting)).isEqualTo(State.WAITING);
        queue.cancel(waiting);
        assertThat(state(waiting)).isEqualTo(State.CANCELLED);
    }

    private State state(long id) {
        return queue.snapshot().stream()
                .filter(transfer -> transfer.id() == id)
                .findFirst()
                .orElseThrow()
                .state();
    }

    /** As the window does it: nobody gets the client any more, and then it is closed. */
    private void leave() {
        ShareClient left = client;
        client = null;
        left.close();
    }

    private TransferQueue newQueue(int parallel) {
        return new TransferQueue(parallel, this::clientOf, Optional.empty());
    }

    private Optional<ShareClient> clientOf(ShareId id) {
        return Optional.ofNullable(client).filter(open -> open.fingerprint().equals(id.server()));
    }

    private void goesOnFrom(Runnable again, long reached) {
        queue.onChange(now -> now.stream()
                .filter(transfer -> transfer.state() == State.RUNNING && transfer.bytesDone() > OF_SMALL_FILES)
                .forEach(transfer -> first.compareAndSet(-1, transfer.bytesDone())));
        again.run();
        await().until(() -> first.get() > 0);
        assertThat(first.get()).isGreaterThan(reached - MAY_BE_LOST);
    }

    private long upload() throws IOException {
        return queue.upload(
                Job.ShareRef.of(client),
                List.of(huge(local)),
                RemotePath.root(),
                ConflictRules.all(OnConflict.FAIL),
                Optional.empty());
    }

    private long download() {
        return download("huge.bin", local);
    }

    private long download(String source, Path into) {
        try {
            boolean folder = source.equals("deep");
            huge(folder ? Files.createDirectories(shared.resolve("deep/deeper")) : shared);
            RemoteItem item = new RemoteItem(RemotePath.parse(source), folder);
            return queue.download(Job.ShareRef.of(client), List.of(item), into, ConflictRules.all(OnConflict.FAIL));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Path huge(Path folder) throws IOException {
        Path path = folder.resolve("huge.bin");
        if (!Files.exists(path)) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(HUGE);
            }
            // A file that was just written is not resumed.
            Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        }
        return path;
    }

    private List<String> hiddenFiles() throws IOException {
        try (Stream<Path> files = Files.walk(local)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(".quayside"))
                    .toList();
        }
    }

    private ShareClient connect() throws IOException {
        return ShareClient.connect(share.link(), share.key(), options, new Cancellation());
    }

    private TransferSnapshot only() {
        assertThat(queue.snapshot()).hasSize(1);
        return queue.snapshot().getFirst();
    }
}
