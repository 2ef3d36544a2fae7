package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** A share that ends when its guests are done. */
@Timeout(60)
class DrainTest {
    @TempDir
    private Path folder;

    private final List<Integer> left = new CopyOnWriteArrayList<>();
    private TestHost host;

    @BeforeEach
    void start() throws IOException {
        host = new TestHost(folder);
        host.start();
    }

    @AfterEach
    void stop() {
        host.close();
    }

    @Test
    void aShareWithoutGuestsIsDoneAtOnce() {
        host.server().drain(left::add);
        await().until(() -> left.equals(List.of(0)));
    }

    @Test
    void anIdleGuestIsToldThatTheHostStopsAndABusyOneIsLeftInPeace() throws IOException {
        try (RawGuest idle = host.guest();
                RawGuest busy = host.guest()) {
            busy.ask(new Request.Ping(Optional.empty(), Optional.of("busy")));
            assertThat(busy.ask(RawGuest.post("film.mkv", 300 * 1024, OnConflict.FAIL, true)))
                    .isInstanceOf(Response.Proceed.class);
            host.server().drain(left::add);
            assertThat(idle.receive())
                    .isEqualTo(new Goodbye("The host stopped sharing.", Optional.of(Goodbye.Why.STOPPED)));
            await().until(() -> left.equals(List.of(2, 1)));
            busy.sendBody(new byte[300 * 1024], 0);
            assertThat(busy.receive()).isInstanceOf(Response.Stored.class);
            assertThat(busy.receive()).isInstanceOf(Goodbye.class);
            await().until(() -> left.equals(List.of(2, 1, 0)));
        }
    }

    @Test
    void noNewGuestIsAdmitted() throws IOException {
        host.server().drain(left::add);
        assertThatThrownBy(host::client).isInstanceOf(IOException.class);
        await().untilAsserted(
                        () -> assertThat(host.events(ShareEvent.Refused.class)).isNotEmpty());
        assertThat(host.events(ShareEvent.GuestJoined.class)).isEmpty();
    }

    @Test
    void aNewGuestBehindTheRouterOfOneThatFinishesIsEndedAndKeepsTheShareUpForNobody() throws IOException {
        try (RawGuest busy = host.guest()) {
            busy.ask(new Request.Ping(Optional.empty(), Optional.of("busy")));
            assertThat(busy.ask(RawGuest.post("film.mkv", 300 * 1024, OnConflict.FAIL, true)))
                    .isInstanceOf(Response.Proceed.class);
            host.server().drain(left::add);
            try (RawGuest second = host.guest()) {
                second.ask(new Request.Ping(Optional.empty(), Optional.of("busy")));
                RawGuest late = host.guest();
                late.send(new Request.Ping(Optional.empty(), Optional.of("late")));
                late.send(RawGuest.post("other.mkv", 300 * 1024, OnConflict.FAIL, true));
                await().untilAsserted(() -> assertThat(host.server().guests())
                        .singleElement()
                        .satisfies(guest -> assertThat(guest.connections()).isEqualTo(2)));
                assertThat(left).containsExactly(1);
                late.close();
            }
            busy.sendBody(new byte[300 * 1024], 0);
            assertThat(busy.receive()).isInstanceOf(Response.Stored.class);
            await().until(() -> left.equals(List.of(1, 0)));
        }
    }

    @Test
    void aBlockedAddressIsStillToldThatItIsBlocked() throws IOException {
        host.server().block("127.0.3.1");
        host.server().drain(left::add);
        assertThatThrownBy(() -> new RawGuest(host.connect("127.0.3.1"), host.key, host.identity.fingerprint()))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.REFUSED));
    }
}
