package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Response;
import quayside.server.ShareEvent.GuestJoined;
import quayside.server.ShareEvent.GuestLeft;
import quayside.server.ShareEvent.Stopped;

/** Tests how a server starts and stops, and that it leaves nothing behind. */
@Timeout(60)
class StopTest {
    @TempDir
    Path folder;

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

    @Test
    void stoppingSaysGoodbyeAndLeavesNeitherThreadNorSocket() throws IOException {
        ShareServer server = host.start();
        int port = server.port();
        try (RawGuest idle = host.guest();
                Socket silent = host.connect()) {
            idle.assertServed();

            server.stop();

            assertThat(idle.receive())
                    .isEqualTo(new Goodbye("The host stopped sharing.", Optional.of(Goodbye.Why.STOPPED)));
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(ServerThreads.names()).isEmpty();
            assertThatThrownBy(host::connect).isInstanceOf(ConnectException.class);
            assertThat(server.guests()).isEmpty();
            assertThat(server.port()).isEqualTo(port);
            server.stop();
            server.close();
        }
        assertThat(host.events.getLast()).isInstanceOf(Stopped.class);
        assertThat(host.events(GuestLeft.class)).hasSize(1);
        try (ServerSocket free = new ServerSocket(port)) {
            assertThat(free.isBound()).isTrue();
        }
    }

    @Test
    void aTransferIsFinishedWithinTheGraceOfAStop() throws Exception {
        host.stopGrace = Duration.ofSeconds(30);
        ShareServer server = host.start();
        try (RawGuest guest = host.guest();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            guest.ask(RawGuest.post("up", 100_000, OnConflict.FAIL, true));
            Future<?> stop = threads.submit(server::stop);
            await().until(() -> !accepts());

            guest.sendBody(new byte[100_000], 0);

            assertThat(guest.receive()).isInstanceOf(Response.Stored.class);
            assertThat(guest.receive()).isInstanceOf(Goodbye.class);
            stop.get();
        }
        assertThat(folder.resolve("up")).hasSize(100_000);
    }

    private boolean accepts() {
        try {
            host.connect().close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void aTransferIsCutAfterTheGraceOfAStop() throws IOException {
        host.stopGrace = Duration.ofMillis(100);
        ShareServer server = host.start();
        try (RawGuest guest = host.guest()) {
            guest.ask(RawGuest.post("up", 100_000, OnConflict.FAIL, true));
            server.stop();
            guest.assertClosed();
        }
        assertThat(ServerThreads.names()).isEmpty();
        assertThat(folder.resolve("up")).doesNotExist();
        assertThat(folder.resolve(".quayside")).doesNotExist();
    }

    @Test
    void aListenerMayStopTheServer() throws IOException {
        ShareServer[] server = new ShareServer[1];
        List<ShareEvent> events = new CopyOnWriteArrayList<>();
        ShareOptions options = new ShareOptions(
                folder,
                "Pictures",
                InetAddress.getLoopbackAddress(),
                0,
                ShareOptions.Permissions.ALL,
                false,
                Duration.ZERO);
        try (ShareServer stopping = new ShareServer(options, host.key, host.identity, event -> {
            events.add(event);
            if (event instanceof GuestJoined) {
                server[0].stop();
            }
        })) {
            server[0] = stopping;
            stopping.start();
            assertThat(stopping.port()).isPositive();
            try (RawGuest guest = new RawGuest(
                    new Socket(InetAddress.getLoopbackAddress(), stopping.port()),
                    host.key,
                    host.identity.fingerprint())) {
                guest.assertClosed();
            }
        }
        await().untilAsserted(() -> assertThat(events.getLast()).isInstanceOf(Stopped.class));
    }

    @Test
    void whatKeepsAServerFromStartingIsSaidInASentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            host.port = taken.getLocalPort();
            assertThatThrownBy(host::start).isInstanceOf(IOException.class).hasMessageContaining("another port");
            assertThat(ServerThreads.names()).isEmpty();
        }
        try (TestHost nowhere = new TestHost(folder.resolve("missing"));
                TestHost file = new TestHost(folder.resolve("a.txt"))) {
            assertThatThrownBy(nowhere::start).isInstanceOf(IOException.class).hasMessageContaining("does not exist");
            assertThatThrownBy(file::start).isInstanceOf(IOException.class).hasMessageContaining("is not a folder");
        }
    }

    @Test
    void theLogOfEventsHoldsNoKey() throws IOException {
        host.start();
        try (RawGuest guest = host.guest()) {
            guest.assertServed();
        }
        host.server().stop();
        assertThat(host.events).isNotEmpty();
        assertThat(host.events.toString()).doesNotContain("horse");
    }
}
