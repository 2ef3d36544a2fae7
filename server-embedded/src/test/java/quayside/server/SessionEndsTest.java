package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.message.From;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Message;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.Spoiled;
import quayside.protocol.message.Trailer;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.server.session.SessionTimes;

/** Tests the ways in which a session ends, and what is reported to the host. */
@Timeout(60)
class SessionEndsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration NEVER = Duration.ofHours(1);

    /** More than the server reads ahead. A connection that is closed with unread bytes is reset. */
    private static final byte[] UNREAD = new byte[150_000];

    @TempDir
    Path folder;

    private final Map<String, PartialStorage.Call> own = new ConcurrentHashMap<>();
    private TestHost host;

    @BeforeEach
    void makeHost() {
        host = new TestHost(folder);
        host.storage = disk -> PartialStorage.over(disk, own);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void whoAsksForNothingIsSentAwayByTheServersClock() throws IOException {
        host.nanos = host.virtualNanos::get;
        host.times = new SessionTimes(LONG, NEVER, Duration.ofMillis(400), LONG);
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.assertServed();
            assertThat(afterAWhile(guest)).isEqualTo(new Goodbye("No request arrived for a while."));
            guest.assertClosed();
        }
    }

    /** Moves the clock on until the server says something: it may begin to wait only after the first step. */
    private Object afterAWhile(RawGuest guest) throws IOException {
        guest.socket.setSoTimeout(500);
        for (int i = 0; i < 20; i++) {
            host.virtualNanos.addAndGet(NEVER.toNanos() + 1);
            try {
                return guest.receive();
            } catch (SocketTimeoutException e) {
                // It had not begun to wait.
            }
        }
        throw new AssertionError("the server said nothing");
    }

    @Test
    void betweenRequestsAGuestMayWaitLongerThanWithinATransfer() throws IOException {
        host.times = new SessionTimes(LONG, LONG, Duration.ofMillis(300), LONG);
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.assertServed();
            guest.socket.setSoTimeout(700);
            assertThatThrownBy(guest::receive).isInstanceOf(SocketTimeoutException.class);
            guest.socket.setSoTimeout(10_000);
            guest.assertServed();
        }
    }

    private static void assertEndsWithoutReset(RawGuest guest, Fault fault) throws IOException {
        guest.assertFailed(guest.receiveAnswer(), fault);
        assertThat(guest.in.read()).isNegative();
    }

    @Test
    void theAnswerToAnUploadThatIsTooLargeToComeUnaskedIsNotLostBecauseOfItsBody() throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.together(() -> {
                guest.send(RawGuest.post("up", Limits.EAGER_POST_BYTES + 1, OnConflict.FAIL, false));
                guest.out.write(UNREAD);
            });
            assertEndsWithoutReset(guest, Fault.TOO_LARGE);
        }
    }

    @Test
    void theAnswerToAMalformedUploadIsNotLostBecauseOfItsBody() throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.together(() -> {
                guest.sendJson("{\"verb\":\"POST\"}");
                guest.out.write(UNREAD);
            });
            assertEndsWithoutReset(guest, Fault.MALFORMED);
        }
    }

    @Test
    void theAnswerOfAServerThatMadeAMistakeIsNotLostBecauseOfWhatFollows() throws IOException {
        own.put("stat", (_, _) -> {
            throw new IllegalStateException("a mistake");
        });
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.together(() -> {
                guest.send(new Request.Stat(path("a")));
                guest.out.write(UNREAD);
            });
            assertEndsWithoutReset(guest, Fault.SERVER_ERROR);
        }
    }

    @Test
    void strangersAreClosedWithoutAResetAndReported() throws IOException {
        host.start();
        try (Socket stranger = host.connect()) {
            stranger.getOutputStream().write(HexFormat.of().parseHex("ffffffff"));
            stranger.getOutputStream().write(UNREAD);
            assertThat(stranger.getInputStream().readAllBytes()).isEmpty();
        }
        await().until(() -> host.events(ShareEvent.Refused.class).size() == 1);
        try (AccessKey wrong = AccessKey.of("incorrect horse")) {
            assertThatThrownBy(() -> host.client(wrong)).isInstanceOf(ProtocolException.class);
        }
        await().until(() -> host.events(ShareEvent.Refused.class).size() == 2);
        assertThat(host.events(ShareEvent.GuestJoined.class)).isEmpty();
    }

    @Test
    void whoWasStillStrangeAtTheStopIsNotReported() throws IOException {
        host.start();
        try (Socket silent = host.connect();
                RawGuest guest = host.guest()) {
            guest.assertServed();
            host.server().stop();
            assertThat(silent.getInputStream().read()).isNegative();
        }
        assertThat(host.events(ShareEvent.Refused.class)).isEmpty();
    }

    @Test
    void uploadsBeforeAGoodbyeAreStored() throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.together(() -> {
                guest.sendEager("new", new byte[3], OnConflict.FAIL);
                guest.send(new Goodbye(""));
            });
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
            assertThat(guest.in.read()).isNegative();
        }
        assertThat(folder.resolve("new")).hasSize(3);
        await().until(() -> host.events(ShareEvent.GuestLeft.class).size() == 1);
    }

    @Test
    void aMessageThatIsNoRequestIsRefusedWithoutAnEnd() throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            for (Message each : new Message[] {
                new Response.Done(), new Trailer(1), new Spoiled(Fault.CHANGED, "It changed."), new From(0)
            }) {
                guest.send(each);
                assertThat(guest.receive())
                        .isInstanceOfSatisfying(
                                Response.Failed.class,
                                failed -> assertThat(failed.sentence()).isEqualTo("This server expected a request."));
            }
            guest.assertServed();
        }
    }

    @Test
    void afterATransferAGuestIsBrowsing() throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            assertThat(guest.ask(RawGuest.post("new", 3, OnConflict.FAIL, true)))
                    .isInstanceOf(Response.Proceed.class);
            assertActivity("uploading new");
            guest.sendBody(new byte[3], 0);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
            assertActivity("browsing");
        }
    }

    private void assertActivity(String words) {
        await().untilAsserted(() -> assertThat(host.server().guests())
                .singleElement()
                .satisfies(one -> assertThat(one.activity()).hasToString(words)));
    }

    @Test
    void aRequestOfWhichNobodyAwaitsTheAnswerIsInterrupted() throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        own.put("digest", (_, _) -> {
            begun.countDown();
            try {
                assertThat(new CountDownLatch(1).await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            throw new ProtocolException(Fault.CANCELLED, Sentence.said("It was interrupted."));
        });
        Files.writeString(folder.resolve("a"), "alpha");
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.send(new Request.Verify(path("a")));
            await().until(() -> begun.getCount() == 0);
            host.server().disconnect(host.server().guests().getFirst().id());
            guest.assertClosed();
        }
        await().until(() -> interrupted.getCount() == 0);
        host.assertStillServes();
    }

    @Test
    void aRequestThatIsAnsweredAtTheStopIsTheLast() throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch heard = new CountDownLatch(1);
        own.put("delete", (_, _) -> {
            begun.countDown();
            assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
            return null;
        });
        host.stopGrace = LONG;
        host.start();
        try (RawGuest guest = host.guest();
                RawGuest other = host.guest()) {
            guest.send(new Request.Delete(path("a"), false));
            await().until(() -> begun.getCount() == 0);
            Thread stop = Thread.ofVirtual().start(host.server()::stop);
            assertThat(other.receive()).isInstanceOf(Goodbye.class);
            heard.countDown();
            assertThat(guest.receiveAnswer()).isEqualTo(new Response.Done());
            assertThat(guest.receive())
                    .isEqualTo(new Goodbye("The host stopped sharing.", Optional.of(Goodbye.Why.STOPPED)));
            assertThat(joined(stop)).isTrue();
        }
    }

    private static boolean joined(Thread thread) {
        try {
            return thread.join(LONG);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
