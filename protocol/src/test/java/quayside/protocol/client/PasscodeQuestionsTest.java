package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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

/** How many questions for passcodes are open at a time, what they say, and what is told of their answers. */
@Timeout(120)
final class PasscodeQuestionsTest {
    @TempDir
    Path folder;

    private final LockedShare share = new LockedShare();
    private final List<PasscodePrompt.Question> asked = new CopyOnWriteArrayList<>();

    private Optional<PasscodePrompt.Answer> right(PasscodePrompt.Question question, boolean remember) {
        asked.add(question);
        Passcode right = Passcode.of(question.lock().toUpperCase(Locale.ROOT));
        return Optional.of(new PasscodePrompt.Answer(right, remember));
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    private TransferResult get(ShareClient client, String name) throws IOException {
        return client.get(
                RemotePath.parse(name), folder, OnConflict.OVERWRITE, ProgressListener.NONE, new Cancellation());
    }

    /** As many as meet a lock: who asks people shows one after the other, or one for all, as it likes. */
    @Test
    void questionsOfSeveralCallsAreOpenSideBySide() throws Exception {
        share.with("a", "one").with("b", "one").with("c", "two");
        CountDownLatch all = new CountDownLatch(3);
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = server.connect()) {
            client.passcodes((question, _) -> {
                all.countDown();
                await().atMost(Duration.ofSeconds(30)).until(() -> all.getCount() == 0);
                return right(question, true);
            });
            List<FutureTask<TransferResult>> calls = List.of("a", "b", "c").stream()
                    .map(name -> start(() -> get(client, name)))
                    .toList();
            for (FutureTask<TransferResult> call : calls) {
                assertThat(call.get()).isInstanceOf(TransferResult.Stored.class);
            }
            get(client, "a");
        }
        assertThat(asked).extracting(PasscodePrompt.Question::lock).containsExactlyInAnyOrder("one", "one", "two");
    }

    @Test
    void aTransferAsksOneQuestionAtATime() throws IOException {
        share.with("large", "one").with("small", "two").with("another", "one");
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<String> events = new CopyOnWriteArrayList<>();
        TransferListener hearing = new TransferListener() {
            @Override
            public void asking(Sentence sentence) {
                events.add("asking");
            }

            @Override
            public void answered() {
                events.add("answered");
            }
        };
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = server.connect()) {
            client.passcodes((question, _) -> {
                most.accumulateAndGet(open.incrementAndGet(), Math::max);
                // Until the large one has met its lock, too.
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> server.requests(Request.Get.class).stream()
                                .anyMatch(request -> request.path().name().equals("large")));
                open.decrementAndGet();
                return right(question, false);
            });
            TransferReport.Summary summary = Transfers.download(
                    client, RemotePath.parse("tree"), folder, OnConflict.FAIL, hearing, new Cancellation());
            assertThat(summary.stored()).isEqualTo(3);
        }
        assertThat(most).hasValue(1);
        assertThat(asked).extracting(PasscodePrompt.Question::lock).containsExactlyInAnyOrder("one", "two");
        assertThat(events).containsExactly("asking", "answered", "asking", "answered");
    }

    /** Each wait is over when the person answers; somebody else may have tried meanwhile. */
    @Test
    void aPersonWhoSitsAWaitOutIsAskedAgainHoweverManyThereAre() throws IOException {
        share.with("a", "one");
        ReconnectorTest.FakeTimer timer = new ReconnectorTest.FakeTimer();
        AtomicInteger tries = new AtomicInteger();
        share.opening(
                (_, _) -> tries.getAndIncrement() < 3 ? Optional.of(LockedShare.throttled(30)) : Optional.empty());
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = server.connect(Disk.ofSystem(), timer)) {
            client.passcodes((question, _) -> {
                timer.advance(question.waitFor());
                return right(question, false);
            });
            assertThat(get(client, "a")).isInstanceOf(TransferResult.Stored.class);
        }
        assertThat(asked)
                .extracting(PasscodePrompt.Question::waitFor)
                .containsExactly(Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    @Test
    void whoeverAnswersIsToldWhatBecameOfIt() throws IOException {
        share.with("a", "one");
        List<Boolean> outcomes = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = server.connect()) {
            client.passcodes(new PasscodePrompt() {
                @Override
                public Optional<Answer> ask(Question question, Cancellation nobodyWaits) {
                    return question.again()
                            ? right(question, false)
                            : Optional.of(new Answer(Passcode.of("wrong"), false));
                }

                @Override
                public void tried(String lock, boolean right) {
                    outcomes.add(right);
                }
            });
            get(client, "a");
        }
        assertThat(outcomes).containsExactly(false, true);
    }
}
