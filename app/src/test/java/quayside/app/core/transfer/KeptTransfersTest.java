package quayside.app.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static quayside.app.core.Patience.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.app.core.Patience;
import quayside.app.core.TestShare;
import quayside.app.core.keys.FileVault;
import quayside.app.core.keys.KeyVault;
import quayside.app.core.keys.MemoryVault;
import quayside.app.core.keys.SavedKeys;
import quayside.app.core.settings.Installation;
import quayside.app.core.share.ShareId;
import quayside.app.core.transfer.TransferSnapshot.State;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.files.Disk;
import quayside.protocol.files.PartNames;
import quayside.protocol.files.incoming.IncomingDownload;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;

/** Tests what the next start makes of the transfers of the last. */
@Timeout(60)
class KeptTransfersTest {
    private static final String PASSCODE = "sesame opens it";

    @TempDir
    private Path home;

    private Path config;
    private Path local;
    private Path shared;
    private TestShare share;
    private volatile ShareClient client;
    private TransferQueue queue;

    @BeforeEach
    void start() throws IOException {
        config = home.resolve("config");
        local = Files.createDirectory(home.resolve("local"));
        shared = Files.createDirectory(home.resolve("shared"));
        share = new TestShare(shared).start();
        queue = newQueue();
    }

    @AfterEach
    void close() {
        queue.close();
        leave();
        share.close();
    }

    private TransferQueue newQueue() {
        return newQueue(new FileVault(config));
    }

    private TransferQueue newQueue(KeyVault vault) {
        SavedKeys keys = SavedKeys.open(config, List.of(vault), new SecureRandom());
        return new TransferQueue(3, this::clientOf, Optional.of(JobStore.open(config, keys)));
    }

    private Optional<ShareClient> clientOf(ShareId id) {
        return Optional.ofNullable(client).filter(open -> open.fingerprint().equals(id.server()));
    }

    private void restart(boolean resume) {
        queue.close();
        queue = newQueue();
        queue.restore(resume, true);
    }

