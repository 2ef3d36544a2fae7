package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ReconnectorTest;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.client.unlock.PasscodePrompt;
import quayside.protocol.files.Disk;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** People who are asked for passcodes: when, for how long, and what becomes of what they said. */
@Timeout(120)
@SuppressWarnings("try") // closes what it has opened twice
final class PasscodePromptTest {
    @TempDir
    Path folder;

    private final LockedShare share = new LockedShare();
    private final List<PasscodePrompt.Question> asked = new CopyOnWriteArrayList<>();
    private final List<Passcode> told = new CopyOnWriteArrayList<>();
    private final List<String> waited = new CopyOnWriteArrayList<>();
    private final CountDownLatch hold = new CountDownLatch(1);

    private final TransferListener listener = new TransferListener() {
        @Override
        public void waiting(Sentence sentence, Duration pause) {
            waited.add(sentence.toString());
        }
    };

    private Optional<PasscodePrompt.Answer> right(PasscodePrompt.Question question, boolean remember) {
        asked.add(question);
        Passcode right = Passcode.of(question.lock().toUpperCase(Locale.ROOT));
        told.add(right);
        return Optional.of(new PasscodePrompt.Answer(right, remember));
    }

    /** Until the test lets it go on, whoever waits. */
    private void think() {
        boolean over = false;
        while (!over) {
            try {
                hold.await();
                over = true;
            } catch (InterruptedException e) {
                // Somebody who does not listen.
            }
        }
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    private TransferResult get(ShareClient client, String name, Cancellation cancellation) throws IOException {
        return client.get(RemotePath.parse(name), folder, OnConflict.FAIL, ProgressListener.NONE, cancellation);
    }

    private TransferReport.Summary download(ShareClient client, Cancellation cancellation) throws IOException {
        return Transfers.download(client, RemotePath.parse("tree"), folder, OnConflict.FAIL, listener, cancellation);
    }

    private static Fault fault(FutureTask<?> task) {
        Throwable thrown = catchThrowableOfType(ExecutionException.class, task::get);
        return ((ProtocolException) thrown.getCause()).fault();
    }

    /** One thread of it is asked for, another waits for the same answer. */
    @Test
    void cancellingEndsATransferWhosePromptDoesNotReturn() throws IOException {
        share.with("large", "one").with("a", "one");
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = server.connect()) {
            CountDownLatch withdrawn = new CountDownLatch(1);
            client.passcodes((question, nobodyWaits) -> {
                nobodyWaits.onCancel(withdrawn::countDown);
                Optional<PasscodePrompt.Answer> answer = right(question, true);
                think();
                return answer;
            });
            Cancellation cancellation = new Cancellation();
            FutureTask<?> transfer = start(() -> download(client, cancellation));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> asked.size() == 1
                            && server.requests(Request.Get.class).stream()
                                    .anyMatch(get -> get.path().name().equals("large")));
            cancellation.cancel();
            assertThat(fault(transfer)).isEqualTo(Fault.CANCELLED);
            await().atMost(Duration.ofSeconds(30)).until(() -> withdrawn.getCount() == 0);
            assertThat(told.getFirst().reveal()).isEqualTo("ONE");
            hold.countDown();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertWiped(told.getFirst()));
        }
    }

    @Test
    void closingTheClientEndsACallThatAsks() throws IOException {
        share.with("a", "one");
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = server.connect()) {
            client.passcodes((question, _) -> {
                Optional<PasscodePrompt.Answer> answer = right(question, true);
                think();
                return answer;
            });
            FutureTask<?> call = start(() -> get(client, "a", new Cancellation()));
            await().atMost(Duration.ofSeconds(30)).until(() -> asked.size() == 1);
            client.close();
            assertThat(fault(call)).isEqualTo(Fault.CANCELLED);
            hold.countDown();
        }
    }

    /** Meanwhile the server gives up every connection, as it does where nothing is asked of it. */
    private ShareClient thinkingForTenMinutes(ScriptedServer server, String before) throws IOException {
        ReconnectorTest.FakeTimer timer = new ReconnectorTest.FakeTimer();
        ShareClient client = server.connect(Disk.ofSystem(), timer);
        client.passcodes((question, _) -> {
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(folder.resolve(before)));
            timer.advance(Duration.ofMinutes(10));
            cut(server);
            return right(question, false);
        });
        return client;
    }

    @Test
    void aCallOutlastsAPersonWhoThinksForTenMinutes() throws IOException {
        share.with("a", "one", "two");
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = thinkingForTenMinutes(server, ".")) {
            assertThat(get(client, "a", new Cancellation())).isInstanceOf(TransferResult.Stored.class);
        }
        assertThat(asked).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "large"})
    void aTransferOutlastsAPersonWhoThinksForTenMinutesWithoutAWord(String name) throws IOException {
        share.with("b").with(name, "one").with("c");
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = thinkingForTenMinutes(server, "tree/b")) {
            assertThat(download(client, new Cancellation()).stored()).isEqualTo(3);
        }
        assertThat(asked).hasSize(1);
        assertThat(waited).isEmpty();
    }

    /** What stays in the buffer half sent is a stalled request for the server, which cuts it. */
    @Test
    void whatWasBegunIsSentBeforeAPersonIsAsked() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        AtomicInteger begun = new AtomicInteger();
        TransferListener counting = new TransferListener() {
            @Override
            public void fileStarted(String path, long bytes) {
                begun.incrementAndGet();
            }
        };
        for (int i = 0; i < 20; i++) {
            Files.writeString(tree.resolve("f" + i), "content");
        }
        share.with("f7", "one");
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = server.connect()) {
            client.passcodes((question, _) -> {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> server.requests(Request.Post.class).size() == begun.get() - 1);
                return right(question, false);
            });
            TransferReport.Summary summary = Transfers.upload(
                    client, tree, RemotePath.root(), OnConflict.OVERWRITE, counting, new Cancellation());
            assertThat(summary.stored()).isEqualTo(20);
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void answersAreWipedAtTheEndAndRememberedOnesWhenTheClientIsClosed() throws IOException {
        share.with("a", "one").with("b", "two");
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = server.connect()) {
            client.passcodes((question, _) -> right(question, question.lock().equals("one")));
            get(client, "a", new Cancellation());
            get(client, "b", new Cancellation());
            assertThat(told).hasSize(2).allSatisfy(PasscodePromptTest::assertWiped);
            client.delete(RemotePath.parse("a"), false);
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void whoWipesAPasscodeAfterACallDoesNotDisturbLaterOnes() throws IOException {
        share.with("a", "one");
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = server.connect()) {
            try (Passcode mine = Passcode.of("ONE")) {
                client.unlock("one", mine);
            }
            // The next connection has to be told it again.
            client.pool().dropIdle();
            assertThat(get(client, "a", new Cancellation())).isInstanceOf(TransferResult.Stored.class);
        }
    }

    private static void cut(ScriptedServer server) {
        try {
            server.cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertWiped(Passcode passcode) {
        assertThatIllegalStateException().isThrownBy(passcode::reveal);
    }
}
