package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;
import static quayside.server.storage.Faults.assertFault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.Change;
import quayside.protocol.client.Changes;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.unlock.PasscodePrompt;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;
import quayside.server.storage.Storage;

/** The request {@code COPY}, from the client's call to the host's log (PROTOCOL.md section 5.5). */
@Timeout(120)
class CopyRequestTest {
    @TempDir
    Path folder;

    private final Map<String, PartialStorage.Call> own = new ConcurrentHashMap<>();
    private TestHost host;
    private ShareClient client;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "alpha");
        Files.createDirectory(folder.resolve("docs"));
        host = new TestHost(folder);
        host.storage = disk -> PartialStorage.over(disk, own);
        host.start();
        client = host.client();
    }

    @AfterEach
    void stop() {
        client.close();
        host.close();
    }

    private static Entry copy(ShareClient client, String from, String to) throws IOException {
        return client.copy(path(from), path(to), new Cancellation());
    }

    private void setPermissions(boolean download, boolean upload, boolean delete) {
        host.server().permissions(new ShareOptions.Permissions(download, upload, delete));
    }

    @Test
    void aCopyIsMadeAndTheHostIsToldOfIt() throws IOException {
        Entry entry = copy(client, "a.txt", "docs/b.txt");
        assertThat(entry).isEqualTo(client.stat(path("docs/b.txt")));
        assertThat(folder.resolve("docs/b.txt")).hasContent("alpha");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(host.events(ShareEvent.Changed.class))
                        .extracting(changed -> changed.what().toString())
                        .containsExactly("copied “a.txt” to “docs/b.txt”"));
    }

    @Test
    void itNeedsTheRightsToDownloadAndToUploadButNoneToDelete() throws IOException {
        setPermissions(true, true, false);
        assertThat(copy(client, "a.txt", "b.txt").name()).isEqualTo("b.txt");
        client.requireCopying(new Cancellation());
        setPermissions(true, false, true);
        assertFault(Fault.REFUSED, () -> copy(client, "a.txt", "c.txt"));
        setPermissions(false, true, true);
        assertFault(Fault.REFUSED, () -> copy(client, "a.txt", "c.txt"))
                .hasMessageContaining("does not allow guests to copy files");
        // This too comes from a server that knows the request.
        client.requireCopying(new Cancellation());
        assertThat(folder.resolve("c.txt")).doesNotExist();
    }

    @Test
    void ofManyGuestsWhoCopyToOneNameOneDoes() throws Exception {
        Files.write(folder.resolve("large"), new byte[700_000]);
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(() -> {
                try (ShareClient guest = host.client()) {
                    Entry _ = copy(guest, "large", "docs/one");
                    return 200;
                } catch (ProtocolException e) {
                    return e.fault().status();
                }
            });
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService guests = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> each : guests.invokeAll(calls)) {
                statuses.add(each.get());
            }
        }
        assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
        assertThat(folder.resolve("docs/one")).hasSize(700_000);
        assertThat(folder.resolve(".quayside/staging")).isEmptyDirectory();
    }

    @Test
    void thousandsOfCopiesAreAnsweredInOrderAndLeaveRoomForOthers() throws IOException {
        List<Change> changes = IntStream.range(0, 2_000)
                .<Change>mapToObj(i -> new Change.Copy(path("a.txt"), path("docs/" + i % 1_000)))
                .toList();
        List<Integer> failed = new ArrayList<>();
        Changes.Result result = client.change(
                changes,
                Optional.empty(),
                new Changes.Listener() {
                    @Override
                    public void failed(int index, ProtocolException why) {
                        assertThat(why.fault()).isEqualTo(Fault.EXISTS);
                        failed.add(index);
                    }
                },
                new Cancellation());
        assertThat(result.made()).isEqualTo(1_000);
        assertThat(failed).isEqualTo(IntStream.range(1_000, 2_000).boxed().toList());
        assertThat(folder.resolve("docs").toFile().list()).hasSize(1_000);
        assertThat(folder.resolve(".quayside/staging")).isEmptyDirectory();
    }

    @Test
    void aFolderIsMadeFilledAndGivenItsTime() throws IOException {
        Entry docs = client.stat(path("docs"));
        Changes.Result result = client.change(
                List.of(
                        new Change.MakeFolder(path("new"), docs.mode()),
                        new Change.Copy(path("a.txt"), path("new/a.txt")),
                        new Change.SetModified(path("new"), docs.modified())),
                Optional.empty(),
                Changes.Listener.NONE,
                new Cancellation());
        assertThat(result).isEqualTo(new Changes.Result(3, 0, null));
        assertThat(folder.resolve("new/a.txt")).hasContent("alpha");
        assertThat(client.stat(path("new")).modified()).isEqualTo(docs.modified());
    }

    @Test
    void thePasscodeOfAProtectedFileIsAskedForAndItsCopyNeedsItToo() throws IOException {
        try (Passcode passcode = Passcode.of("open sesame")) {
            client.protect(List.of(path("a.txt")), passcode);
        }
        try (ShareClient other = host.client()) {
            assertFault(Fault.PASSCODE_NEEDED, () -> copy(other, "a.txt", "docs/b.txt"));
            assertThat(folder.resolve("docs")).isEmptyDirectory();
            other.passcodes(prompt("open sesame"));
            assertThat(copy(other, "a.txt", "docs/b.txt").lock()).isPresent();
        }
        try (ShareClient third = host.client()) {
            assertFault(Fault.PASSCODE_NEEDED, () -> third.digest(path("docs/b.txt"), new Cancellation()));
        }
    }

    private static PasscodePrompt prompt(String text) {
        return (_, _) -> Optional.of(new PasscodePrompt.Answer(Passcode.of(text), true));
    }

    private void answerCopies(Storage.UploadResult result) {
        own.put("batch", (_, _) -> new CopiesOf(result));
    }

    private void failCopies(Fault fault, String sentence) {
        answerCopies(new Storage.UploadResult.Failed(new ProtocolException(fault, Sentence.said(sentence))));
    }

    /** A batch that copies nothing, and has this result. */
    private record CopiesOf(Storage.UploadResult result) implements Storage.Batch {
        @Override
        public Storage.StageResult stage(Storage.Upload upload) {
            throw new AssertionError("nothing is uploaded here");
        }

        @Override
        public void copy(RemotePath from, RemotePath to) {}

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public List<Storage.UploadResult> commit() {
            return List.of(result);
        }

        @Override
        public void close() {}
    }

    @Test
    void ofAServerThatDoesNotKnowTheRequestTheUserIsToldSo() {
        failCopies(Fault.MALFORMED, "This server does not know the request “COPY”.");
        assertFault(Fault.MALFORMED, () -> copy(client, "a.txt", "b.txt"))
                .satisfies(e ->
                        assertThat(((ProtocolException) e).sentence().key()).isEqualTo(Reason.COPY_UNKNOWN));
        assertFault(Fault.MALFORMED, () -> client.requireCopying(new Cancellation()));
        assertFault(
                        Fault.MALFORMED,
                        () -> client.change(
                                        List.of(new Change.Copy(path("a.txt"), path("b.txt"))),
                                        Optional.empty(),
                                        Changes.Listener.NONE,
                                        new Cancellation())
                                .requireDone())
                .satisfies(e ->
                        assertThat(((ProtocolException) e).sentence().key()).isEqualTo(Reason.COPY_UNKNOWN));
    }

    @Test
    void theHostIsToldOfAFullDiskButNotOfANameThatWasTaken() throws IOException {
        failCopies(Fault.DISK_FULL, "The disk is full.");
        assertFault(Fault.DISK_FULL, () -> copy(client, "a.txt", "b.txt"));
        failCopies(Fault.SERVER_ERROR, "The disk failed.");
        assertFault(Fault.SERVER_ERROR, () -> copy(client, "a.txt", "c.txt"));
        own.clear();
        assertFault(Fault.EXISTS, () -> copy(client, "a.txt", "docs"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(host.events(ShareEvent.Changed.class))
                        .extracting(changed -> changed.what().toString())
                        .containsExactly(
                                "could not copy “a.txt” to “b.txt”: the disk is full",
                                "could not copy “a.txt” to “c.txt”: a file could not be read or written"));
        assertThat(host.events(ShareEvent.TransferFailed.class)).isEmpty();
        assertThat(host.events(ShareEvent.Changed.class))
                .extracting(ShareEvent.Kind::of)
                .containsOnly(ShareEvent.Kind.FAILED);
    }

    @Test
    void anAnswerAboutAnotherFileIsNotBelieved() {
        for (Entry wrong : List.of(
                new Entry("other", Entry.Kind.FILE, 5, Instant.EPOCH),
                new Entry("b.txt", Entry.Kind.FOLDER, 0, Instant.EPOCH))) {
            answerCopies(new Storage.UploadResult.Stored(wrong));
            assertFault(Fault.BROKEN_PROTOCOL, () -> copy(client, "a.txt", "b.txt"));
        }
    }
}
