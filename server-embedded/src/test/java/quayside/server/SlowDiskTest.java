package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.files.WatchedDisk.Operation;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.server.session.SessionTimes;
import quayside.server.storage.WatchedShares;

/**
 * Tests a slow disk: a client that waits is notified that its answer is coming (PROTOCOL.md section 4.3, status 102),
 * and gets none too early.
 */
@Timeout(60)
class SlowDiskTest {
    private static final byte[] CONTENT = "content".getBytes(UTF_8);

    @TempDir
    Path folder;

    private final CountDownLatch goOn = new CountDownLatch(1);
    private volatile Operation slow = Operation.SYNC_FILE;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean interrupted;
    private TestHost host;

    @BeforeEach
    void startHost() throws IOException {
        host = new TestHost(folder);
        host.times = new SessionTimes(
                Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofMillis(50));
        host.opening = () -> WatchedShares.open(folder, (operation, _) -> waitIfSlow(operation));
        host.stopGrace = Duration.ofSeconds(1);
        host.start();
    }

    @AfterEach
    void stopHost() {
        goOn.countDown();
        host.close();
    }

    private void waitIfSlow(Operation operation) throws IOException {
        if (operation == slow) {
            waiting.incrementAndGet();
            try {
                assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                interrupted = true;
                throw new InterruptedIOException();
            }
        }
    }

