package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.channel.RateLimit;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

/** Transfers keep to their limits, and nothing else is slowed down. */
@Timeout(60)
class LimitedTransferTest {
    private static final int BYTES = 600_000;

    @TempDir
    Path folder;

    @TempDir
    Path local;

    private final AtomicLong up = new AtomicLong();
    private final AtomicLong down = new AtomicLong();
    private TestHost host;
    private ShareClient client;

    @BeforeEach
    void start() throws IOException {
        host = new TestHost(folder);
        host.start();
        ConnectOptions options = new ConnectOptions(Optional.empty(), Duration.ofSeconds(5))
                .limited(new RateLimit(up::get), new RateLimit(down::get));
        client = ShareClient.connect(host.link(), host.key, options, new Cancellation());
    }

    @AfterEach
    void stop() {
        client.close();
        host.close();
    }

    private Duration upload(String name) throws IOException {
        Files.write(local.resolve(name), new byte[BYTES]);
        long begun = System.nanoTime();
        assertThat(Transfers.upload(
                                client,
                                local.resolve(name),
                                RemotePath.root(),
                                OnConflict.FAIL,
                                TransferListener.NONE,
                                new Cancellation())
                        .stored())
                .isEqualTo(1);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    private Duration download(String name) throws IOException {
        Files.write(folder.resolve(name), new byte[BYTES]);
        long begun = System.nanoTime();
        assertThat(Transfers.downloadAll(
                                client,
                                List.of(RemotePath.parse(name)),
                                local,
                                OnConflict.FAIL,
                                TransferListener.NONE,
                                new Cancellation())
                        .only()
                        .stored())
                .isEqualTo(1);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void eachDirectionKeepsToItsOwnLimit() throws IOException {
        up.set(400_000);
        assertThat(upload("up")).isGreaterThan(Duration.ofSeconds(1));
        up.set(0);
        down.set(400_000);
        assertThat(download("down")).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void callsThatTransferNothingAreNotLimited() throws IOException {
        for (int i = 0; i < 300; i++) {
            Files.createFile(folder.resolve("file with a long name ".repeat(8) + i));
        }
        // The connection of the call was that of a transfer before.
        var _ = download("first");
        down.set(1);
        long begun = System.nanoTime();
        assertThat(client.list(RemotePath.root())).hasSize(301);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }
}
