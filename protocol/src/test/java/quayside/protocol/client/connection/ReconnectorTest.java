package quayside.protocol.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** When a transfer tries again by itself, and when it stops to. */
public final class ReconnectorTest {
    private final FakeTimer timer = new FakeTimer();
    private final List<String> told = new ArrayList<>();
    private final Cancellation cancellation = new Cancellation();
    private final Reconnector reconnection;

    public ReconnectorTest() throws ProtocolException {
        RetryPolicy policy =
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(10), timer);
        Reconnector.Listener listener = new Reconnector.Listener() {
            @Override
            public void waiting(Sentence sentence, Duration pause) {
                told.add("waiting: " + sentence);
            }

            @Override
            public void resumed() {
                told.add("goes on");
            }
        };
        ConnectionPool pool =
                new ConnectionPool(ShareLink.of("127.0.0.1", 1, null), AccessKey.of("key"), ConnectOptions.standard());
        reconnection = new Reconnector(pool, policy, listener, cancellation, _ -> {});
    }

    /** Time passes only in pauses, or where a test lets it. */
    public static final class FakeTimer implements RetryPolicy.Timer {
        private final List<Duration> pauses = new ArrayList<>();
        private long nanos = -5_000_000_000L;

        @Override
        public synchronized long nanos() {
            return nanos;
        }

        @Override
        public synchronized void pause(Duration time, Cancellation cancellation) throws ProtocolException {
            cancellation.check();
            pauses.add(time);
            nanos += time.toNanos();
        }

        public synchronized void advance(Duration time) {
            nanos += time.toNanos();
        }

        public synchronized List<Duration> pauses() {
            return List.copyOf(pauses);
        }
    }

    private static ProtocolException lost() {
        return new ProtocolException(Fault.CONNECTION_LOST, Sentence.said("The connection was lost."));
    }

    private Fault givesUpWith(ProtocolException why) {
        return catchThrowableOfType(ProtocolException.class, () -> reconnection.lost(why))
                .fault();
    }

    @Test
    void thePausesDoubleUpToTheLongest() throws ProtocolException {
        for (int i = 0; i < 8; i++) {
            reconnection.lost(lost());
        }
        long[] seconds = {1, 2, 4, 8, 16, 30, 30, 30};
        assertThat(timer.pauses()).hasSize(8);
        for (int i = 0; i < 8; i++) {
            assertThat(timer.pauses().get(i))
                    .isBetween(Duration.ofSeconds(seconds[i]), Duration.ofMillis(seconds[i] * 1100));
        }
    }

    @Test
    void whatMovesMakesThemShortAgainAndIsToldOnce() throws ProtocolException {
        reconnection.lost(lost());
        reconnection.lost(lost());
        reconnection.moved();
        reconnection.moved();
        reconnection.lost(lost());
        assertThat(timer.pauses().getLast()).isLessThan(Duration.ofMillis(1101));
        String waiting = "waiting: The connection was lost. It resumes when the share answers again.";
        assertThat(told).containsExactly(waiting, waiting, "goes on", waiting);
    }

    @Test
    void afterTenMinutesWithoutProgressItGivesUp() throws ProtocolException {
        int tries = 0;
        for (; timer.nanos() < Duration.ofMinutes(10).toNanos() - 5_000_000_000L; tries++) {
            reconnection.lost(lost());
        }
        assertThat(tries).isBetween(19, 25);
        assertThat(givesUpWith(lost())).isEqualTo(Fault.CONNECTION_LOST);
    }

    @Test
    void timeThatPassedBeforeTheLossDoesNotCount() {
        timer.advance(Duration.ofHours(5));
        assertThatCode(() -> reconnection.lost(lost())).doesNotThrowAnyException();
    }

    @Test
    void aPolicyOfNeverFailsAtOnce() throws ProtocolException {
        ConnectionPool pool =
                new ConnectionPool(ShareLink.of("127.0.0.1", 1, null), AccessKey.of("key"), ConnectOptions.standard());
        Reconnector never =
                new Reconnector(pool, RetryPolicy.never(), Reconnector.Listener.NONE, cancellation, _ -> {});
        assertThat(catchThrowableOfType(ProtocolException.class, () -> never.lost(lost()))
                        .fault())
                .isEqualTo(Fault.CONNECTION_LOST);
    }

    @Test
    void cancellingEndsAPauseAtOnce() {
        RetryPolicy.Timer real = RetryPolicy.standard().timer();
        Thread.ofVirtual().start(cancellation::cancel);
        assertThat(catchThrowableOfType(ProtocolException.class, () -> real.pause(Duration.ofDays(1), cancellation))
                        .fault())
                .isEqualTo(Fault.CANCELLED);
        assertThat(givesUpWith(lost())).isEqualTo(Fault.CANCELLED);
    }

    @Test
    void aBusyServerSaysHowLongButNotForHowLongWeListen() throws ProtocolException {
        reconnection.lost(
                new ProtocolException(Fault.EXISTS, Sentence.said("Busy.")).retryAfter(Duration.ofSeconds(5)));
        reconnection.lost(new ProtocolException(Fault.EXISTS, Sentence.said("Busy.")).retryAfter(Duration.ofDays(300)));
        assertThat(timer.pauses().getFirst()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5500));
        assertThat(timer.pauses().getLast()).isLessThanOrEqualTo(Duration.ofSeconds(33));
    }

    @ParameterizedTest
    @EnumSource(
            names = {"CONNECTION_LOST", "UNREACHABLE", "SERVER_FULL"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyOtherFaultIsTheUsers(Fault fault) {
        assertThat(givesUpWith(new ProtocolException(fault, Sentence.said("So it is."))))
                .isEqualTo(fault);
        assertThat(timer.pauses()).isEmpty();
    }
}
