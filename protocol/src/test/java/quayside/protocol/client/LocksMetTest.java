package quayside.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.connection.ReconnectorTest;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.client.connection.RetryingConnection;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.client.unlock.NewLock;
import quayside.protocol.client.unlock.PasscodeCache;
import quayside.protocol.client.unlock.PasscodePrompt;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** The locks that calls and transfers meet (PROTOCOL.md section 5.8). */
@Timeout(60)
final class LocksMetTest {
    @TempDir
    Path folder;

    private final LockedShare share = new LockedShare();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> waited = new CopyOnWriteArrayList<>();

    private final TransferListener listener = new TransferListener() {
        @Override
        public void waiting(Sentence sentence, Duration pause) {
            waited.add(sentence.toString());
        }
    };

    /** Knows every passcode. */
    private ShareClient client(ScriptedServer server) throws IOException {
        ShareClient client = server.connect();
        client.passcodes((question, _) -> {
            asked.add(question.lock());
            Passcode right = Passcode.of(question.lock().toUpperCase(Locale.ROOT));
            return Optional.of(new PasscodePrompt.Answer(right, false));
        });
        return client;
    }

    private TransferReport.Summary download(ShareClient client) throws IOException {
        return Transfers.download(
                client, RemotePath.parse("tree"), folder, OnConflict.FAIL, listener, new Cancellation());
    }

    private TransferReport.Summary upload(ShareClient client, Optional<NewLock> lock) throws IOException {
        return Transfers.upload(
                client,
                folder.resolve("tree"),
                RemotePath.root(),
                OnConflict.OVERWRITE,
                lock,
                listener,
                new Cancellation());
    }

    private static TransferResult get(ShareClient client, String name, Path into) throws IOException {
        return client.get(RemotePath.parse(name), into, OnConflict.FAIL, ProgressListener.NONE, new Cancellation());
    }

    private void assertThrottled(TransferReport.Summary summary, int files) {
        assertThat(summary.failures()).hasSize(files).allSatisfy(failure -> {
            assertThat(failure.fault()).isEqualTo(Fault.TOO_MANY_TRIES);
            assertThat(failure.sentence().toString()).contains("stays locked", "30 seconds");
        });
    }

