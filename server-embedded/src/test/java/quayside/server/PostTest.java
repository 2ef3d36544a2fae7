package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;

/**
 * Tests the ways in which an upload can fail (PROTOCOL.md section 5.3), each leaving the old file and the connection in
 * the right state.
 */
@Timeout(60)
class PostTest {
    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private TestHost host;

    @BeforeEach
    void makeHost() throws IOException {
        host = new TestHost(folder);
        Files.writeString(folder.resolve("old.txt"), "old");
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    private void assertNothingStaged() {
        await().untilAsserted(() -> {
            Path area = folder.resolve(".quayside/staging");
            if (Files.exists(area)) {
                try (Stream<Path> staged = Files.list(area)) {
                    assertThat(staged).isEmpty();
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDamagedBodyIsDroppedAndTheConnectionGoesOn(boolean await) throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.send(RawGuest.post("old.txt", 4, OnConflict.OVERWRITE, await));
            if (await) {
                assertThat(guest.receive()).isInstanceOf(Response.Proceed.class);
            }
            guest.sendBody("evil".getBytes(UTF_8), 1);

            guest.assertFailed(guest.receive(), Fault.CORRUPTED);
            guest.assertServed();
        }
        assertThat(folder.resolve("old.txt")).hasContent("old");
        assertNothingStaged();
        await().untilAsserted(() ->
                assertThat(host.events(ShareEvent.TransferFailed.class)).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"old.txt", "missing/x.txt", ".quayside/x", ".hidden", ""})
    void whatIsRefusedIsRefusedBeforeAnAwaitedBodyAndAfterAnEagerOne(String target) throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            assertThat(guest.ask(RawGuest.post(target, 3, OnConflict.FAIL, true)))
                    .isInstanceOf(Response.Failed.class);
            guest.send(RawGuest.post(target, 3, OnConflict.FAIL, false));
            guest.sendBody(new byte[3], 0);
            assertThat(guest.receive()).isInstanceOf(Response.Failed.class);
            guest.assertServed();
        }
        assertThat(folder.resolve("old.txt")).hasContent("old");
        assertNothingStaged();
    }

    @Test
    void whatIsSkippedIsNotAskedFor() throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            assertThat(guest.ask(RawGuest.post("old.txt", 3, OnConflict.SKIP, true)))
                    .isInstanceOf(Response.Skipped.class);
            guest.send(RawGuest.post("old.txt", 3, OnConflict.SKIP, false));
            guest.sendBody(new byte[3], 0);
            assertThat(guest.receive()).isInstanceOf(Response.Skipped.class);
            guest.assertServed();
        }
        assertThat(folder.resolve("old.txt")).hasContent("old");
    }

    @Test
    void aFileThatNoLimitAllowsIsTooLarge() throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.assertFailed(
                    guest.ask(RawGuest.post("big", Limits.MAX_FILE_BYTES + 1, OnConflict.FAIL, true)), Fault.TOO_LARGE);
            guest.assertFailed(guest.ask(RawGuest.post("big", Long.MAX_VALUE, OnConflict.FAIL, true)), Fault.TOO_LARGE);
            guest.assertFailed(
                    guest.ask(RawGuest.post("big", Limits.MAX_FILE_BYTES, OnConflict.FAIL, true)), Fault.DISK_FULL);
            guest.assertServed();
        }
    }

    @Test
    void smallFilesMayFollowOneAnotherWithoutWaiting() throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            for (int i = 0; i < 50; i++) {
                guest.send(RawGuest.post("file" + i, i, OnConflict.FAIL, false));
                guest.sendBody(new byte[i], 0);
                guest.send(new Request.Stat(path("file" + i)));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(guest.receive()).isInstanceOf(Response.Stored.class);
                long size = i;
                assertThat(guest.receive())
                        .isInstanceOfSatisfying(
                                Response.Described.class,
                                described ->
                                        assertThat(described.entry().size()).isEqualTo(size));
            }
        }
    }

    @Test
    void ofTwoUploadsToOneNameAtOnceOneIsToldThatItIsTaken() throws IOException {
        host.start();
        try (RawGuest first = host.guest();
                RawGuest second = host.guest()) {
            assertThat(first.ask(RawGuest.post("new", 3, OnConflict.FAIL, true)))
                    .isInstanceOf(Response.Proceed.class);
            assertThat(second.ask(RawGuest.post("new", 3, OnConflict.FAIL, true)))
                    .isInstanceOf(Response.Proceed.class);
            second.sendBody("two".getBytes(UTF_8), 0);
            assertThat(second.receive()).isInstanceOf(Response.Stored.class);
            first.sendBody("one".getBytes(UTF_8), 0);
            first.assertFailed(first.receive(), Fault.EXISTS);
            first.assertServed();
        }
        assertThat(folder.resolve("new")).hasContent("two");
        assertNothingStaged();
    }

    @Test
    void aGuestThatIsCutInTheMiddleLeavesTheOldFileAndNothingElse() throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.ask(RawGuest.post("old.txt", 1_000_000, OnConflict.OVERWRITE, true));
            guest.sayFrom(0);
            guest.out.write(new byte[1000]);
            guest.out.flush();
        }
        assertNothingStaged();
        assertThat(folder.resolve("old.txt")).hasContent("old");
        await().untilAsserted(() ->
                assertThat(host.events(ShareEvent.TransferFailed.class)).hasSize(1));
    }

    @Test
    void aDiskThatIsFullHalfwayIsToldAtOnceAndTheOldFileStays() throws IOException {
        host.storage = disk -> new FailingStorage(disk, 1_000_000);
        host.start();
        Path large = elsewhere.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(300_000_000L);
        }
        try (ShareClient client = host.client()) {
            long[] sent = {0};
            assertThatThrownBy(() -> client.post(
                            large,
                            path("old.txt"),
                            OnConflict.OVERWRITE,
                            (done, _) -> sent[0] = done,
                            new Cancellation()))
                    .isInstanceOfSatisfying(
                            ProtocolException.class,
                            e -> assertThat(e.fault())
                                    .as(e.sentence().toString())
                                    .isEqualTo(Fault.DISK_FULL));
            assertThat(sent[0]).isLessThan(300_000_000L);
            assertThat(client.stat(path("old.txt")).size()).isEqualTo(3);
        }
        assertThat(folder.resolve("old.txt")).hasContent("old");
        assertNothingStaged();
        await().untilAsserted(() ->
                assertThat(host.events(ShareEvent.TransferFailed.class)).hasSize(1));
    }

    @Test
    void aFullDiskIsToldAfterASmallFile() throws IOException {
        host.storage = disk -> new FailingStorage(disk, 10);
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.send(RawGuest.post("small", 1000, OnConflict.FAIL, false));
            guest.sendBody(new byte[1000], 0);
            guest.assertFailed(guest.receive(), Fault.DISK_FULL);
            guest.assertServed();
        }
        assertNothingStaged();
    }

    @Test
    void aMistakeOfOurOwnEndsOnlyItsConnection() throws IOException {
        host.storage = disk -> new FailingStorage(disk, Long.MAX_VALUE);
        host.start();
        try (RawGuest guest = host.guest();
                RawGuest other = host.guest()) {
            guest.assertFailed(guest.ask(new Request.Stat(path("bug"))), Fault.SERVER_ERROR);
            guest.assertClosed();
            other.assertServed();
        }
        host.assertStillServes();
    }
}
