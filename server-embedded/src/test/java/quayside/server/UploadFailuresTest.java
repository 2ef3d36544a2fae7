package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.Spoiled;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.Storage;

/** Tests the answers to an awaited upload whose beginning is stored already (PROTOCOL.md section 5.3). */
@Timeout(60)
class UploadFailuresTest {
    private static final byte[] FILE = new byte[100_000];
    private static final int THERE = 60_000;

    @TempDir
    Path folder;

    /** The calls of the storage, in order. */
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private final List<Storage.Upload> uploads = new CopyOnWriteArrayList<>();
    private volatile boolean isDiskFull;
    private volatile boolean isNeverStored;
    private TestHost host;
    private RawGuest guest;

    @BeforeEach
    void start() throws IOException {
        host = new TestHost(folder);
        host.storage = disk -> PartialStorage.over(disk, Map.of("batch", (_, _) -> new Batch()));
        host.start();
        guest = host.guest();
    }

    @AfterEach
    void stop() throws IOException {
        guest.close();
        host.close();
    }

    private final class Batch implements Storage.Batch {
        private long size;

        @Override
        public Storage.StageResult stage(Storage.Upload upload) throws ProtocolException {
            uploads.add(upload);
            size = upload.size();
            if (upload.target().name().equals("unstaged")) {
                throw new ProtocolException(Fault.DISK_FULL, Sentence.said("The disk is full."));
            }
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
            calls.add("commit");
            if (isNeverStored) {
                return List.of(new Storage.UploadResult.Failed(
                        new ProtocolException(Fault.SERVER_ERROR, Sentence.said("The disk failed."))));
            }
            return List.of(new Storage.UploadResult.Stored(new Entry("new", Entry.Kind.FILE, size, Instant.EPOCH)));
        }

        @Override
        public void close() {}
    }

    private final class Staged implements Storage.Staged {
        private final Checksum whole = new Checksum();
        private long offset = THERE;

        Staged() {
            whole.update(FILE, 0, THERE);
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public Optional<String> prefix() {
            return Optional.of(RawGuest.prefix(FILE, THERE));
        }

        @Override
        public Checksum whole() {
            return offset == 0 ? new Checksum() : whole;
        }

        @Override
        public void restart() throws ProtocolException {
            calls.add("restart");
            failIfFull();
            offset = 0;
        }

        private void failIfFull() throws ProtocolException {
            if (isDiskFull) {
                throw new ProtocolException(Fault.DISK_FULL, Sentence.said("The disk is full."));
            }
        }

        @Override
        public void write(byte[] buffer, int count) throws ProtocolException {
            failIfFull();
        }

        @Override
        public void discard() {
            calls.add("discard");
        }

        @Override
        public void close() {}
    }

    private void begin() throws IOException {
        assertThat(guest.ask(RawGuest.post("new", FILE.length, OnConflict.FAIL, true)))
                .isInstanceOfSatisfying(
                        Response.Proceed.class,
                        proceed -> assertThat(proceed.offset()).isEqualTo(THERE));
    }

    @Test
    void theRestCompletesTheFile() throws IOException {
        begin();
        guest.sendBody(FILE, THERE, 0);
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        assertThat(calls).containsExactly("commit");
    }

    @Test
    void aGuestMayBeginAnew() throws IOException {
        begin();
        guest.sendBody(FILE, 0, 0);
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        assertThat(calls).containsExactly("restart", "commit");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, THERE})
    void aFullDiskIsToldOnceAndTheRestIsDropped(int from) throws IOException {
        isDiskFull = true;
        begin();
        guest.sendBody(FILE, from, 0);
        guest.assertFailed(guest.receiveAnswer(), Fault.DISK_FULL);
        guest.assertServed();
        assertThat(calls).doesNotContain("commit").endsWith("discard");
        assertReported(Fault.DISK_FULL, "");
    }

