package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.Change;
import quayside.protocol.client.Changes;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.unlock.NewLock;
import quayside.protocol.client.unlock.PasscodePrompt;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Tests protected files from client to server and back (PROTOCOL.md section 5.8). */
@Timeout(120)
class ProtectedWayTest {
    @TempDir
    Path folder;

    @TempDir
    Path here;

    private TestHost host;
    private ShareClient client;
    private final List<PasscodePrompt.Question> asked = new CopyOnWriteArrayList<>();

    @BeforeEach
    void connect() throws IOException {
        host = new TestHost(folder);
        host.start();
        client = host.client();
    }

    @AfterEach
    void stop() {
        client.close();
        host.close();
    }

    /** Gives these answers in turn, then none. */
    private void answers(ShareClient to, boolean remember, String... passcodes) {
        List<String> left = new ArrayList<>(List.of(passcodes));
        to.passcodes((question, _) -> {
            asked.add(question);
            return left.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PasscodePrompt.Answer(Passcode.of(left.removeFirst()), remember));
        });
    }

    private void assertLocked(RemotePath file) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> get(file))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.PASSCODE_NEEDED);
    }

    private void get(RemotePath file) throws IOException {
        client.get(file, here, OnConflict.OVERWRITE, ProgressListener.NONE, new Cancellation());
    }

    private Path tree(int small) throws IOException {
        Path tree = Files.createDirectories(here.resolve("tree/sub"));
        for (int i = 0; i < small; i++) {
            Files.writeString(tree.resolve("small " + i), "content " + i);
        }
        Files.write(tree.resolve("large"), new byte[300 * 1024]);
        Files.write(tree.resolve("larger"), new byte[400 * 1024]);
        return here.resolve("tree");
    }

    private TransferReport.Summary up(Path source, OnConflict rule, String passcode) throws IOException {
        return Transfers.upload(
                client,
                source,
                RemotePath.root(),
                rule,
                Optional.of(new NewLock(Passcode.of(passcode))),
                TransferListener.NONE,
                new Cancellation());
    }

    private TransferReport.Summary down(String source) throws IOException {
        return Transfers.download(
                client,
                path(source),
                Files.createDirectories(here.resolve("back")),
                OnConflict.FAIL,
                TransferListener.NONE,
                new Cancellation());
    }

    @Test
    void aFolderIsUnderOneLockAndAskedForOnce() throws IOException {
        assertThat(up(tree(200), OnConflict.FAIL, "sesame").failures()).isEmpty();
        List<String> locks = client.list(path("tree/sub")).stream()
                .map(Entry::lock)
                .map(Optional::orElseThrow)
                .distinct()
                .toList();
        assertThat(locks).hasSize(1);
        assertLocked(path("tree/sub/small 7"));
        answers(client, false, "sesame");
        TransferReport.Summary summary = down("tree");
        assertThat(summary.failures()).isEmpty();
        assertThat(summary.stored()).isEqualTo(202);
        assertThat(here.resolve("back/tree/sub/small 7")).hasContent("content 7");
        assertThat(asked).singleElement().satisfies(question -> {
            assertThat(question.lock()).isEqualTo(locks.getFirst());
            assertThat(question.again()).isFalse();
        });
        assertLocked(path("tree/sub/large"));
    }

    @Test
    void whatStaysLockedIsListedAndTheRestArrives() throws IOException {
        up(tree(3), OnConflict.FAIL, "sesame");
        Files.writeString(folder.resolve("tree/free"), "free");
        answers(client, false);
        TransferReport.Summary summary = down("tree");
        assertThat(summary.stored()).isEqualTo(1);
        assertThat(summary.failedCount()).isEqualTo(5);
        assertThat(summary.failures()).allSatisfy(failure -> {
            assertThat(failure.fault()).isEqualTo(Fault.PASSCODE_NEEDED);
            assertThat(failure.sentence().toString()).contains("protected");
        });
        assertThat(asked).hasSize(1);
        assertThat(here.resolve("back/tree/free")).hasContent("free");
    }

    @Test
    void whatStaysLockedAfterAWrongAnswerIsToldApart() throws IOException {
        up(tree(3), OnConflict.FAIL, "sesame");
        answers(client, false, "wrong");
        assertThat(down("tree").failures())
                .hasSize(5)
                .allSatisfy(failure -> assertThat(failure.fault()).isEqualTo(Fault.WRONG_PASSCODE));
        // Whoever gives none the next time has given no wrong one.
        assertLocked(path("tree/sub/large"));
    }

    @Test
    void theHostHearsWhichUploadsAreProtected() throws IOException {
        up(tree(1), OnConflict.FAIL, "sesame");
        Transfers.upload(
                client,
                Files.writeString(here.resolve("free"), "free"),
                RemotePath.root(),
                OnConflict.FAIL,
                TransferListener.NONE,
                new Cancellation());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(host.events(ShareEvent.Uploaded.class))
                        .extracting(ShareEvent.Uploaded::isProtected)
                        .containsExactlyInAnyOrder(true, true, true, false));
    }

    @Test
    void afterAWrongAnswerItIsAskedAgainAndSaysSo() throws IOException {
        up(tree(1), OnConflict.FAIL, "sesame");
        answers(client, false, "wrong", "sesame");
        get(path("tree/sub/small 0"));
        assertThat(asked).extracting(PasscodePrompt.Question::again).containsExactly(false, true);
        asked.clear();
        answers(client, false, "wrong", "sesame");
        assertThat(down("tree").failures()).isEmpty();
        assertThat(asked).extracting(PasscodePrompt.Question::again).containsExactly(false, true);
    }

    @Test
    void aPasscodeIsRememberedOnlyIfThatIsSaid() throws IOException {
        up(tree(1), OnConflict.FAIL, "sesame");
        answers(client, false, "sesame");
        get(path("tree/sub/small 0"));
        assertLocked(path("tree/sub/small 0"));
        answers(client, true, "sesame");
        get(path("tree/sub/small 0"));
        answers(client, true);
        get(path("tree/sub/large"));
        assertThat(client.digest(path("tree/sub/large"), new Cancellation()).sha256())
                .hasSize(64);
        client.delete(path("tree"), true);
        assertThat(asked).hasSize(3);
    }

    @Test
    void filesThatAreThereAreProtectedAndFreed() throws IOException {
        Files.writeString(folder.resolve("a"), "a");
        Files.writeString(folder.resolve("b"), "b");
        client.protect(List.of(path("a"), path("b")), Passcode.of("sesame"));
        assertThat(client.stat(path("a")).lock())
                .isPresent()
                .isEqualTo(client.stat(path("b")).lock());
        assertLocked(path("a"));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> client.unprotect(path("a")))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.PASSCODE_NEEDED);
        client.unlock(client.stat(path("a")).lock().orElseThrow(), Passcode.of("sesame"));
        client.unprotect(path("a"));
        assertThat(client.stat(path("a")).lock()).isEmpty();
        get(path("a"));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> client.unlock(client.stat(path("b")).lock().orElseThrow(), Passcode.of("x")))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.REFUSED);
    }

    @Test
    void aProtectedFolderIsReplacedByWhoKnowsItsPasscode() throws IOException {
        Path tree = tree(3);
        up(tree, OnConflict.FAIL, "sesame");
        Files.writeString(tree.resolve("sub/small 1"), "other");
        Files.write(tree.resolve("sub/large"), new byte[310 * 1024]);
        answers(client, false);
        TransferReport.Summary refused = up(tree, OnConflict.OVERWRITE, "sesame");
        assertThat(refused.failures()).hasSize(2);
        answers(client, false, "sesame");
        TransferReport.Summary summary = up(tree, OnConflict.OVERWRITE, "new");
        assertThat(summary.failures()).isEmpty();
        assertThat(summary.stored()).isEqualTo(2);
        assertThat(folder.resolve("tree/sub/small 1")).hasContent("other");
        answers(client, false, "new");
        get(path("tree/sub/small 1"));
    }

    @Test
    void severalChangesAskOnceAndLeaveOutWhatStaysLocked() throws IOException {
        for (String name : List.of("a", "b", "c", "free")) {
            Files.writeString(folder.resolve(name), name);
        }
        client.protect(List.of(path("a"), path("b")), Passcode.of("sesame"));
        client.protect(List.of(path("c")), Passcode.of("other"));
        List<Change> deletions = Stream.of("a", "b", "c", "free")
                .map(name -> (Change) new Change.Delete(path(name), false))
                .toList();
        answers(client, false, "sesame");
        Changes.Result result = client.change(deletions, Optional.empty(), Changes.Listener.NONE, new Cancellation());
        assertThat(asked).hasSize(2);
        assertThat(result.made()).isEqualTo(3);
        assertThat(result.failed()).isEqualTo(1);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(result::requireDone)
                .withMessageContaining("“c”");
        assertThat(folder.resolve("c")).exists();
        assertThat(folder.resolve("free")).doesNotExist();
    }

    @Test
    void severalUploadsShareALock() throws IOException {
        NewLock lock = new NewLock(Passcode.of("sesame"));
        for (String name : List.of("one", "two")) {
            Path file = Files.writeString(here.resolve(name), name);
            Transfers.upload(
                    client,
                    file,
                    RemotePath.root(),
                    OnConflict.FAIL,
                    Optional.of(lock),
                    TransferListener.NONE,
                    new Cancellation());
        }
        assertThat(client.list(RemotePath.root()).stream().map(Entry::lock).distinct())
                .hasSize(1);
    }

    @Test
    void whoGuessesTooOftenIsToldHowLongToWait() throws IOException {
        Files.writeString(folder.resolve("a"), "a");
        client.protect(List.of(path("a")), Passcode.of("sesame"));
        answers(client, false, "1", "2", "3", "4", "5", "6");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> get(path("a")))
                .withMessageContaining("too many wrong passcodes were tried. Try again in")
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.TOO_MANY_TRIES);
        assertThat(asked).hasSize(7);
        assertThat(asked.getLast().waitFor()).isPositive();
        assertThat(asked.subList(0, 6)).allMatch(question -> question.waitFor().isZero());
    }

    @Test
    void cancellingOrClosingEndsTheQuestion() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        client.protect(List.of(path("a")), Passcode.of("sesame"));
        for (boolean closing : new boolean[] {false, true}) {
            CountDownLatch open = new CountDownLatch(1);
            client.passcodes((_, nobodyWaits) -> {
                CountDownLatch over = new CountDownLatch(1);
                nobodyWaits.onCancel(over::countDown);
                open.countDown();
                try {
                    over.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return Optional.empty();
            });
            Cancellation cancellation = new Cancellation();
            Thread ending = Thread.ofVirtual().start(() -> {
                try {
                    open.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                if (closing) {
                    client.close();
                } else {
                    cancellation.cancel();
                }
            });
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> client.get(path("a"), here, OnConflict.FAIL, ProgressListener.NONE, cancellation))
                    .extracting(ProtocolException::fault)
                    .isEqualTo(Fault.CANCELLED);
            ending.join();
        }
    }

    @Test
    void theHostHearsOfWrongPasscodes() throws IOException {
        Files.writeString(folder.resolve("a"), "a");
        client.protect(List.of(path("a")), Passcode.of("sesame"));
        answers(client, false, "wrong");
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> get(path("a")))
                .withMessageContaining("passcode was wrong")
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.WRONG_PASSCODE);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(host.events(ShareEvent.WrongPasscode.class))
                        .singleElement()
                        .extracting(ShareEvent.WrongPasscode::path)
                        .isEqualTo("a"));
    }

    @Test
    void aLockThatWasGuessedAtTooOftenCostsItsFilesAlone() throws IOException {
        up(tree(3), OnConflict.FAIL, "sesame");
        Files.writeString(folder.resolve("tree/free"), "free");
        Files.write(folder.resolve("tree/large"), new byte[300 * 1024]);
        answers(client, false, "1", "2", "3", "4", "5", "6", "7");
        TransferReport.Summary summary = down("tree");
        assertThat(summary.stored()).isEqualTo(2);
        assertThat(summary.failures()).hasSize(5).allSatisfy(failure -> {
            assertThat(failure.fault()).isEqualTo(Fault.TOO_MANY_TRIES);
            assertThat(failure.sentence().toString()).matches(".*Try again in ([0-9]+|a) (second|minute)s?\\.");
        });
    }

    @Test
    void whoWipesAPasscodeAfterwardsDisturbsNothing() throws IOException {
        Files.writeString(folder.resolve("a"), "a");
        try (Passcode mine = Passcode.of("sesame")) {
            client.protect(List.of(path("a")), mine);
            client.unlock(client.stat(path("a")).lock().orElseThrow(), mine);
        }
        get(path("a"));
        assertThat(asked).isEmpty();
    }
}