    private void connect() throws IOException {
        client = ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation());
        queue.sharesChanged();
    }

    private void leave() {
        ShareClient left = client;
        client = null;
        if (left != null) {
            left.close();
        }
    }

    /** As another window that knew the share at another address. */
    private long upload(String name, Optional<Passcode> passcode) throws IOException {
        Path file = Files.writeString(local.resolve(name), "the content of " + name);
        Job.ShareRef earlier =
                new Job.ShareRef(new ShareId(share.link().id().orElseThrow()), "share", "old.example:4870");
        return queue.upload(earlier, List.of(file), RemotePath.root(), ConflictRules.all(OnConflict.FAIL), passcode);
    }

    private List<State> states() {
        return queue.snapshot().stream().map(TransferSnapshot::state).toList();
    }

    private List<Path> jobs() throws IOException {
        if (Files.notExists(config.resolve("transfers"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(config.resolve("transfers"))) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    @Test
    void whatIsQueuedWaitsForItsShareAndGoesOnAtAnotherAddressAfterARestart() throws IOException {
        long _ = upload("a", Optional.empty());
        long _ = upload("b", Optional.empty());
        assertThat(states()).containsExactly(State.WAITING, State.WAITING);
        restart(true);
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.WAITING, State.WAITING));
        assertThat(queue.snapshot()).extracting(TransferSnapshot::name).containsExactly("a", "b");
        connect();
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.DONE, State.DONE));
        assertThat(shared.resolve("a")).hasContent("the content of a");
        assertThat(shared.resolve("b")).hasContent("the content of b");
    }

    @Test
    void anotherShareGetsNothing() throws IOException {
        long _ = upload("a", Optional.empty());
        share.changeIdentity();
        share.stop();
        share.start();
        connect();
        assertThat(states()).containsExactly(State.WAITING);
        assertThat(shared.resolve("a")).doesNotExist();
    }

    @Test
    void keptTransfersArePausedIfTheyAreNotToGoOn() throws IOException {
        long _ = upload("a", Optional.empty());
        restart(false);
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.PAUSED));
        connect();
        queue.all(TransferService.Act.RESUME);
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.DONE));
    }

    /** The program was killed before it could write that the files had arrived. */
    @Test
    void whatArrivedBesideAnotherFileBeforeAKillArrivesNoSecondTime() throws IOException {
        for (Path folder : List.of(local, shared)) {
            Files.writeString(folder.resolve("small.txt"), "in " + folder);
            Files.writeString(folder.resolve("large.bin"), "in " + folder + "x".repeat(300_000));
        }
        connect();
        keepBoth("small.txt", "large.bin");
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.DONE, State.DONE));
        queue.all(TransferService.Act.CLEAR_DONE);
        leave();
        keepBoth("small.txt", "large.bin");
        restart(true);
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.WAITING, State.WAITING));
        connect();
        await().untilAsserted(() -> assertThat(queue.snapshot())
                .hasSize(2)
                .allMatch(transfer -> transfer.state().hasEnded()));
        for (Path folder : List.of(local, shared)) {
            try (Stream<Path> names = Files.list(folder)) {
                assertThat(names.map(path -> path.getFileName().toString()).filter(name -> !name.startsWith(".")))
                        .containsExactlyInAnyOrder("small.txt", "small (2).txt", "large.bin", "large (2).bin");
            }
        }
    }

    private void keepBoth(String... names) throws IOException {
        Job.ShareRef ref = new Job.ShareRef(new ShareId(share.link().id().orElseThrow()), "share", "old:4870");
        ConflictRules both = ConflictRules.all(OnConflict.RENAME);
        List<Path> files = Stream.of(names).map(local::resolve).toList();
        long _ = queue.upload(ref, files, RemotePath.root(), both, Optional.empty());
        List<RemoteItem> items = new ArrayList<>();
        for (String name : names) {
            items.add(new RemoteItem(RemotePath.parse(name), false));
        }
        long _ = queue.download(ref, items, local, both);
    }

    @Test
    void whatHasEndedIsShownAgainWithItsSentenceUntilItIsRemoved() throws IOException {
        connect();
        Files.writeString(shared.resolve("a"), "of another");
        long _ = upload("a", Optional.empty());
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.FAILED));
        TransferSnapshot before = queue.snapshot().getFirst();
        restart(true);
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.FAILED));
        TransferSnapshot after = queue.snapshot().getFirst();
        assertThat(after.message()).isEqualTo(before.message());
        assertThat(after.fault()).isEqualTo(before.fault());
        queue.remove(queue.snapshot().getFirst().id());
        await().untilAsserted(() -> assertThat(jobs()).isEmpty());
    }

    @Test
    void whatWasDoneTwoDaysAgoIsRemovedAndWhatFailedIsNot() throws IOException {
        Job job = ScriptedQueue.job("x");
        SavedKeys keys = SavedKeys.open(config, List.of(), new SecureRandom());
        try (JobStore store = JobStore.open(config, keys)) {
            for (State state : List.of(State.DONE, State.FAILED)) {
                Job.Ended ended = new Job.Ended(
                        Instant.now().minus(Duration.ofDays(2)),
                        "",
                        Optional.empty(),
                        1,
                        1,
                        Optional.empty(),
                        0,
                        List.of());
                store.save(ScriptedQueue.job("x").withState(state, true, Optional.of(ended)));
            }
            store.save(job);
        }
        restart(true);
        await().untilAsserted(() -> assertThat(jobs()).hasSize(2));
        assertThat(states()).containsExactlyInAnyOrder(State.FAILED, State.WAITING);
    }

    @Test
    void thePasscodeOfAKeptUploadIsSealedAndTheFileArrivesProtected() throws IOException {
        long _ = upload("a", Optional.of(Passcode.of(PASSCODE)));
        await().untilAsserted(() -> assertThat(jobs()).hasSize(1));
        restart(true);
        assertThat(Files.readString(jobs().getFirst()))
                .contains("sealedPasscode")
                .doesNotContain(PASSCODE);
        connect();
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.DONE));
        assertThat(client.stat(RemotePath.parse("a")).lock()).isPresent();
        queue.close();
        assertThat(Files.readString(jobs().getFirst())).doesNotContain("sealedPasscode");
    }

    @Test
    void withoutItsPasscodeAProtectedUploadFailsInsteadOfArrivingOpen() throws IOException {
        long _ = upload("a", Optional.of(Passcode.of(PASSCODE)));
        await().untilAsserted(() -> assertThat(jobs()).hasSize(1));
        Files.delete(config.resolve("saved-keys.secret"));
        restart(true);
        connect();
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.FAILED));
        queue.all(TransferService.Act.RETRY_FAILED);
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.FAILED));
        assertThat(queue.snapshot().getFirst().message()).contains("cannot be read any more");
        assertThat(shared.resolve("a")).doesNotExist();
    }

    @Test
    void aClosedKeyringAsksOnceForAllPasscodesAndWithNoneNothingArrivesOpen() throws IOException {
        MemoryVault keyring = new MemoryVault(KeyVault.Kind.KEYRING);
        queue.close();
        queue = newQueue(keyring);
        for (String name : List.of("a", "b", "c")) {
            long _ = upload(name, Optional.of(Passcode.of(PASSCODE)));
        }
        await().untilAsserted(() -> assertThat(jobs()).hasSize(3));
        queue.close();
        keyring.away = true;
        int before = keyring.reads.get();
        queue = newQueue(keyring);
        queue.restore(true, true);
        await().untilAsserted(() -> assertThat(states()).hasSize(3));
        assertThat(keyring.reads.get() - before).isEqualTo(1);
        connect();
        await().untilAsserted(() -> assertThat(states()).containsOnly(State.FAILED));
        assertThat(shared).isEmptyDirectory();
    }

    @Test
    void theEndDoesNotWaitForTheOwnerOfTheKeyring() throws IOException {
        MemoryVault keyring = new MemoryVault(KeyVault.Kind.KEYRING);
        queue.close();
        queue = newQueue(keyring);
        long _ = upload("a", Optional.of(Passcode.of(PASSCODE)));
        await().untilAsserted(() -> assertThat(jobs()).hasSize(1));
        queue.close();
        CountDownLatch asked = new CountDownLatch(1);
        keyring.neverAnswers(asked);
        queue = newQueue(keyring);
        queue.restore(true, true);
        Patience.pass(asked);
        queue.close();
        assertThat(keyring.away).isTrue();
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void aKeyringThatAsksForAPasscodeDelaysNeitherOtherTransfersNorTheEnd() throws IOException {
        MemoryVault keyring = new MemoryVault(KeyVault.Kind.KEYRING);
        CountDownLatch asked = new CountDownLatch(1);
        keyring.neverAnswers(asked);
        queue.close();
        queue = newQueue(keyring);
        long _ = upload("a", Optional.of(Passcode.of(PASSCODE)));
        Patience.pass(asked);
        long _ = upload("b", Optional.empty());
        await().untilAsserted(() -> assertThat(jobs()).hasSize(1));
        queue.close();
        assertThat(keyring.away).isTrue();
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void aClosedKeyringAsksOnceWhenProtectedUploadsAreKept() throws IOException {
        MemoryVault keyring = new MemoryVault(KeyVault.Kind.KEYRING);
        keyring.away = true;
        queue.close();
        queue = newQueue(keyring);
        List<String> said = new CopyOnWriteArrayList<>();
        queue.onNotice(said::add);
        for (String name : List.of("a", "b", "c")) {
            long _ = upload(name, Optional.of(Passcode.of(PASSCODE)));
        }
        queue.all(TransferService.Act.PAUSE);
        queue.close();
        assertThat(keyring.reads).hasValue(1);
        assertThat(said).hasSize(1);
    }

    @Test
    void whatWasCancelledJustBeforeTheEndStaysCancelled() {
        Job job = ScriptedQueue.job("a");
        for (Consumer<Transfer> stop : List.<Consumer<Transfer>>of(Transfer::cancel, Transfer::pause)) {
            Transfer transfer = transfer(job);
            stop.accept(transfer);
            State stopped = transfer.state();
            transfer.leave();
            // The disk may be slow, so that the end of the program comes before the state is written.
            assertThat(transfer.kept().state()).isEqualTo(stopped);
        }
        Transfer waiting = transfer(job);
        waiting.leave();
        assertThat(waiting.kept().state()).isEqualTo(State.QUEUED);
    }

    private static Transfer transfer(Job job) {
        Plan plan = Plan.of(job, id -> Optional.empty(), Optional.empty());
        return new Transfer(1, job, plan, false, System::nanoTime, ScriptedQueue.none());
    }

    @Test
    void whatCannotBeKeptIsSaidOnceAndArrivesNevertheless() throws IOException {
        List<String> said = new CopyOnWriteArrayList<>();
        queue.onNotice(said::add);
        Files.writeString(config, "no folder");
        connect();
        long _ = upload("a", Optional.empty());
        long _ = upload("b", Optional.empty());
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.DONE, State.DONE));
        queue.close();
        assertThat(said).hasSize(1);
        assertThat(said.getFirst()).startsWith("Not every transfer is kept for the next start: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"huge.bin", "deep"})
    void aDownloadThatWasPausedBeforeTheStartAndIsCancelledLeavesNothing(String source) throws IOException {
        connect();
        long id = download(source);
        await().until(() -> queue.snapshot().getFirst().bytesDone() > 1_000_000);
        queue.pause(id);
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.PAUSED));
        leave();
        Files.writeString(local.resolve(".quayside-0123456789abcdef.part"), "of another");
        restart(true);
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.PAUSED));
        assertThat(hidden()).hasSize(3);
        queue.cancel(queue.snapshot().getFirst().id());
        await().untilAsserted(() -> assertThat(hidden()).containsExactly(".quayside-0123456789abcdef.part"));
    }

    /** The program was killed before it could write what it had left. */
    @Test
    void aDownloadThatWasKilledAndIsCancelledBeforeItGoesOnLeavesNothingUnlessItIsInUse() throws IOException {
        PartNames name = PartNames.of(
                Installation.secret(config), share.link().id().orElseThrow().toString(), "huge.bin", "huge.bin");
        long _ = download("huge.bin");
        try (IncomingDownload running =
                IncomingDownload.resumable(Disk.ofSystem(), local, name).orElseThrow()) {
            running.begin("version", 3);
            running.write(new byte[] {1, 2}, 2);
            restart(true);
            await().untilAsserted(() -> assertThat(states()).containsExactly(State.WAITING));
            queue.cancel(queue.snapshot().getFirst().id());
            queue.close();
            assertThat(hidden()).hasSize(2);
        }
        queue = newQueue();
        long _ = download("huge.bin");
        restart(true);
        await().untilAsserted(() -> assertThat(states()).contains(State.WAITING));
        queue.all(TransferService.Act.CANCEL);
        await().untilAsserted(() -> assertThat(hidden()).isEmpty());
    }

    private long download(String source) throws IOException {
        boolean folder = source.equals("deep");
        Path huge = (folder ? Files.createDirectories(shared.resolve("deep/deeper")) : shared).resolve("huge.bin");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            // Sparse, and larger than any machine transfers before the test checks it.
            file.setLength(20_000_000_000L);
        }
        // A file that was just written is not resumed.
        Files.setLastModifiedTime(huge, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        Job.ShareRef ref = new Job.ShareRef(new ShareId(share.link().id().orElseThrow()), "share", "old:4870");
        List<RemoteItem> items = List.of(new RemoteItem(RemotePath.parse(source), folder));
        return queue.download(ref, items, local, ConflictRules.all(OnConflict.FAIL));
    }

    private List<String> hidden() throws IOException {
        try (Stream<Path> files = Files.walk(local)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(".quayside"))
                    .toList();
        }
    }

    @Test
    void aDamagedTransferIsSaid() throws IOException {
        long _ = upload("a", Optional.empty());
        await().untilAsserted(() -> assertThat(jobs()).hasSize(1));
        queue.close();
        Files.writeString(jobs().getFirst(), "{");
        List<String> said = new CopyOnWriteArrayList<>();
        queue = newQueue();
        queue.onNotice(said::add);
        queue.restore(true, true);
        await().untilAsserted(() -> assertThat(said).hasSize(1));
        assertThat(said.getFirst()).contains(".json.damaged");
    }

    @Test
    void whatHasEndedIsInTheHistoryOnce() throws IOException {
        connect();
        long _ = upload("a", Optional.empty());
        await().untilAsserted(() -> assertThat(states()).containsExactly(State.DONE));
        long cancelled = upload("b", Optional.empty());
        queue.cancel(cancelled);
        restart(true);
        queue.close();
        List<History.Entry> entries = new History(config).read();
        assertThat(entries.getLast().name()).isEqualTo("a");
        assertThat(entries.getLast().result()).isEqualTo(State.DONE);
        assertThat(entries.getLast().share()).isEqualTo("share");
        assertThat(entries).hasSize(2);
    }

    @Test
    void theWholeQueueIsPausedAndResumedAndCancelled() throws IOException {
        long _ = upload("a", Optional.empty());
        long _ = upload("b", Optional.empty());
        queue.all(TransferService.Act.PAUSE);
        assertThat(states()).containsExactly(State.PAUSED, State.PAUSED);
        connect();
        assertThat(shared).isEmptyDirectory();
        queue.all(TransferService.Act.CANCEL);
        assertThat(states()).containsExactly(State.CANCELLED, State.CANCELLED);
    }

    @Test
    void theOrderThatTheUserChoseIsKept() throws IOException {
        long a = upload("a", Optional.empty());
        long b = upload("b", Optional.empty());
        long c = upload("c", Optional.empty());
        queue.move(c, Optional.of(a));
        queue.move(a, Optional.empty());
        queue.move(b, Optional.of(b));
        assertThat(queue.snapshot()).extracting(TransferSnapshot::name).containsExactly("c", "b", "a");
        for (int i = 0; i < 30; i++) {
            // Between the same two neighbours, until there is no number left between them.
            queue.move(i % 2 == 0 ? b : a, Optional.of(i % 2 == 0 ? a : b));
        }
        assertThat(queue.snapshot()).extracting(TransferSnapshot::name).containsExactly("c", "a", "b");
        restart(true);
        await().untilAsserted(() ->
                assertThat(queue.snapshot()).extracting(TransferSnapshot::name).containsExactly("c", "a", "b"));
    }
}
