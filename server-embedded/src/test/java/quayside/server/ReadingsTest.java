package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.files.WatchedDisk;
import quayside.protocol.files.WatchedDisk.Operation;
import quayside.protocol.message.Message;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.server.storage.WatchedShares;

/**
 * Tests transfers that resume while both programs keep running, so that nothing is read twice (PROTOCOL.md sections
 * 4.2, 5.2, 5.3).
 */
@Timeout(60)
class ReadingsTest {
    private static final int MIB = 1024 * 1024;
    private static final int REST = 70;
    private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z"));

    /** What a buffer of the server's holds at most. */
    private static final int READ_BYTES = 256 * 1024;

    @TempDir
    Path folder;

    private final byte[] content = new byte[9 * MIB + REST];
    private final AtomicInteger reads = new AtomicInteger();
    private TestHost host;

    @BeforeEach
    void startHost() throws IOException {
        new Random(1).nextBytes(content);
        host = new TestHost(folder);
        host.opening = () -> WatchedShares.open(folder, (operation, _) -> {
            if (operation == Operation.READ) {
                reads.incrementAndGet();
            }
        });
        host.start();
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    private Path file(byte[] bytes) throws IOException {
        Path file = folder.resolve("file");
        Files.setLastModifiedTime(Files.write(file, bytes), TIME);
        return TestHost.settled(file);
    }

    /** A download that is lost in its last segment; what the server said before. */
    private Response.Content lose() throws IOException {
        try (RawGuest guest = host.guest()) {
            Response.Content content = (Response.Content) guest.ask(new Request.Get(path("file")));
            guest.bodies
                    .decrypt(guest.in, content.entry().size(), guest.frames.lastOpened())
                    .readNBytes(8 * MIB);
            return content;
        }
    }

    private static Request.Get get(long offset, Response.Content lost) {
        return new Request.Get(
                path("file"),
                Optional.of(new Request.Resume(
                        offset,
                        lost.version(),
                        new Request.Reading(lost.reading().orElseThrow()))));
    }

    private Message ask(Request request) throws IOException {
        try (RawGuest guest = host.guest()) {
            guest.send(request);
            return guest.receiveAnswer();
        }
    }

    private static void assertFailed(Message answer, Fault fault) {
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Response.Failed.class,
                        failed ->
                                assertThat(failed.fault()).as(failed.sentence()).isEqualTo(fault));
    }

    @Test
    void aDownloadGoesOnAndAlmostNothingIsReadAgain() throws IOException {
        file(content);
        Response.Content lost = lose();
        try (RawGuest guest = host.guest()) {
            int offset = content.length - REST;
            reads.set(0);
            guest.send(get(offset, lost));
            Response.Content rest = (Response.Content) guest.receiveAnswer();
            assertThat(rest.offset()).isEqualTo(offset);
            assertThat(rest.reading()).as("should it be lost again").isPresent();
            RawGuest.Body body = guest.receiveAnyBody(REST);
            assertThat(body.bytes()).isEqualTo(Arrays.copyOfRange(content, offset, content.length));
            assertThat(body.checksum()).as("of the whole file").isEqualTo(RawGuest.checksum(content));
            assertThat(reads.get()).as("reads").isLessThanOrEqualTo(2 * MIB / READ_BYTES + 4);
        }
    }

