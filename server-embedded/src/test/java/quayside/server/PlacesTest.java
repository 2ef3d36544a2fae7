package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.ShareClient;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;

/** Tests a share whose places are all taken by one guest at a few addresses. */
final class PlacesTest {
    private static final int PLACES = 16;
    private static final String LARGE = "large.bin";

    @TempDir
    Path folder;

    private TestHost host;
    private final List<RawGuest> guests = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(LARGE).toFile(), "rw")) {
            file.setLength(64L << 20);
        }
        host = new TestHost(folder);
        host.connections = PLACES;
        host.connectionsPerSource = PLACES / 4;
        host.start();
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

    private List<RawGuest> takeAll() throws IOException {
        List<RawGuest> greedy = new ArrayList<>();
        for (int i = 0; i < PLACES; i++) {
            RawGuest each = guest("127.0.0." + (10 + i % 4));
            each.assertServed();
            greedy.add(each);
        }
        return greedy;
    }

    @Test
    void aNewcomerComesInAndTheLongestIdleIsToldWhyItGoes() throws IOException {
        RawGuest longest = takeAll().getFirst();
        RawGuest newcomer = guest("127.0.0.99");
        newcomer.assertServed();
        assertThat(longest.receive())
                .isInstanceOfSatisfying(
                        Goodbye.class, goodbye -> assertThat(goodbye.reason()).contains("make room for another guest"));
        longest.assertClosed();
        RawGuest second = guest("127.0.0.99");
        second.assertServed();
        newcomer.assertServed();
    }

    @Test
    void aNewcomerComesInThoughAllAreInTheMiddleOfTransfers() throws IOException {
        for (RawGuest each : takeAll()) {
            assertThat(each.ask(new Request.Get(TestHost.path(LARGE)))).isInstanceOf(Response.Content.class);
        }
        guest("127.0.0.99").assertServed();
    }

    @Test
    void aClientWhoseIdleConnectionMadeRoomDoesNotNoticeIt() throws IOException {
        host.close();
        host = new TestHost(folder);
        host.connections = 4;
        host.start();
        try (ShareClient client = host.client()) {
            client.ping();
            RawGuest behind = guest("127.0.0.1");
            behind.assertServed();
            guest("127.0.0.1").assertServed();
            guest("127.0.0.10").assertServed();
            guest("127.0.0.99").assertServed();
            assertThat(client.ping().name()).isEqualTo("Pictures");
        }
    }

    @Test
    void whoHasMostTakesNoPlaceFromOthers() throws IOException {
        takeAll();
        RawGuest newcomer = guest("127.0.0.99");
        newcomer.assertServed();
        for (int i = 0; i < PLACES; i++) {
            try {
                guest("127.0.0." + (10 + i % 4)).assertServed();
            } catch (IOException e) {
                // No place, or none any more.
            }
        }
        newcomer.assertServed();
    }
}
