package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ClientHandshake;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Tests guesses over real sockets and by whole handshakes, from ten addresses, as soon as each may try again.
 *
 * <p>Every build tries the first seconds by the server's clock. {@code -Dquayside.guessing=PT24H} tries a day, which
 * takes minutes.
 */
final class GuesserTest {
    private static final Duration SHORT = Duration.ofSeconds(8);
    private static final Duration TIME = Duration.parse(System.getProperty("quayside.guessing", SHORT.toString()));
    private static final int SOURCES = 10;

    @TempDir
    Path folder;

    /** When an address may try again, in seconds. */
    private record Turn(String address, long second) implements Comparable<Turn> {
        @Override
        public int compareTo(Turn other) {
            return Long.compare(second, other.second);
        }
    }

    @Test
    void tenAddressesHaveNoMoreTriesThanTheLimitsSayAndNoGuestNotices() throws Exception {
        try (TestHost host = new TestHost(folder);
                AccessKey wrong = AccessKey.of("incorrect horse")) {
            host.nanos = host.virtualNanos::get;
            host.start();
            try (RawGuest running = host.guest()) {
                PriorityQueue<Turn> turns = new PriorityQueue<>();
                for (int i = 1; i <= SOURCES; i++) {
                    turns.add(new Turn("127.0.2." + i, 0));
                }
                int guesses = 0;
                for (Turn turn = turns.remove(); turn.second() < TIME.toSeconds(); turn = turns.remove()) {
                    if (now(host) < turn.second()) {
                        // A second too early is refused.
                        advance(host, turn.second() - 1);
                        assertThat(tryKey(host, turn.address(), wrong)).isPositive();
                    }
                    advance(host, turn.second());
                    long wait = tryKey(host, turn.address(), wrong);
                    while (wait == 0) {
                        guesses++;
                        wait = tryKey(host, turn.address(), wrong);
                    }
                    running.assertServed();
                    turns.add(new Turn(turn.address(), turn.second() + wait));
                }
                assertThat(guesses).isEqualTo(SOURCES * triesOfOne(TIME.toSeconds()));
                running.assertServed();
            }
            try (RawGuest newcomer = new RawGuest(host.connect("127.0.2.99"), host.key, host.identity.fingerprint())) {
                newcomer.assertServed();
            }
        }
    }

    /** Never back: the turns of several addresses may be a second apart. */
    private static void advance(TestHost host, long second) {
        host.virtualNanos.accumulateAndGet(Duration.ofSeconds(second).toNanos(), Math::max);
    }

    private static long now(TestHost host) {
        return Duration.ofNanos(host.virtualNanos.get()).toSeconds();
    }

    /** Five at once; then after 1, 2, 4 and so on up to 600 seconds each. */
    private static int triesOfOne(long seconds) {
        int tries = 5;
        long wait = 1;
        for (long at = wait; at < seconds; at += wait) {
            tries++;
            wait = Math.min(600, 2 * wait);
        }
        return tries;
    }

    /** The seconds to wait; 0 where the key was tried, and the server has taken note. */
    private static long tryKey(TestHost host, String from, AccessKey key) throws IOException {
        int before = host.events(ShareEvent.Refused.class).size();
        try (Socket socket = host.connect(from)) {
            ClientHandshake.run(
                    new BufferedInputStream(socket.getInputStream()),
                    socket.getOutputStream(),
                    key,
                    host.identity.fingerprint(),
                    TestHost.RANDOM);
            throw new AssertionError("a wrong key was accepted");
        } catch (ProtocolException e) {
            if (e.fault() == Fault.TOO_MANY_TRIES) {
                return e.retryAfter().toSeconds();
            }
            assertThat(e.fault()).as(e.sentence().toString()).isEqualTo(Fault.WRONG_KEY);
            await().pollInterval(Duration.ofMillis(2))
                    .until(() -> host.events(ShareEvent.Refused.class).size() > before);
            return 0;
        }
    }
}
