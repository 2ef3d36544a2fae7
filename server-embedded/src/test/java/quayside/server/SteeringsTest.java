package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import quayside.protocol.message.Response;

/** The orders of the host and the list of guests, which ask each other. */
@Timeout(60)
class SteeringsTest {
    private static final GuestList.Key MARA = new GuestList.Key("192.0.2.1", "mara", "");

    private final Steerings steerings = new Steerings();
    private final GuestList guests = new GuestList(steerings);

    private static GuestList.Known known(GuestList.Key key) {
        return new GuestList.Known(key, new Who("Mara", key.address(), key.invitation()));
    }

    @Test
    void whoAsksForAbsentGuestsHoldsUpNobodyWhoHasTheList() throws Exception {
        steerings.pause(known(MARA), true, "");
        CompletableFuture<List<AwayGuest>> away = new CompletableFuture<>();
        Thread asking = new Thread(() -> away.complete(steerings.away(guests)));
        Response.Orders seen;
        synchronized (guests) {
            asking.start();
            await().until(() -> asking.getState() == Thread.State.BLOCKED);
            seen = CompletableFuture.supplyAsync(() -> steerings.of(MARA)).get(10, TimeUnit.SECONDS);
        }
        assertThat(seen.paused()).isTrue();
        assertThat(away.get(10, TimeUnit.SECONDS)).hasSize(1);
    }
}