    /** The guest may have noticed the loss long before the host does. */
    @Test
    void itGoesOnWhileTheServerStillSendsTheFirst() throws IOException {
        file(content);
        try (RawGuest first = host.guest();
                RawGuest second = host.guest()) {
            Response.Content lost = (Response.Content) first.ask(new Request.Get(path("file")));
            second.send(get(MIB, lost));
            assertThat(second.receiveAnswer()).isInstanceOf(Response.Content.class);
            RawGuest.Body body = second.receiveAnyBody(content.length - MIB);
            assertThat(body.checksum()).isEqualTo(RawGuest.checksum(content));
            assertThat(first.receiveAnyBody(content.length).checksum()).isEqualTo(RawGuest.checksum(content));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rewritten", "replaced", "gone", "renamed and another in its place"})
    void whatIsAnotherFileByNowIsNeverJoined(String how) throws IOException {
        Path file = file(content);
        Response.Content lost = lose();
        byte[] other = content.clone();
        other[3] ^= 1;
        switch (how) {
            case "rewritten" -> Files.write(file, other, StandardOpenOption.WRITE);
            case "replaced" -> {
                Path made = Files.write(folder.resolve("made"), other);
                Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
            }
            case "gone" -> Files.delete(file);
            default -> {
                Files.move(file, folder.resolve("elsewhere"));
                Files.write(file, other);
            }
        }
        if (Files.exists(file)) {
            Files.setLastModifiedTime(file, TIME);
            TestHost.settled(file);
        }
        assertFailed(ask(get(2 * MIB, lost)), how.equals("gone") ? Fault.NOT_FOUND : Fault.CHANGED);
    }

    @Test
    void aReadingIsOfOnePathAndKnownToNobodyElse() throws IOException {
        Path file = file(content);
        Response.Content lost = lose();
        Files.createLink(folder.resolve("same"), file);
        TestHost.settled(file);
        Response.Content again = lose();
        String word = again.reading().orElseThrow();
        assertThat(word).isNotEqualTo(lost.reading().orElseThrow());
        Request.Resume from = new Request.Resume(2 * MIB, again.version(), new Request.Reading(word));
        assertFailed(ask(new Request.Get(path("same"), Optional.of(from))), Fault.UNPROVEN);
        Request.Resume madeUp = new Request.Resume(2 * MIB, again.version(), new Request.Reading("0".repeat(32)));
        assertFailed(ask(new Request.Get(path("file"), Optional.of(madeUp))), Fault.UNPROVEN);
        assertThat(ask(new Request.Get(path("file"), Optional.of(from)))).isInstanceOf(Response.Content.class);
    }

    @Test
    void aReadingOpensNoLock() throws IOException {
        file(content);
        Response.Content lost;
        try (RawGuest guest = host.guest()) {
            Response.Made lock = (Response.Made) guest.ask(new Request.Lock(Passcode.of("open sesame")));
            assertThat(guest.ask(new Request.Protect(path("file"), Optional.of(lock.lock()))))
                    .isInstanceOf(Response.Done.class);
            lost = (Response.Content) guest.ask(new Request.Get(path("file")));
        }
        assertFailed(ask(get(2 * MIB, lost)), Fault.PASSCODE_NEEDED);
    }

    @Test
    void anotherStartOfTheServerAsksForTheDigest() throws IOException {
        file(content);
        Response.Content lost = lose();
        host.server().stop();
        try (TestHost next = new TestHost(folder)) {
            next.start();
            try (RawGuest guest = next.guest()) {
                guest.assertFailed(guest.ask(get(2 * MIB, lost)), Fault.UNPROVEN);
                Optional<Request.Resume> from = RawGuest.resume(content, 2 * MIB, lost.version());
                guest.send(new Request.Get(path("file"), from));
                assertThat(guest.receiveAnswer()).isInstanceOf(Response.Content.class);
                assertThat(guest.receiveAnyBody(content.length - 2 * MIB).checksum())
                        .isEqualTo(RawGuest.checksum(content));
            }
        }
    }

    /** As on FAT: who rewrites a file in its place and sets its time back leaves the version that it had. */
    @Test
    void onADiskThatTellsNoChangesAReadingProvesNothing() throws IOException {
        host.server().stop();
        Path file = file(content);
        try (TestHost coarse = new TestHost(folder)) {
            coarse.opening = () -> WatchedShares.open(folder, new WatchedDisk.Watch() {
                @Override
                public void before(Operation operation, String name) {}

                @Override
                public FileTime changed(@Nullable FileTime real, BasicFileAttributes attributes) {
                    return attributes.lastModifiedTime();
                }
            });
            coarse.start();
            try (RawGuest guest = coarse.guest();
                    RawGuest other = coarse.guest()) {
                Response.Content lost = (Response.Content) guest.ask(new Request.Get(path("file")));
                assertThat(lost.reading()).isPresent();
                Files.write(file, new byte[] {1, 2, 3}, StandardOpenOption.WRITE);
                Files.setLastModifiedTime(file, TIME);
                other.send(get(2 * MIB, lost));
                other.assertFailed(other.receiveAnswer(), Fault.UNPROVEN);
                other.send(new Request.Get(path("file"), RawGuest.resume(content, 2 * MIB, lost.version())));
                other.assertFailed(other.receiveAnswer(), Fault.CHANGED);
            }
        }
    }

    private Request.Post post(String reading) throws IOException {
        return new Request.Post(
                        path("new"),
                        content.length,
                        Instant.EPOCH,
                        OnConflict.FAIL,
                        true,
                        Optional.empty(),
                        false,
                        Optional.of("v1"))
                .reading(Optional.of(reading));
    }

    private Path part() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve(".quayside/staging"))) {
            return all.filter(each -> each.toString().endsWith(".part"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String record() throws IOException {
        return Files.readString(Path.of(part().toString().replace(".part", ".resume")));
    }

    /** Sends {@code bytes} of the body from {@code from} on, most of which the server keeps. */
    private void sendAndLose(RawGuest guest, int from, int bytes) throws IOException {
        guest.sayFrom(from);
        OutputStream sealing = guest.bodies.encrypt(guest.out, content.length - from, guest.frames.lastSealed());
        sealing.write(content, from, bytes);
        guest.out.flush();
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.size(part()) > from + bytes - MIB - MIB / 2);
        guest.close();
        await().atMost(Duration.ofSeconds(30)).until(() -> record().contains("+ %016x ".formatted(Files.size(part()))));
    }

    private Response.Proceed proceed(RawGuest guest, String reading) throws IOException {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            guest.send(post(reading));
            Message answer = guest.receiveAnswer();
            proceeding = answer instanceof Response.Proceed proceed ? proceed : null;
            return proceeding != null;
        });
        return proceeding;
    }

