package quayside.server.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.protocol.client.ShareClient;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Limits;

/**
 * Many connections at once that do nothing, or as little as keeps them open, beside a guest who transfers.
 *
 * <p>Every build tries it with a few, and looks at correctness and memory alone. {@code -Dquayside.crowd=1000} does it with as many
 * (half of them where they trickle), with a file of 1 GiB, and logs what it measured.
 */
final class CrowdTest {
    private static final Logger LOG = LoggerFactory.getLogger(CrowdTest.class);
    private static final Integer ASKED = Integer.getInteger("quayside.crowd");
    private static final int SIZE = ASKED == null ? 30 : ASKED;
    private static final int TRICKLING = SIZE / 2;
    private static final long FILE_BYTES = ASKED == null ? 1L << 23 : 1L << 30;
    private static final int ROOM = 100;
    private static final int ROUNDS = ASKED == null ? 1 : 3;
    private static final long MOST_BYTES_EACH = 64 * 1024;

    /** The sample does not wait for the real deadline, but leaves a busy machine time for a handshake. */
    private static final Duration DEADLINE = ASKED == null ? Duration.ofSeconds(4) : Limits.HANDSHAKE_DEADLINE;

    /** Before and after: the machine may have got busier or quieter meanwhile. */
    private static final String ALONE_AGAIN = "and alone again {}";

    @TempDir
    Path share;

    @TempDir
    Path local;

    private Stopwatch stopwatch;

    @BeforeEach
    void makeFile() throws IOException {
        stopwatch = new Stopwatch(local, ROUNDS);
        try (RandomAccessFile file =
                new RandomAccessFile(share.resolve(Stopwatch.FILE).toFile(), "rw")) {
            file.setLength(FILE_BYTES);
        }
    }

    private ServerProcess start() throws IOException {
        return ServerProcess.start(share, SIZE + ROOM);
    }

    @Test
    void aGuestWhoWaitsCostsTheServerLittleMemoryAndNoOtherGuestAnyTime() throws Exception {
        try (ServerProcess server = start();
                ShareClient client = server.client();
                Crowd first = Crowd.of(Crowd.SOURCES, server)) {
            Stopwatch.Figures alone = stopwatch.download(client);
            ask(first);
            long before = server.heap();
            try (Crowd crowd = Crowd.of(SIZE, server)) {
                long inside = (server.heap() - before) / SIZE;
                ask(crowd);
                long served = (server.heap() - before) / SIZE;
                Stopwatch.Figures beside = stopwatch.download(client);
                LOG.info(
                        "{} guests who wait: {} bytes of heap each, {} once they have asked for something; a transfer alone {}, beside them {}",
                        SIZE,
                        inside,
                        served,
                        alone,
                        beside);
                assertThat(inside).isLessThan(MOST_BYTES_EACH);
                assertThat(served).isLessThan(MOST_BYTES_EACH);
            }
            LOG.info(ALONE_AGAIN, stopwatch.download(client));
        }
    }

    private static void ask(Crowd crowd) throws IOException {
        for (Crowd.Member each : crowd.members()) {
            assertThat(each.ask(new Request.Ping())).isInstanceOf(Response.Pong.class);
        }
    }

    @Test
    void whoTricklesInTheHandshakeIsEndedByTheDeadlineAndHoldsNoTransferUp() throws Exception {
        try (ServerProcess server = ServerProcess.start(share, SIZE + ROOM, DEADLINE);
                ShareClient client = server.client()) {
            Stopwatch.Figures alone = stopwatch.download(client);
            try (Trickle trickle = Trickle.ofStrangers(TRICKLING, server)) {
                Stopwatch.Figures beside = stopwatch.download(client);
                await().atMost(Duration.ofSeconds(60)).until(() -> trickle.ended() >= TRICKLING);
                LOG.info(
                        "{} strangers who trickle: {} of them ended so far; a transfer alone {}, beside them {}",
                        TRICKLING,
                        trickle.ended(),
                        alone,
                        beside);
                assertThat(server.guests()).isEqualTo(1);
            }
            LOG.info(ALONE_AGAIN, stopwatch.download(client));
        }
    }

    @Test
    void whoTricklesWithinAFrameHoldsNoTransferUpAndLittleMemory() throws Exception {
        try (ServerProcess server = start();
                ShareClient client = server.client();
                Crowd crowd = Crowd.of(TRICKLING, server)) {
            Stopwatch.Figures alone = stopwatch.download(client);
            long before = server.heap();
            try (Trickle trickle = Trickle.of(crowd)) {
                Stopwatch.Figures beside = stopwatch.download(client);
                await().atMost(Duration.ofSeconds(60)).until(() -> trickle.sent() >= 8 * TRICKLING);
                long each = (server.heap() - before) / TRICKLING;
                LOG.info(
                        "{} guests who trickle: {} bytes of heap each; a transfer alone {}, beside them {}",
                        TRICKLING,
                        each,
                        alone,
                        beside);
                assertThat(each).isLessThan(MOST_BYTES_EACH);
                assertThat(trickle.ended()).isZero();
            }
            LOG.info(ALONE_AGAIN, stopwatch.download(client));
        }
    }
}
