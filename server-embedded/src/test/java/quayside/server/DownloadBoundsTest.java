package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Checksum;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Trail;
import quayside.server.session.SessionTimes;
import quayside.server.storage.Storage;

/** Tests how long a folder is kept open for downloads, and what is reported and recorded of them. */
@Timeout(60)
class DownloadBoundsTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int LARGE = 3_000_000;

    @TempDir
    Path folder;

    /** The number of files that each reader has opened. */
    private final List<AtomicInteger> readers = new CopyOnWriteArrayList<>();

    private final AtomicInteger closed = new AtomicInteger();
    private volatile Opening opening = (disk, file, from) -> disk.open(file, from);
    private TestHost host;
    private RawGuest guest;

    private interface Opening {
        Storage.Content open(Storage.Reader disk, RemotePath file, Optional<Request.Resume> from)
                throws ProtocolException;
    }

    private final class Reader implements Storage.Reader {
        private final Storage.Reader disk;
        private final AtomicInteger opened = new AtomicInteger();

        Reader(Storage.Reader disk) {
            this.disk = disk;
            readers.add(opened);
        }

        @Override
        public Storage.Content open(RemotePath file, Optional<Request.Resume> from) throws ProtocolException {
            opened.incrementAndGet();
            return opening.open(disk, file, from);
        }

        @Override
        public void close() {
            closed.incrementAndGet();
            disk.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        host = new TestHost(folder);
        host.nanos = host.virtualNanos::get;
        host.virtualNanos.set(TimeUnit.HOURS.toNanos(1));
        host.times = new SessionTimes(LONG, LONG, LONG, Duration.ofMillis(100));
        host.storage = disk -> PartialStorage.over(disk, Map.of("reader", (real, _) -> new Reader(real.reader())));
        host.start();
        guest = host.guest();
    }

    @AfterEach
    void stop() throws IOException {
        guest.close();
        host.close();
    }

    private static void awaitIt(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void assertReceived(String content) throws IOException {
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Content.class);
        assertThat(guest.receiveBody(content.length())).isEqualTo(content.getBytes(UTF_8));
    }

    @Test
    void aFolderIsKeptOpenForAQuarterOfASecond() throws IOException {
        CountDownLatch allSent = new CountDownLatch(1);
        for (int i = 0; i < 5; i++) {
            Files.writeString(folder.resolve("file" + i), "content " + i);
        }
        opening = (disk, file, from) -> {
            awaitIt(allSent);
            host.virtualNanos.addAndGet(
                    switch (file.name()) {
                        case "file0" -> TimeUnit.MILLISECONDS.toNanos(250);
                        case "file1" -> 1;
                        default -> 0;
                    });
            return disk.open(file, from);
        };
        guest.together(() -> {
            for (int i = 0; i < 5; i++) {
                guest.send(new Request.Get(path("file" + i)));
            }
        });
        allSent.countDown();
        for (int i = 0; i < 5; i++) {
            assertReceived("content " + i);
        }
        guest.assertServed();
        assertThat(readers).extracting(AtomicInteger::get).containsExactly(2, 3);
        assertThat(closed).hasValue(2);
        await().untilAsserted(() -> assertThat(host.events(ShareEvent.Downloaded.class))
                .extracting(ShareEvent.Downloaded::path, ShareEvent.Downloaded::bytes)
                .hasSize(5)
                .startsWith(tuple("file0", 9L)));
    }

    @Test
    void aGuestThatIsLostKeepsNoFolderOpen() throws IOException {
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            large.setLength(1L << 28);
        }
        assertThat(guest.ask(new Request.Get(path("large")))).isInstanceOf(Response.Content.class);
        await().untilAsserted(() -> assertThat(host.server().guests())
                .singleElement()
                .satisfies(one -> assertThat(one.activity()).hasToString("downloading large")));
        guest.close();
        await().untilAsserted(() -> assertThat(closed).hasValue(1));
    }

    @Test
    void aGuestThatResumesIsToldThatItsBeginningIsCompared() throws IOException {
        CountDownLatch heard = new CountDownLatch(1);
        opening = (_, _, from) -> {
            assertThat(from).isPresent();
            awaitIt(heard);
            throw new ProtocolException(Fault.CHANGED, Sentence.said("Another file."));
        };
        guest.send(new Request.Get(path("file"), RawGuest.resume(new byte[3], 2, "v")));
        assertThat(guest.receive()).isEqualTo(new Response.Processing());
        heard.countDown();
        guest.assertFailed(guest.receiveAnswer(), Fault.CHANGED);
        guest.assertServed();
    }

    private static Storage.Content content(
            long size, long offset, Checksum whole, Optional<Storage.Reading> reading, InputStream bytes) {
        Entry entry = new Entry("file", Entry.Kind.FILE, size, Instant.EPOCH);
        return new Storage.Content(entry, "v", true, offset, whole, reading, bytes);
    }

    @Test
    void whatWasSentIsRecordedForALaterResumption() throws IOException {
        Trail trail = new Trail();
        byte[] file = new byte[LARGE];
        Checksum beginning = new Checksum();
        beginning.update(file, 0, 1000);
        opening = (_, _, _) -> content(
                LARGE,
                1000,
                beginning,
                Optional.of(new Storage.Reading("word", trail)),
                new ByteArrayInputStream(file, 1000, LARGE - 1000));
        assertThat(guest.ask(new Request.Get(path("file"), RawGuest.resume(file, 1000, "v"))))
                .isInstanceOfSatisfying(
                        Response.Content.class,
                        answer -> assertThat(answer.reading()).contains("word"));
        RawGuest.Body body = guest.receiveAnyBody(LARGE - 1000);
        assertThat(body.checksum()).isEqualTo(RawGuest.checksum(file));
        Trail.Mark mark = trail.before(LARGE);
        assertThat(mark.offset()).isBetween(LARGE / 2L, (long) LARGE);
        assertThat(mark.crc32c()).isEqualTo(RawGuest.checksum(new byte[(int) mark.offset()]));
    }

    @Test
    void aLargeFileOfNoReadingArrives() throws IOException {
        opening = (_, _, _) ->
                content(LARGE, 0, new Checksum(), Optional.empty(), new ByteArrayInputStream(new byte[LARGE]));
        guest.send(new Request.Get(path("file")));
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Content.class);
        assertThat(guest.receiveAnyBody(LARGE).isSpoiled()).isFalse();
        guest.assertServed();
    }

    @Test
    void aFileThatCannotBeReadToItsEndEndsNoConnection() throws IOException {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new ProtocolException(Fault.SERVER_ERROR, Sentence.said("The disk failed."));
            }
        };
        opening = (_, _, _) -> content(
                LARGE,
                0,
                new Checksum(),
                Optional.empty(),
                new SequenceInputStream(new ByteArrayInputStream(new byte[2_000_000]), failing));
        guest.send(new Request.Get(path("file")));
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Content.class);
        assertThat(guest.receiveAnyBody(LARGE).isSpoiled()).isTrue();
        guest.assertServed();
        await().untilAsserted(() -> assertThat(host.events(ShareEvent.TransferFailed.class))
                .extracting(ShareEvent.TransferFailed::path, ShareEvent.TransferFailed::why)
                .containsExactly(tuple("file", Fault.SERVER_ERROR)));
        assertThat(host.events(ShareEvent.Downloaded.class)).isEmpty();
    }

    @Test
    void aDownloadDoesNotWaitForTheBodyOfTheUploadBehindIt() throws IOException {
        Files.writeString(folder.resolve("file"), "content");
        guest.together(() -> {
            guest.send(new Request.Get(path("file")));
            guest.send(RawGuest.post("new", 3, OnConflict.FAIL, false));
        });
        assertReceived("content");
        guest.sendBody(new byte[3], 0);
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
    }
}