    private void assertReported(Fault fault, String words) {
        await().untilAsserted(() -> assertThat(host.events(ShareEvent.TransferFailed.class))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.why()).isEqualTo(fault);
                    assertThat(failed.words()).isEqualTo(words);
                }));
    }

    private void spoil(Fault fault) throws IOException {
        begin();
        guest.sayFrom(THERE);
        guest.sendSpoiledBody(FILE.length - THERE, new byte[9], new Spoiled(fault, "So it is."));
        guest.assertFailed(guest.receiveAnswer(), fault);
        guest.assertServed();
        assertReported(fault, "“So it is.”");
    }

    @Test
    void ifTheGuestsDiskFailsWhatArrivedIsKept() throws IOException {
        spoil(Fault.SERVER_ERROR);
        assertThat(calls).isEmpty();
    }

    @Test
    void ifTheGuestsFileChangesWhatArrivedIsDropped() throws IOException {
        spoil(Fault.CHANGED);
        assertThat(calls).containsExactly("discard");
    }

    @Test
    void aDamagedRestIsToldInOurWords() throws IOException {
        begin();
        guest.sendBody(FILE, THERE, 1);
        guest.assertFailed(guest.receiveAnswer(), Fault.CORRUPTED);
        assertThat(calls).containsExactly("discard");
        assertReported(Fault.CORRUPTED, "");
    }

    @Test
    void aGuestWhoComparesForLongSaysSo() throws IOException {
        begin();
        guest.send(new Response.Processing());
        guest.send(new Response.Processing());
        guest.sendBody(FILE, THERE, 0);
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
    }

    @Test
    void aGuestMayGiveUpInsteadOfBeginning() throws IOException {
        begin();
        guest.send(new Spoiled(Fault.CHANGED, "It is gone."));
        guest.assertFailed(guest.receiveAnswer(), Fault.CHANGED);
        guest.assertServed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"from\":1}", "{\"verb\":\"PING\"}", "{}"})
    void whatIsNoBeginningEndsTheConnection(String json) throws IOException {
        begin();
        guest.sendJson(json);
        guest.assertClosed();
        assertThat(calls).isEmpty();
        assertReported(Fault.BROKEN_PROTOCOL, "");
    }

    @Test
    void aSpoiledBodyOfWhatIsRefusedIsDropped() throws IOException {
        host.server().permissions(new ShareOptions.Permissions(true, false, true));
        guest.send(RawGuest.post("new", 3, OnConflict.FAIL, false));
        guest.sendSpoiledBody(3, new byte[0], new Spoiled(Fault.CHANGED, "It changed."));
        guest.assertFailed(guest.receiveAnswer(), Fault.REFUSED);
        guest.assertServed();
    }

    @Test
    void anUploadThatCannotBeginIsReported() throws IOException {
        guest.assertFailed(guest.ask(RawGuest.post("unstaged", FILE.length, OnConflict.FAIL, true)), Fault.DISK_FULL);
        guest.assertServed();
        assertReported(Fault.DISK_FULL, "");
    }

    @Test
    void anUploadThatCannotBeStoredIsReported() throws IOException {
        isNeverStored = true;
        begin();
        guest.sendBody(FILE, THERE, 0);
        guest.assertFailed(guest.receiveAnswer(), Fault.SERVER_ERROR);
        assertReported(Fault.SERVER_ERROR, "");
    }

    private static Request.Post post(boolean await) {
        return new Request.Post(
                path("new"),
                FILE.length,
                Instant.EPOCH,
                OnConflict.FAIL,
                await,
                Optional.empty(),
                false,
                Optional.of("v1"),
                Optional.empty(),
                Optional.of("one"),
                Optional.of("reading"),
                Optional.empty());
    }

    /** Two of the same upload, of which the first is over when the second begins. */
    @Test
    void onlyAnAwaitedUploadIsResumed() throws IOException {
        for (int i = 0; i < 2; i++) {
            assertThat(guest.ask(post(true))).isInstanceOf(Response.Proceed.class);
            guest.sendBody(FILE, THERE, 0);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        }
        guest.send(post(false));
        guest.sendBody(FILE, 1);
        guest.assertFailed(guest.receiveAnswer(), Fault.CORRUPTED);
        assertThat(uploads)
                .extracting(Storage.Upload::source, Storage.Upload::reading)
                .containsExactly(
                        tuple(Optional.of("v1"), Optional.of("reading")),
                        tuple(Optional.of("v1"), Optional.of("reading")),
                        tuple(Optional.empty(), Optional.empty()));
    }

    @Test
    void theSameUploadOverAnotherConnectionEndsTheFirst() throws IOException {
        assertThat(guest.ask(post(true))).isInstanceOf(Response.Proceed.class);
        try (RawGuest again = host.guest()) {
            again.send(post(true));
            guest.assertClosed();
            assertThat(again.receiveAnswer()).isInstanceOf(Response.Proceed.class);
        }
    }
}