    private Response.Proceed proceeding;

    @Test
    void anUploadGoesOnTwiceAndNothingIsReadAgain() throws IOException {
        try (RawGuest guest = host.guest()) {
            assertThat(proceed(guest, "r1")).isEqualTo(new Response.Proceed());
            sendAndLose(guest, 0, 3 * MIB);
        }
        reads.set(0);
        int offset;
        try (RawGuest guest = host.guest()) {
            Response.Proceed proceed = proceed(guest, "r1");
            assertThat(proceed.prefix()).isEmpty();
            offset = (int) proceed.offset();
            assertThat(offset).isGreaterThan(MIB);
            sendAndLose(guest, offset, 3 * MIB);
        }
        try (RawGuest guest = host.guest()) {
            Response.Proceed proceed = proceed(guest, "r1");
            assertThat(proceed.prefix()).isEmpty();
            assertThat((int) proceed.offset()).isGreaterThan(offset);
            assertThat(reads.get()).as("reads of records alone").isLessThanOrEqualTo(4);
            guest.sendBody(content, (int) proceed.offset(), 0);
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Stored.class);
        }
        assertThat(folder.resolve("new")).hasBinaryContent(content);
    }

    @Test
    void anotherReadingOfTheSourceIsComparedFirst() throws IOException {
        try (RawGuest guest = host.guest()) {
            proceed(guest, "r1");
            sendAndLose(guest, 0, 3 * MIB);
        }
        for (String reading : List.of("r2", "r1")) {
            // The second time the part is of neither alone: that it was asked for agrees to nothing.
            try (RawGuest guest = host.guest()) {
                Response.Proceed proceed = proceed(guest, reading);
                assertThat(proceed.prefix().isEmpty()).isEqualTo(reading.equals("r1"));
            }
        }
        try (RawGuest guest = host.guest()) {
            int offset = (int) proceed(guest, "r2").offset();
            sendAndLose(guest, offset, 2 * MIB);
        }
        try (RawGuest guest = host.guest()) {
            assertThat(proceed(guest, "r1").prefix())
                    .as("of the other one by now")
                    .isPresent();
        }
        try (RawGuest guest = host.guest()) {
            assertThat(proceed(guest, "r2").prefix()).isEmpty();
        }
    }

    @Test
    void aPartFileThatSomebodyHasTouchedIsProvenFirst() throws IOException {
        try (RawGuest guest = host.guest()) {
            proceed(guest, "r1");
            sendAndLose(guest, 0, 3 * MIB);
        }
        FileTime left = Files.getLastModifiedTime(part());
        TestHost.settled(part());
        byte[] damaged = Files.readAllBytes(part());
        damaged[MIB + 5] ^= 1;
        Files.write(part(), damaged, StandardOpenOption.WRITE);
        Files.setLastModifiedTime(part(), left);
        try (RawGuest guest = host.guest()) {
            Response.Proceed proceed = proceed(guest, "r1");
            assertThat(proceed.offset()).as("what holds").isEqualTo(MIB);
            assertThat(proceed.prefix()).contains(RawGuest.prefix(content, MIB));
        }
    }

    @Test
    void anotherStartOfTheServerComparesAnUpload() throws IOException {
        try (RawGuest guest = host.guest()) {
            proceed(guest, "r1");
            sendAndLose(guest, 0, 3 * MIB);
        }
        host.server().stop();
        try (TestHost next = new TestHost(folder)) {
            next.start();
            try (RawGuest guest = next.guest()) {
                assertThat(proceed(guest, "r1").prefix()).isPresent();
            }
        }
    }

    /** Cuts a transfer of the real client in its middle, once. */
    private TransferListener cutting(WireTap wire, long at) {
        return new TransferListener() {
            private boolean cut;

            @Override
            public void progressed(long bytesDone) {
                if (bytesDone >= at && !cut) {
                    cut = true;
                    wire.cut();
                }
            }
        };
    }

    private ShareClient client(WireTap wire) throws IOException {
        RetryPolicy soon = new RetryPolicy(
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                Duration.ofSeconds(30),
                RetryPolicy.standard().timer());
        return ShareClient.connect(
                ShareLink.of("127.0.0.1", wire.port(), host.identity.fingerprint()),
                host.key,
                ConnectOptions.standard().of(TestHost.INSTALLATION).retrying(soon),
                new Cancellation());
    }

    @Test
    void twoProgramsThatKeepRunningReadNothingAgain(@TempDir Path local) throws IOException {
        byte[] large = new byte[64 * MIB];
        new Random(2).nextBytes(large);
        Path source = TestHost.settled(Files.write(local.resolve("large"), large));
        try (WireTap wire = new WireTap(host.server().port());
                ShareClient client = client(wire)) {
            Transfers.upload(
                    client, source, RemotePath.root(), OnConflict.FAIL, cutting(wire, 32 * MIB), new Cancellation());
            assertThat(folder.resolve("large")).hasBinaryContent(large);
            assertThat(reads.get()).as("reads of records alone").isLessThanOrEqualTo(8);

            TestHost.settled(folder.resolve("large"));
            reads.set(0);
            Path back = Files.createDirectory(local.resolve("back"));
            Transfers.download(
                    client, path("large"), back, OnConflict.FAIL, cutting(wire, 32 * MIB), new Cancellation());
            assertThat(back.resolve("large")).hasBinaryContent(large);
            // What was on its way when it was cut is read twice; all that had arrived would be 128 reads more.
            assertThat(reads.get()).as("reads").isLessThan((64 + 26) * MIB / READ_BYTES);
        }
    }
}
