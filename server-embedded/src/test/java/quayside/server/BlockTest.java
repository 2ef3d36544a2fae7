package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.Goodbye;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** Tests addresses that the host has blocked. */
@Timeout(60)
class BlockTest {
    private static final String BLOCKED = "127.0.3.1";
    private static final String OTHER = "127.0.3.2";

    @TempDir
    Path folder;

    private TestHost host;

    @BeforeEach
    void startHost() throws IOException {
        host = new TestHost(folder);
        host.start();
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    private RawGuest guest(String from) throws IOException {
        return new RawGuest(host.connect(from), host.key, host.identity.fingerprint());
    }

    private void assertRefused(String from) {
        assertThatThrownBy(() -> guest(from))
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        e -> assertThat(e.fault()).as(e.sentence().toString()).isEqualTo(Fault.REFUSED));
    }

    @Test
    void aBlockedAddressIsRefusedBeforeItSaysAnythingAndOthersAreNot() throws IOException {
        host.server().block(BLOCKED);
        assertRefused(BLOCKED);
        try (Socket silent = host.connect(BLOCKED)) {
            assertThat(silent.getInputStream().readAllBytes()).isNotEmpty();
        }
        try (RawGuest guest = guest(OTHER)) {
            guest.assertServed();
        }
    }

    @Test
    void itsConnectionsAreEndedAtOnceAndNoOthers() throws IOException {
        try (RandomAccessFile big = new RandomAccessFile(folder.resolve("big").toFile(), "rw")) {
            big.setLength(1L << 28);
        }
        try (RawGuest waiting = guest(BLOCKED);
                RawGuest downloading = guest(BLOCKED);
                Socket stranger = host.connect(BLOCKED);
                RawGuest other = guest(OTHER)) {
            other.assertServed();
            downloading.send(new Request.Get(path("big")));
            assertThat(downloading.receive()).isNotNull();
            await().until(() -> host.server().guests().size() == 2);

            host.server().block(BLOCKED);

            assertThat(waiting.receive()).isInstanceOf(Goodbye.class);
            downloading.assertClosed();
            assertThat(stranger.getInputStream().read()).isNegative();
            other.assertServed();
            await().until(() -> host.server().guests().size() == 1);
        }
    }

    @Test
    void whatIsBlockedCanBeReadAndUnblocked() throws IOException {
        host.server().block(BLOCKED);
        host.server().block(BLOCKED);
        host.server().block("2001:db8:0:1::7");
        assertThat(host.server().blocked()).containsExactly(BLOCKED, "2001:db8:0:1::/64");

        host.server().unblock("2001:db8:0:1::/64");
        host.server().unblock(BLOCKED);
        host.server().unblock("192.0.2.1");

        assertThat(host.server().blocked()).isEmpty();
        try (RawGuest guest = guest(BLOCKED)) {
            guest.assertServed();
        }
        await().until(() -> host.events(ShareEvent.Unblocked.class).size() == 2);
        assertThat(host.events(ShareEvent.Blocked.class))
                .extracting(ShareEvent.Blocked::source)
                .containsExactly(BLOCKED, "2001:db8:0:1::/64");
    }

    @Test
    void aBlockedNetworkCanBeBlockedAgainByItsOwnName() {
        host.server().block("2001:db8:0:1::7");
        host.server().block(host.server().blocked().getFirst());
        assertThat(host.server().blocked()).hasSize(1);
    }

    @Test
    void blockedAddressesTakeNobodysPlaceAndAreNoGuesses() throws IOException {
        host.server().block(BLOCKED);
        for (int i = 0; i < host.connectionsPerSource + 10; i++) {
            assertThatThrownBy(() -> guest(BLOCKED)).isInstanceOf(ProtocolException.class);
        }
        host.server().unblock(BLOCKED);
        try (RawGuest guest = guest(BLOCKED)) {
            guest.assertServed();
        }
    }

    @Test
    void aTransferOfManyLargeFilesEndsAtTheFirstRefusal(@TempDir Path local) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Path file = local.resolve("large" + i);
            try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
                large.setLength(1L << 30);
            }
            files.add(file);
        }
        TransferListener blocking = new TransferListener() {
            @Override
            public void progressed(long bytesDone) {
                host.server().block("127.0.0.1");
            }
        };
        RetryPolicy policy = new RetryPolicy(
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofMinutes(1),
                RetryPolicy.standard().timer());
        try (ShareClient client = ShareClient.connect(
                host.link(), host.key, ConnectOptions.standard().retrying(policy), new Cancellation())) {
            TransferReport report = Transfers.uploadAll(
                    client, files, RemotePath.root(), OnConflict.FAIL, Optional.empty(), blocking, new Cancellation());
            assertThat(report.ended().map(ProtocolException::fault)).contains(Fault.REFUSED);
        }
        await().until(() -> !host.events(ShareEvent.Refused.class).isEmpty());
        host.server().stop();
        assertThat(host.events(ShareEvent.Refused.class)).hasSize(1);
    }

    @Test
    void blockingAfterTheStopDoesNothingElse() {
        host.server().stop();
        host.server().block(BLOCKED);
        assertThat(host.server().blocked()).containsExactly(BLOCKED);
        host.server().unblock(BLOCKED);
        assertThat(host.server().blocked()).isEmpty();
        assertThat(host.events.getLast()).isInstanceOf(ShareEvent.Stopped.class);
    }
}
