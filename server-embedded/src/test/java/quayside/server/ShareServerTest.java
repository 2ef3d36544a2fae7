package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.client.transfer.TransferResult;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.ShareEvent.Downloaded;
import quayside.server.ShareEvent.GuestJoined;
import quayside.server.ShareEvent.GuestLeft;
import quayside.server.ShareEvent.GuestLost;
import quayside.server.ShareEvent.TransferFailed;
import quayside.server.ShareEvent.Uploaded;

/** Tests the front door, with real clients over the loopback interface. */
@Timeout(60)
class ShareServerTest {
    private static final int MIB = 1024 * 1024;

    @TempDir
    Path folder;

    @TempDir
    Path elsewhere;

    private TestHost host;

    @BeforeEach
    void makeHost() throws IOException {
        host = new TestHost(folder);
        Files.writeString(folder.resolve("a.txt"), "alpha");
        Files.createDirectory(folder.resolve("docs"));
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    private Path random(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(elsewhere.resolve(name), bytes);
    }

    private static TransferResult post(ShareClient client, Path file, String target) throws IOException {
        return client.post(file, path(target), OnConflict.FAIL, ProgressListener.NONE, new Cancellation());
    }

    private static TransferResult get(ShareClient client, String file, Path into) throws IOException {
        return client.get(path(file), into, OnConflict.FAIL, ProgressListener.NONE, new Cancellation());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, MIB - 1, MIB, MIB + 1, 5 * MIB + 13})
    void aFileGoesUpAndComesDownByteForByte(int size) throws IOException {
        host.start();
        Path source = random("source.bin", size);
        try (ShareClient client = host.client()) {
            post(client, source, "docs/up \u00e9\ud83d\ude00 #%.bin");
            assertThat(Files.mismatch(folder.resolve("docs/up \u00e9\ud83d\ude00 #%.bin"), source))
                    .isEqualTo(-1);
            assertThat(client.stat(path("docs/up \u00e9\ud83d\ude00 #%.bin")).modified())
                    .isEqualTo(Files.getLastModifiedTime(source).toInstant());

            Path down = Files.createDirectory(elsewhere.resolve("down"));
            get(client, "docs/up \u00e9\ud83d\ude00 #%.bin", down);
            assertThat(Files.mismatch(down.resolve("up \u00e9\ud83d\ude00 #%.bin"), source))
                    .isEqualTo(-1);
        }
        await().untilAsserted(() -> assertThat(host.events(Uploaded.class))
                .singleElement()
                .satisfies(event -> assertThat(event.bytes()).isEqualTo(size)));
        await().untilAsserted(() -> assertThat(host.events(Downloaded.class)).hasSize(1));
        assertThat(host.server().bytesReceived()).isGreaterThan(size);
        assertThat(host.server().bytesSent()).isGreaterThan(size);
    }

    @Test
    void aLargeFolderComesInPages() throws IOException {
        for (int i = 0; i < 1000; i++) {
            Files.createFile(folder.resolve("docs").resolve("x".repeat(200) + i));
        }
        host.start();
        List<Integer> pages = new ArrayList<>();
        try (ShareClient client = host.client()) {
            client.list(path("docs"), page -> pages.add(page.size()), new Cancellation());
        }
        assertThat(pages).hasSizeGreaterThan(4).allMatch(size -> size <= 200);
        assertThat(pages.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1000);
    }

    @Test
    void everyVerbWorks() throws IOException {
        host.start();
        try (ShareClient client = host.client()) {
            assertThat(client.share().name()).isEqualTo("Pictures");
            assertThat(client.list(path(""))).extracting(Entry::name).containsExactlyInAnyOrder("a.txt", "docs");
            assertThat(client.stat(path("")).name()).isEmpty();
            client.makeFolder(path("docs/new"));
            client.move(path("a.txt"), path("docs/new/b.txt"));
            assertThat(folder.resolve("docs/new/b.txt")).hasContent("alpha");
            client.delete(path("docs"), true);
            assertThat(folder.resolve("docs")).doesNotExist();
        }
        await().untilAsserted(
                        () -> assertThat(host.events(ShareEvent.Changed.class)).hasSize(3));
    }

    @Test
    void whatGuestsMayNotDoIsRefusedForTheNextRequest() throws IOException {
        ShareServer server = host.start();
        try (ShareClient client = host.client()) {
            server.permissions(new ShareOptions.Permissions(false, false, false));

            assertThat(client.ping().mayDownload()).isFalse();
            assertThat(client.list(path(""))).hasSize(2);
            assertRefused(() -> get(client, "a.txt", elsewhere));
            assertRefused(() -> post(client, random("small", 10), "small"));
            assertRefused(() -> post(client, random("large", MIB), "large"));
            assertRefused(() -> client.makeFolder(path("new")));
            assertRefused(() -> client.move(path("a.txt"), path("b.txt")));
            assertRefused(() -> client.delete(path("a.txt"), false));

            server.permissions(new ShareOptions.Permissions(false, true, false));
            post(client, random("small", 10), "small");
            Path small = random("small", 10);
            assertRefused(() ->
                    client.post(small, path("a.txt"), OnConflict.OVERWRITE, ProgressListener.NONE, new Cancellation()));
            assertThat(folder.resolve("a.txt")).hasContent("alpha");

            server.permissions(new ShareOptions.Permissions(true, false, true));
            get(client, "a.txt", elsewhere);
            client.delete(path("a.txt"), false);
        }
        assertThat(Files.exists(folder.resolve("large"))).isFalse();
    }