    private void assertHearsThatItIsComing(RawGuest guest) throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(guest.receive()).isEqualTo(new Response.Processing());
        }
        goOn.countDown();
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNC_FILE", "MOVE", "SYNC_FOLDER"})
    void aSmallUploadIsNotAnsweredBeforeEachStepIsDone(Operation step) throws IOException {
        slow = step;
        try (RawGuest guest = host.guest()) {
            guest.together(() -> {
                guest.sendEager("new", CONTENT, OnConflict.FAIL);
                guest.sendEager("another", CONTENT, OnConflict.FAIL);
            });
            assertHearsThatItIsComing(guest);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SYNC_FILE", "MOVE", "SYNC_FOLDER"})
    void aLargeUploadIsNotAnsweredBeforeEachStepIsDone(Operation step) throws IOException {
        slow = step;
        try (RawGuest guest = host.guest()) {
            guest.ask(RawGuest.post("new", 300_000, OnConflict.FAIL, true));
            guest.sendBody(new byte[300_000], 0);
            assertHearsThatItIsComing(guest);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        }
    }

    @Test
    void whoGoesOnWithAnUploadWaitsForTheProofOfWhatIsThere() throws IOException {
        slow = Operation.LIST;
        Request.Post post = new Request.Post(
                path("new"), 300_000, Instant.EPOCH, OnConflict.FAIL, true, Optional.empty(), false, Optional.of("v1"));
        try (RawGuest guest = host.guest()) {
            guest.ask(post);
            guest.sayFrom(0);
            try (OutputStream sealing = guest.bodies.encrypt(guest.out, 300_000, guest.frames.lastSealed())) {
                sealing.write(new byte[300_000]);
            }
            guest.out.flush();
            // Whole, but without its trailer.
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> isSealed(folder.resolve(".quayside/staging")));
        slow = Operation.READ;
        try (RawGuest guest = host.guest()) {
            guest.send(post);
            assertHearsThatItIsComing(guest);
            assertThat(guest.receiveAnswer())
                    .isEqualTo(new Response.Proceed(300_000, Optional.of(RawGuest.prefix(new byte[300_000], 300_000))));
        }
    }

    private static boolean isSealed(Path area) throws IOException {
        try (Stream<Path> files = Files.list(area)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(".resume")
                        && Files.readString(file).contains("+ ")) {
                    return true;
                }
            }
        }
        return false;
    }

    @ParameterizedTest
    @EnumSource(names = {"DELETE", "MAKE_FOLDER"})
    void whoDeletesOrMakesAFolderHearsTheSame(Operation operation) throws IOException {
        Files.writeString(folder.resolve("old"), "old");
        slow = operation;
        try (RawGuest guest = host.guest()) {
            guest.send(
                    operation == Operation.DELETE
                            ? new Request.Delete(path("old"), false)
                            : new Request.MakeFolder(path("new")));
            assertHearsThatItIsComing(guest);
            assertThat(guest.receiveAnswer()).isEqualTo(new Response.Done());
        }
    }

    @Test
    void whoVerifiesHearsTheSame() throws IOException {
        Files.writeString(folder.resolve("file"), "abc");
        slow = Operation.READ;
        try (RawGuest guest = host.guest()) {
            guest.send(new Request.Verify(path("file")));
            assertHearsThatItIsComing(guest);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Digest.class);
        }
    }

    @Test
    void signsOfLifeAndAnswersDoNotMixUp() throws IOException {
        host.close();
        try (TestHost hasty = new TestHost(folder)) {
            hasty.times = new SessionTimes(
                    Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofNanos(200_000));
            hasty.start();
            try (RawGuest guest = hasty.guest()) {
                for (int i = 0; i < 500; i++) {
                    guest.send(new Request.MakeFolder(path("folder" + i)));
                    assertThat(guest.receiveAnswer()).isEqualTo(new Response.Done());
                    // Nothing comes after the answer but what is asked for.
                    assertThat(guest.ask(new Request.Stat(path("folder" + i)))).isInstanceOf(Response.Described.class);
                }
            }
        }
    }

    @Test
    void whoRenamesHoldsUpNobodyElseWhileTheDiskTakesItsTime() throws IOException {
        Files.writeString(folder.resolve("old"), "old");
        Files.writeString(folder.resolve("other"), "other");
        slow = Operation.SYNC_FOLDER;
        try (RawGuest first = host.guest();
                RawGuest second = host.guest()) {
            first.send(new Request.Move(path("old"), path("new")));
            await().atMost(Duration.ofSeconds(30)).until(() -> waiting.get() > 0);
            slow = Operation.READ;
            assertThat(second.ask(new Request.Delete(path("other"), false))).isEqualTo(new Response.Done());
            goOn.countDown();
            assertThat(first.receiveAnswer()).isEqualTo(new Response.Done());
        }
    }

    @Test
    void aCommitIsDoneToItsEndThoughTheGuestIsGone() throws IOException {
        try (RawGuest guest = host.guest()) {
            guest.sendEager("new", CONTENT, OnConflict.FAIL);
            await().atMost(Duration.ofSeconds(30)).until(() -> waiting.get() > 0);
        }
        goOn.countDown();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(folder.resolve("new")).hasBinaryContent(CONTENT));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(host.server().guests()).isEmpty());
        assertThat(interrupted).isFalse();
        try (Stream<Path> staged = Files.list(folder.resolve(".quayside/staging"))) {
            assertThat(staged).isEmpty();
        }
    }

    @Test
    void aDigestThatNobodyWaitsForIsBrokenOff() throws IOException {
        Files.writeString(folder.resolve("file"), "abc");
        slow = Operation.READ;
        try (RawGuest guest = host.guest()) {
            guest.send(new Request.Verify(path("file")));
            await().atMost(Duration.ofSeconds(30)).until(() -> waiting.get() > 0);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> interrupted);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(host.server().guests()).isEmpty());
    }

    @ParameterizedTest
    @EnumSource(names = {"READ", "WRITE"})
    void aCopyThatNobodyWaitsForIsBrokenOffAndLeavesNothing(Operation step) throws IOException {
        Files.write(folder.resolve("file"), new byte[3_000_000]);
        slow = step;
        try (RawGuest guest = host.guest()) {
            guest.send(new Request.Copy(path("file"), path("copy")));
            assertThat(guest.receive()).isEqualTo(new Response.Processing());
            assertThat(folder.resolve(".quayside/staging")).isNotEmptyDirectory();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> interrupted);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(host.server().guests()).isEmpty());
        assertThat(folder.resolve("copy")).doesNotExist();
        assertThat(folder.resolve(".quayside/staging")).isEmptyDirectory();
    }

    @Test
    void aCopyIsNotAnsweredBeforeItIsOnTheDisk() throws IOException {
        Files.writeString(folder.resolve("file"), "abc");
        slow = Operation.SYNC_FOLDER;
        try (RawGuest guest = host.guest()) {
            guest.send(new Request.Copy(path("file"), path("copy")));
            assertHearsThatItIsComing(guest);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        }
    }

    @Test
    void aServerThatStopsWaitsForNoDigest() throws IOException {
        Files.writeString(folder.resolve("file"), "abc");
        slow = Operation.READ;
        try (RawGuest guest = host.guest()) {
            guest.send(new Request.Verify(path("file")));
            await().atMost(Duration.ofSeconds(30)).until(() -> waiting.get() > 0);
            host.server().stop();
            assertThat(interrupted).isTrue();
            guest.assertClosed();
        }
    }

    @Test
    void noMoreThanTwoFilesAreReadForTheirDigestsAtOnce() throws IOException {
        for (int i = 0; i < 3; i++) {
            Files.writeString(folder.resolve("file" + i), "abc");
        }
        slow = Operation.READ;
        try (RawGuest first = host.guest();
                RawGuest second = host.guest();
                RawGuest third = host.guest()) {
            List<RawGuest> guests = List.of(first, second, third);
            for (int i = 0; i < 3; i++) {
                guests.get(i).send(new Request.Verify(path("file" + i)));
            }
            // All hear that it is coming, whether read or waiting.
            for (RawGuest guest : guests) {
                for (int i = 0; i < 3; i++) {
                    assertThat(guest.receive()).isEqualTo(new Response.Processing());
                }
            }
            assertThat(waiting.get()).isEqualTo(2);
            goOn.countDown();
            for (RawGuest guest : guests) {
                assertThat(guest.receiveAnswer()).isInstanceOf(Response.Digest.class);
            }
        }
    }
}
