package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.Message;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.server.guard.BodyLimits;
import quayside.server.session.SessionTimes;

/** Tests guests that request large files and read nothing, together with other guests. */
final class SlowReadersTest {
    private static final String LARGE = "large.bin";
    private static final String SMALLER = "smaller.bin";
    private static final int SMALLER_BYTES = 3_000_000;
    private static final String GREEDY = "127.0.0.2";
    private static final String HONEST = "127.0.0.3";
    private static final Duration LONG = Duration.ofSeconds(60);

    /** So that four bodies over 1 MiB fit in it. */
    private static final long ROOM = 10L << 20;

    @TempDir
    Path folder;

    private TestHost host;
    private final List<RawGuest> guests = new ArrayList<>();

    @BeforeEach
    void makeHost() throws IOException {
        make(LARGE, 64L << 20);
        make(SMALLER, SMALLER_BYTES);
        host = new TestHost(folder);
        host.times = new SessionTimes(Duration.ofSeconds(10), LONG, LONG, Duration.ofMillis(50));
    }

    private void make(String name, long bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
            file.setLength(bytes);
        }
    }

    @AfterEach
    void stop() throws IOException {
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

    /** One that asks for a large file and reads no more than what it hears first. */
    private Message asksAndReadsNothing(String from) throws IOException {
        return guest(from).ask(new Request.Get(TestHost.path(LARGE)));
    }

    private static void assertFetches(RawGuest guest) throws IOException {
        guest.send(new Request.Get(TestHost.path(SMALLER)));
        assertThat(guest.receiveAnswer()).isInstanceOf(Response.Content.class);
        assertThat(guest.receiveBody(SMALLER_BYTES)).hasSize(SMALLER_BYTES);
    }

    @Test
    void whoTakesAllRoomThereIsLeavesSomeForOthersAndHearsThatItWaits() throws Exception {
        host.bodies = new BodyLimits(ROOM, LONG, 0, 0);
        host.start();
        List<Message> heard = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            heard.add(asksAndReadsNothing(GREEDY));
        }
        assertThat(heard).filteredOn(Response.Content.class::isInstance).hasSize(2);
        assertThat(heard).filteredOn(Response.Processing.class::isInstance).hasSize(10);
        assertFetches(guest(HONEST));
        assertThat(guest(HONEST).ask(new Request.ListFolder(TestHost.path("")))).isInstanceOf(Response.Listing.class);
    }

    @Test
    void uploadsOfBothKindsHoldRoomToo() throws Exception {
        host.bodies = new BodyLimits(ROOM, LONG, 0, 0);
        host.start();
        for (int i = 0; i < 2; i++) {
            RawGuest guest = guest(GREEDY);
            guest.send(RawGuest.post("awaited" + i, 8L << 20, OnConflict.FAIL, true));
            assertThat(guest.receiveAnswer()).isInstanceOf(Response.Proceed.class);
        }
        assertThat(guest(GREEDY).ask(RawGuest.post("waits", 8L << 20, OnConflict.FAIL, true)))
                .isInstanceOf(Response.Processing.class);
        RawGuest eager = guest(GREEDY);
        eager.send(RawGuest.post("eager", 200_000, OnConflict.FAIL, false));
        assertThat(eager.receive()).isInstanceOf(Response.Processing.class);
        RawGuest honest = guest(HONEST);
        honest.sendEager("small", new byte[200_000], OnConflict.FAIL);
        assertThat(honest.receiveAnswer()).isInstanceOf(Response.Stored.class);
    }

    @Test
    void whoseBodyHardlyMovesLosesTheRoomToWhoWaitsForIt() throws Exception {
        host.nanos = host.virtualNanos::get;
        // Room for one body, looked at every 50 ms.
        host.bodies = new BodyLimits(2L << 20, Duration.ofMillis(600), 1, 1);
        host.start();
        assertThat(asksAndReadsNothing(GREEDY)).isInstanceOf(Response.Content.class);
        RawGuest honest = guest(HONEST);
        honest.send(new Request.Get(TestHost.path(SMALLER)));
        assertThat(honest.receive()).isInstanceOf(Response.Processing.class);
        // What the system buffers has moved by now or does in the first window.
        await().atMost(LONG).until(() -> {
            host.virtualNanos.addAndGet(Duration.ofMillis(100).toNanos());
            return connectionsFrom(GREEDY) == 0;
        });
        assertThat(honest.receiveAnswer()).isInstanceOf(Response.Content.class);
        assertThat(honest.receiveBody(SMALLER_BYTES)).hasSize(SMALLER_BYTES);
    }

    private int connectionsFrom(String address) {
        return host.server().guests().stream()
                .filter(guest -> guest.address().equals(address))
                .mapToInt(Guest::connections)
                .sum();
    }

    @Test
    void whoLeavesWhileItWaitsHoldsNothing() throws Exception {
        host.bodies = new BodyLimits(2L << 20, LONG, 0, 0);
        host.start();
        RawGuest holder = guest(GREEDY);
        assertThat(holder.ask(new Request.Get(TestHost.path(LARGE)))).isInstanceOf(Response.Content.class);
        RawGuest waits = guest(HONEST);
        assertThat(waits.ask(new Request.Get(TestHost.path(LARGE)))).isInstanceOf(Response.Processing.class);
        waits.close();
        await().atMost(LONG).until(() -> connectionsFrom(HONEST) == 0);
        holder.close();
        assertFetches(guest("127.0.0.4"));
    }
}
