package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Response;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.BodyLimits;
import quayside.server.session.SessionTimes;
import quayside.server.storage.Storage;

/** Tests when a batch of small uploads is stored, and the memory that it holds (PROTOCOL.md sections 4.3, 5.3). */
@Timeout(60)
class UploadBatchBoundsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String GREEDY = "127.0.0.2";
    private static final String HONEST = "127.0.0.3";

    /** Too large for one frame. Such a body holds some 700 KB, and a batch 256 KiB more. */
    private static final int LARGE = 200_000;

    @TempDir
    Path folder;

    private final List<Integer> commits = new CopyOnWriteArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final CountDownLatch allSent = new CountDownLatch(1);
    private final List<RawGuest> guests = new ArrayList<>();
    private volatile Staging staging = _ -> {};
    private TestHost host;

    /** Is called at the beginning of each upload. */
    private interface Staging {
        void begins(String name) throws ProtocolException;
    }

    @BeforeEach
    void makeHost() {
        host = new TestHost(folder);
        host.nanos = host.virtualNanos::get;
        host.times = new SessionTimes(LONG, LONG, LONG, Duration.ofMillis(300));
        host.storage = disk -> PartialStorage.over(disk, Map.of("batch", (_, _) -> new Batch()));
    }

    @AfterEach
    void stop() throws IOException {
        allSent.countDown();
        for (RawGuest each : guests) {
            each.close();
        }
        host.close();
    }

    private RawGuest guest(String from) throws IOException {
        RawGuest guest = new RawGuest(host.connect(from), host.key, host.identity.fingerprint());
        guests.add(guest);
        return guest;
    }

    /** A batch without a disk. Its first upload waits until the test has sent everything. */
    private final class Batch implements Storage.Batch {
        private final List<Storage.Upload> staged = new ArrayList<>();

        @Override
        public Storage.StageResult stage(Storage.Upload upload) throws ProtocolException {
            try {
                assertThat(allSent.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            staging.begins(upload.target().name());
            staged.add(upload);
            return new Staged();
        }

        @Override
        public void copy(RemotePath from, RemotePath to) {
            throw new AssertionError("nothing is copied here");
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public List<Storage.UploadResult> commit() {
            commits.add(staged.size());
            List<Storage.UploadResult> results = new ArrayList<>();
            for (Storage.Upload each : staged) {
                results.add(new Storage.UploadResult.Stored(
                        new Entry(each.target().name(), Entry.Kind.FILE, each.size(), each.modified())));
            }
            staged.clear();
            return results;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static final class Staged implements Storage.Staged {
        @Override
        public long offset() {
            return 0;
        }

        @Override
        public Optional<String> prefix() {
            return Optional.empty();
        }

        @Override
        public Checksum whole() {
            return new Checksum();
        }

        @Override
        public void restart() {}

        @Override
        public void write(byte[] buffer, int count) {}

        @Override
        public void discard() {}

        @Override
        public void close() {}
    }

    private void sendTogether(RawGuest guest, List<String> paths, int size) throws IOException {
        guest.together(() -> {
            for (String each : paths) {
                guest.sendEager(each, new byte[size], OnConflict.FAIL);
            }
        });
        allSent.countDown();
    }

    private static void assertStored(RawGuest guest) {
        assertTimeoutPreemptively(SOON, () -> assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class));
    }

    private static void assertStoredWithoutAWait(RawGuest guest) throws IOException {
        assertThat(guest.receive()).isInstanceOf(Response.Stored.class);
    }

    private static List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("file" + i);
        }
        return names;
    }

    @Test
    void aBatchTakesSixtyFourUploads() throws IOException {
        host.start();
        RawGuest guest = guest(HONEST);
        sendTogether(guest, names(130), 3);
        for (int i = 0; i < 130; i++) {
            assertStored(guest);
        }
        assertThat(commits).containsExactly(64, 64, 2);
    }

    @Test
    void aBatchOfLongPathsIsStoredOnceTheyHaveMoreThan32KCharacters() throws IOException {
        host.start();
        RawGuest guest = guest(HONEST);
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            // 1024 characters
            paths.add(("f".repeat(204) + "/").repeat(4) + "%0204d".formatted(i));
        }
        sendTogether(guest, paths, 3);
        for (int i = 0; i < 40; i++) {
            assertStored(guest);
        }
        assertThat(commits).containsExactly(33, 7);
    }

    @Test
    void aBatchIsStoredOnceItIsOlderThanAQuarterOfASecond() throws IOException {
        host.virtualNanos.set(TimeUnit.HOURS.toNanos(1));
        staging = name -> host.virtualNanos.addAndGet(
                switch (name) {
                    case "file0" -> TimeUnit.MILLISECONDS.toNanos(250);
                    case "file1" -> 1;
                    default -> 0;
                });
        host.start();
        RawGuest guest = guest(HONEST);
        sendTogether(guest, names(5), 3);
        for (int i = 0; i < 5; i++) {
            assertStored(guest);
        }
        assertThat(commits).containsExactly(2, 3);
    }

    @Test
    void nothingIsStoredIfAllWereRefusedAndTheHostIsToldOfAFullDisk() throws IOException {
        staging = _ -> {
            throw new ProtocolException(Fault.DISK_FULL, Sentence.said("The disk is full."));
        };
        host.start();
        RawGuest guest = guest(HONEST);
        sendTogether(guest, names(2), 3);
        guest.assertFailed(guest.receiveAnswer(), Fault.DISK_FULL);
        guest.assertFailed(guest.receiveAnswer(), Fault.DISK_FULL);
        assertThat(commits).isEmpty();
        await().untilAsserted(() -> assertThat(host.events(ShareEvent.TransferFailed.class))
                .extracting(ShareEvent.TransferFailed::path, ShareEvent.TransferFailed::why)
                .containsExactly(tuple("file0", Fault.DISK_FULL), tuple("file1", Fault.DISK_FULL)));
    }

    @Test
    void aBatchIsOverOnceItIsAnswered() throws IOException {
        host.start();
        RawGuest guest = guest(HONEST);
        sendTogether(guest, names(1), 3);
        assertStored(guest);
        assertThat(closed).hasValue(1);
    }

    @Test
    void aBatchWhoseGuestIsLostIsDroppedAndTheHostIsTold() throws IOException {
        allSent.countDown();
        host.start();
        RawGuest guest = guest(HONEST);
        guest.send(RawGuest.post("cut", LARGE, OnConflict.FAIL, false));
        await().untilAsserted(() -> assertThat(host.server().guests())
                .singleElement()
                .satisfies(one -> assertThat(one.activity()).hasToString("uploading cut")));
        guest.close();
        await().untilAsserted(() -> assertThat(closed).hasValue(1));
        await().untilAsserted(() -> assertThat(host.events(ShareEvent.TransferFailed.class))
                .extracting(ShareEvent.TransferFailed::path)
                .containsExactly("cut"));
        assertThat(commits).isEmpty();
    }

    @Test
    void theRoomOfEachBodyIsFreeOnceTheBodyHasArrived() throws IOException {
        host.bodies = new BodyLimits(4L << 20, LONG, 0, 0);
        host.start();
        RawGuest guest = guest(HONEST);
        sendTogether(guest, names(10), LARGE);
        for (int i = 0; i < 10; i++) {
            assertStoredWithoutAWait(guest);
        }
        assertThat(commits).containsExactly(10);
    }

    @Test
    void withoutRoomForALaterUploadTheEarlierOnesAreStoredFirst() throws IOException {
        host.bodies = new BodyLimits(2_000_000, LONG, 0, 0);
        host.start();
        RawGuest guest = guest(HONEST);
        sendTogether(guest, names(3), LARGE);
        for (int i = 0; i < 3; i++) {
            assertStoredWithoutAWait(guest);
        }
        assertThat(commits).containsExactly(1, 1, 1);
    }

    /** Begins an upload that holds the room of a body and a batch until the returned latch is counted down. */
    private CountDownLatch holdRoom(RawGuest greedy) throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        staging = name -> {
            if (name.equals("first")) {
                begun.countDown();
                try {
                    assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };
        sendTogether(greedy, List.of("first"), LARGE);
        await().until(() -> begun.getCount() == 0);
        return goOn;
    }

    @Test
    void aBatchHoldsRoomOfItsOwnUntilItIsAnswered() throws IOException {
        // Enough for two bodies and one batch.
        host.bodies = new BodyLimits(1_800_000, LONG, 0, 0);
        host.start();
        RawGuest greedy = guest(GREEDY);
        RawGuest honest = guest(HONEST);
        CountDownLatch goOn = holdRoom(greedy);
        honest.sendEager("second", new byte[LARGE], OnConflict.FAIL);
        assertThat(honest.receive()).isEqualTo(new Response.Processing());
        goOn.countDown();
        assertStored(greedy);
        assertStored(honest);
        // The room that was waited for is free again, too.
        honest.sendEager("third", new byte[LARGE], OnConflict.FAIL);
        assertStored(honest);
    }

    @Test
    void earlierAnswersDoNotWaitForRoom() throws IOException {
        host.times = new SessionTimes(LONG, LONG, LONG, LONG);
        host.bodies = new BodyLimits(1_800_000, LONG, 0, 0);
        host.start();
        RawGuest greedy = guest(GREEDY);
        RawGuest honest = guest(HONEST);
        CountDownLatch goOn = holdRoom(greedy);
        honest.together(() -> {
            honest.sendEager("small", new byte[3], OnConflict.FAIL);
            honest.sendEager("second", new byte[LARGE], OnConflict.FAIL);
        });
        assertStored(honest);
        goOn.countDown();
        assertStored(honest);
    }
}