    @Test
    void aThrottledLockCostsItsFilesAndTheRestArrives() throws IOException {
        share.with("a", "one").with("b", "one").with("c", "two").with("free");
        share.with("large1", "one").with("large2", "two");
        share.opening((lock, _) -> lock.equals("one") ? Optional.of(LockedShare.throttled(30)) : Optional.empty());
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = client(server)) {
            TransferReport.Summary summary = download(client);
            assertThat(summary.stored()).isEqualTo(3);
            assertThrottled(summary, 3);
            assertThat(server.requests(Request.Unlock.class))
                    .filteredOn(unlock -> unlock.lock().equals("one"))
                    .hasSize(1);
        }
    }

    @Test
    void aLockThatIsThrottledOnANewConnectionDoesNotEndTheTransfer() throws IOException {
        share.with("a", "one").with("b", "one").with("free");
        AtomicInteger gets = new AtomicInteger();
        share.opening((_, _) -> gets.get() == 0 ? Optional.empty() : Optional.of(LockedShare.throttled(30)));
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
                    if (request instanceof Request.Get && gets.getAndIncrement() == 0) {
                        throw new IOException("cut");
                    }
                    share.answer(channel, request, connection);
                });
                ShareClient client = client(server)) {
            TransferReport.Summary summary = download(client);
            assertThat(summary.stored()).isEqualTo(1);
            assertThrottled(summary, 2);
        }
    }

    @Test
    void aLockIsTriedAgainOnceItsTimeIsOver() throws IOException {
        AtomicInteger tries = new AtomicInteger();
        share.with("a", "one");
        share.opening(
                (_, _) -> tries.getAndIncrement() == 0 ? Optional.of(LockedShare.throttled(1)) : Optional.empty());
        ReconnectorTest.FakeTimer timer = new ReconnectorTest.FakeTimer();
        PasscodeCache passcodes = new PasscodeCache(new Cancellation(), timer::nanos);
        passcodes.remember("one", Passcode.of("ONE"));
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = server.connect();
                Unlocker unlocker = new Unlocker(passcodes, null, Unlocker.Listener.NONE, new Cancellation());
                RetryingConnection connection = new RetryingConnection(
                        new Reconnector(
                                client.pool(),
                                RetryPolicy.never(),
                                Reconnector.Listener.NONE,
                                new Cancellation(),
                                unlocker::replay),
                        new Cancellation())) {
            ProtocolException locked =
                    new ProtocolException(Fault.PASSCODE_NEEDED, Sentence.said("It is protected.")).under("one");
            assertThat(catchThrowableOfType(ProtocolException.class, () -> unlocker.open(connection, locked, 0))
                            .retryAfter())
                    .isEqualTo(Duration.ofSeconds(1));
            timer.advance(Duration.ofSeconds(1));
            unlocker.open(connection, locked, 0);
            assertThat(connection.isOpen("one")).isTrue();
        }
    }

    @Test
    void tooManyTriesOfTheAccessKeyEndAll() {
        assertThat(FaultPolicy.concernsAllItems(new ProtocolException(Fault.TOO_MANY_TRIES, Sentence.said("Wait."))))
                .isTrue();
        assertThat(FaultPolicy.concernsAllItems(new ProtocolException(Fault.TOO_MANY_TRIES, Sentence.said("Wait."))
                        .under("one")
                        .retryAfter(Duration.ofSeconds(1))))
                .isFalse();
    }

    /** A server that always wants one more: for a call, a large file and a small one. */
    @Test
    void aServerThatInventsLocksComesToAnEnd() throws IOException {
        AtomicInteger invented = new AtomicInteger();
        share.with("large").with("small");
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
                    if (request instanceof Request.Get) {
                        channel.send(LockedShare.locked("l" + invented.incrementAndGet()));
                    } else {
                        share.answer(channel, request, connection);
                    }
                });
                ShareClient client = client(server)) {
            ProtocolException endless =
                    catchThrowableOfType(ProtocolException.class, () -> get(client, "small", folder));
            assertThat(endless.fault()).isEqualTo(Fault.PASSCODE_NEEDED);
            assertThat(endless).hasMessageContaining("more than 64");
            assertThat(asked).hasSize(Unlocker.MAX_LOCKS);
            TransferReport.Summary summary = download(client);
            assertThat(summary.failures())
                    .hasSize(2)
                    .allSatisfy(
                            failure -> assertThat(failure.sentence().toString()).contains("more than 64"));
        }
    }

    @Test
    void aFileUnderTwoLocksIsOpenedWithBoth() throws IOException {
        share.with("a", "one", "two").with("b", "two", "one").with("large", "one", "two");
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = client(server)) {
            TransferReport.Summary summary = download(client);
            assertThat(summary.failures()).isEmpty();
            assertThat(summary.stored()).isEqualTo(3);
        }
        assertThat(asked).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void whatIsUnderTwoLocksIsReplacedWithBoth() throws IOException {
        share.with("a", "one", "two").with("b", "one", "two");
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.writeString(tree.resolve("a"), "new a");
        Files.writeString(tree.resolve("b"), "new b");
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = client(server);
                Passcode mine = Passcode.of("MINE")) {
            TransferReport.Summary summary = upload(client, Optional.of(new NewLock(mine)));
            assertThat(summary.failures()).isEmpty();
            assertThat(summary.stored()).isEqualTo(2);
            assertThat(mine.reveal()).isEqualTo("MINE");
        }
        assertThat(asked).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void anUnlockIsSaidAgainWhereItsConnectionIsLost() throws IOException {
        share.with("a", "one").with("b", "two").with("c", "two");
        AtomicInteger cuts = new AtomicInteger();
        share.opening((lock, _) -> {
            if (lock.equals("two") && cuts.getAndIncrement() < 2) {
                throw new IOException("cut");
            }
            return Optional.empty();
        });
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = client(server)) {
            assertThat(download(client).stored()).isEqualTo(3);
        }
        assertThat(asked).containsExactly("one", "two");
    }

    /** The server was started anew: what the transfer knows opens nothing there, and is asked for again. */
    @Test
    void aLockThatANewConnectionRefusesIsAskedForAgain() throws IOException {
        share.with("a", "one").with("b", "one");
        AtomicInteger gets = new AtomicInteger();
        AtomicInteger refusals = new AtomicInteger();
        share.opening((_, _) -> gets.get() > 0 && refusals.getAndIncrement() == 0
                ? Optional.of(LockedShare.refused())
                : Optional.empty());
        try (ScriptedServer server = new ScriptedServer((channel, request, connection) -> {
                    if (request instanceof Request.Get && gets.getAndIncrement() == 0) {
                        throw new IOException("cut");
                    }
                    share.answer(channel, request, connection);
                });
                ShareClient client = client(server)) {
            assertThat(download(client).stored()).isEqualTo(2);
        }
        assertThat(asked).containsExactly("one", "one");
    }

    @Test
    void aServerFaultAtALockIsItsFilesAlone() throws IOException {
        share.with("a", "one").with("free");
        share.opening((_, _) -> Optional.of(new Response.Failed(Fault.SERVER_ERROR, "It failed.")));
        try (ScriptedServer server = new ScriptedServer(share);
                ShareClient client = client(server)) {
            TransferReport.Summary summary = download(client);
            assertThat(summary.stored()).isEqualTo(1);
            assertThat(summary.failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.fault()).isEqualTo(Fault.SERVER_ERROR));
        }
        assertThat(waited).isEmpty();
    }
}
