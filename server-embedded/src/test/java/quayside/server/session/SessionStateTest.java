package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import quayside.server.text.ServerPhrase;

final class SessionStateTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final AtomicLong nanos = new AtomicLong(-7);
    private boolean woken;

    private final SessionState turn = new SessionState(
            new Socket() {
                @Override
                public void shutdownInput() throws IOException {
                    woken = true;
                    throw new IOException("closed already");
                }
            },
            nanos::get);

    @Test
    void whoWaitsForARequestIsWokenToSayGoodbye() {
        turn.open();
        assertThat(turn.end(ServerPhrase.HOST_STOPPED)).isTrue();
        assertThat(woken).isTrue();
        assertThat(turn.ending()).isEqualTo(ServerPhrase.HOST_STOPPED);
        assertThat(turn.begin()).as("nothing more is answered").isFalse();
    }

    @Test
    void aRequestThatIsBeingAnsweredIsAnsweredToItsEnd() {
        turn.open();
        assertThat(turn.begin()).isTrue();
        assertThat(turn.end(ServerPhrase.HOST_STOPPED)).isFalse();
        assertThat(woken).isFalse();
        assertThat(turn.finish()).as("no other is").isFalse();
    }

    @Test
    void theFirstReasonIsTheOneThatIsTold() {
        assertThat(turn.ending()).isNull();
        turn.end(ServerPhrase.HOST_STOPPED);
        turn.end(ServerPhrase.MADE_ROOM);
        assertThat(turn.ending()).isEqualTo(ServerPhrase.HOST_STOPPED);
    }

    @Test
    void aSessionIsIdleSinceTheLastAnswer() {
        assertThat(turn.idleSince()).hasValue(-7);
        nanos.set(10);
        turn.open();
        assertThat(turn.idleSince()).hasValue(10);
        assertThat(turn.begin()).isTrue();
        assertThat(turn.idleSince()).isEmpty();
        nanos.set(20);
        assertThat(turn.finish()).isTrue();
        assertThat(turn.idleSince()).hasValue(20);
    }

    @Test
    void onlyWhoAsksForNothingIsEndedAndOnlyAfterTheLimit() {
        nanos.addAndGet(LIMIT.toNanos() + 1);
        turn.endIfIdle(LIMIT, ServerPhrase.IDLE_TOO_LONG);
        assertThat(turn.ending()).as("the handshake has its own deadline").isNull();

        turn.open();
        nanos.addAndGet(LIMIT.toNanos());
        turn.endIfIdle(LIMIT, ServerPhrase.IDLE_TOO_LONG);
        assertThat(turn.ending()).isNull();
        assertThat(turn.begin()).isTrue();
        nanos.incrementAndGet();
        turn.endIfIdle(LIMIT, ServerPhrase.IDLE_TOO_LONG);
        assertThat(turn.ending()).as("it is being answered").isNull();

        assertThat(turn.finish()).isTrue();
        nanos.addAndGet(LIMIT.toNanos() + 1);
        turn.endIfIdle(LIMIT, ServerPhrase.IDLE_TOO_LONG);
        assertThat(turn.ending()).isEqualTo(ServerPhrase.IDLE_TOO_LONG);
        assertThat(woken).isTrue();
    }
}
