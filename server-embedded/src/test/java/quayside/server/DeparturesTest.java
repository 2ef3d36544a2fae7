package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;

/** What the host is told about connections that were cut. */
@Timeout(60)
class DeparturesTest {
    private static final long MIB = 1024L * 1024;

    @TempDir
    private Path folder;

    private TestHost host;

    private TestHost start() throws IOException {
        host = new TestHost(folder);
        host.start();
        return host;
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private RawGuest uploading() throws IOException {
        RawGuest guest = host.guest();
        assertThat(guest.ask(RawGuest.post("film.mkv", 50 * MIB, OnConflict.FAIL, true)))
                .isInstanceOf(Response.Proceed.class);
        return guest;
    }

    @Test
    void aGuestThatCutsATransferAndStaysHasStoppedIt() throws IOException {
        start();
        try (RawGuest other = host.guest()) {
            other.assertServed();
            uploading().close();
            await().untilAsserted(() -> assertThat(host.events(ShareEvent.TransferStopped.class))
                    .extracting(ShareEvent.TransferStopped::path)
                    .containsExactly("film.mkv"));
            assertThat(host.events(ShareEvent.TransferFailed.class)).isEmpty();
            assertThat(host.events(ShareEvent.GuestLost.class)).isEmpty();
        }
    }

    @Test
    void aGuestThatSaysGoodbyeAndCutsTheRestHasLeft() throws IOException {
        start();
        try (RawGuest other = host.guest();
                RawGuest guest = uploading()) {
            other.ask(new Request.Bye());
            guest.socket.close();
            await().untilAsserted(() ->
                    assertThat(host.events(ShareEvent.GuestLeft.class)).hasSize(1));
            await().untilAsserted(() ->
                    assertThat(host.events(ShareEvent.TransferStopped.class)).hasSize(1));
            assertThat(host.events(ShareEvent.GuestLost.class)).isEmpty();
            assertThat(host.events(ShareEvent.TransferFailed.class)).isEmpty();
        }
    }

    @Test
    void aGuestThatIsGoneAltogetherIsLostWithItsTransfer() throws IOException {
        start();
        uploading().close();
        await().untilAsserted(() ->
                assertThat(host.events(ShareEvent.GuestLost.class)).hasSize(1));
        assertThat(host.events(ShareEvent.TransferFailed.class)).hasSize(1);
        assertThat(host.events(ShareEvent.TransferStopped.class)).isEmpty();
    }

    @Test
    void aGuestThatReturnsAtOnceWasNeverLost() throws IOException {
        start();
        host.guest().close();
        await().until(() -> host.server().guests().isEmpty());
        try (RawGuest again = host.guest()) {
            again.assertServed();
            assertThat(again.ask(new Request.MakeFolder(TestHost.path("made")))).isInstanceOf(Response.Done.class);
            await().untilAsserted(() ->
                    assertThat(host.events(ShareEvent.Changed.class)).hasSize(1));
            assertThat(host.events(ShareEvent.GuestJoined.class)).hasSize(1);
            assertThat(host.events(ShareEvent.GuestLost.class)).isEmpty();
        }
    }

    @Test
    void aStopJudgesWhatWasCut() throws IOException {
        start();
        uploading().close();
        await().until(() -> host.server().guests().isEmpty());
        host.server().stop();
        await().untilAsserted(() ->
                assertThat(host.events(ShareEvent.GuestLost.class)).hasSize(1));
        assertThat(host.events(ShareEvent.TransferFailed.class)).hasSize(1);
    }
}