    private interface Call {
        void run() throws IOException;
    }

    private static void assertRefused(Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        e -> assertThat(e.fault()).as(e.sentence().toString()).isEqualTo(Fault.REFUSED));
    }

    @Test
    void tenGuestsAtOnceAndOneIsKilled() throws Exception {
        host.start();
        Path source = random("source.bin", 3 * MIB);
        try (RawGuest killed = host.guest();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(killed.ask(RawGuest.post("killed.bin", 50L * MIB, OnConflict.FAIL, true)))
                    .isInstanceOf(Response.Proceed.class);
            List<Future<?>> guests = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                String name = "up" + i;
                Path down = Files.createDirectory(elsewhere.resolve("down" + i));
                guests.add(threads.submit(() -> {
                    try (ShareClient client = host.client()) {
                        post(client, source, name);
                        get(client, name, down);
                        assertThat(Files.mismatch(down.resolve(name), source)).isEqualTo(-1);
                        return true;
                    }
                }));
            }
            await().until(() -> !host.server().guests().isEmpty());
            killed.socket.setSoLinger(true, 0);
            killed.socket.close();
            for (Future<?> guest : guests) {
                assertThat(guest.get()).isEqualTo(true);
            }
        }
        await().untilAsserted(() -> assertThat(host.server().guests()).isEmpty());
        await().untilAsserted(() -> assertThat(ServerThreads.names()).noneMatch(name -> name.contains("session")));
        await().untilAsserted(() -> assertThat(host.events(TransferFailed.class))
                .extracting(TransferFailed::path)
                .contains("killed.bin"));
        assertThat(folder.resolve("killed.bin")).doesNotExist();
    }

    @Test
    void aGuestWhoIsCutIsLostAndOneWhoSaysGoodbyeHasLeft() throws IOException {
        host.start();
        try (RawGuest guest = host.guest();
                RawGuest second = host.guest()) {
            guest.assertServed();
            second.assertServed();
            assertThat(host.server().guests()).singleElement().satisfies(one -> {
                assertThat(one.address()).isEqualTo("127.0.0.1");
                assertThat(one.connections()).isEqualTo(2);
                assertThat(one.activity()).hasToString("browsing");
                assertThat(one.bytes()).isPositive();
            });
        }
        await().untilAsserted(() -> assertThat(host.events(GuestLost.class)).hasSize(1));
        try (RawGuest guest = host.guest()) {
            assertThat(guest.ask(new Request.Bye())).isInstanceOf(Goodbye.class);
        }
        await().untilAsserted(() -> assertThat(host.events(GuestLeft.class)).hasSize(1));
        assertThat(host.events(GuestJoined.class)).hasSize(2);
        assertThat(host.server().guests()).isEmpty();
    }

    @Test
    void aGuestIsShownWithWhatItDoesAndCanBeDisconnectedInTheMiddleOfIt() throws IOException {
        ShareServer server = host.start();
        try (RawGuest guest = host.guest();
                RawGuest idle = host.guest()) {
            // Served early: a session that still ends its answer counts as busy, and is cut without a goodbye.
            idle.assertServed();
            guest.ask(RawGuest.post("up\u202e.bin", 50L * MIB, OnConflict.FAIL, true));
            assertThat(server.guests())
                    .singleElement()
                    .satisfies(one -> assertThat(one.activity()).hasToString("uploading up\\u{202e}.bin"));

            server.disconnect("somebody else");
            assertThat(server.guests()).hasSize(1);
            server.disconnect(server.guests().getFirst().id());

            assertThat(idle.receive()).isInstanceOf(Goodbye.class);
            guest.assertClosed();
            await().untilAsserted(() -> assertThat(server.guests()).isEmpty());
        }
        host.assertStillServes();
    }

    @Test
    void speedIsMeasuredWhileAGuestTransfers() throws IOException {
        ShareServer server = host.start();
        try (RandomAccessFile big = new RandomAccessFile(folder.resolve("big").toFile(), "rw")) {
            big.setLength(1L << 28);
        }
        try (RawGuest guest = host.guest()) {
            guest.send(new Request.Get(path("big")));
            await().until(() -> server.guests().getFirst().bytesPerSecond() > 1000);
            assertThat(server.guests().getFirst().activity()).hasToString("downloading big");
        }
    }
}
