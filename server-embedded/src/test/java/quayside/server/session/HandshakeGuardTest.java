package quayside.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.GuessLimiter;
import quayside.server.guard.HandshakeLimiter;
import quayside.server.guard.Source;
import quayside.server.text.ServerReason;

final class HandshakeGuardTest {
    private static final Source SOURCE = Source.of(InetAddress.getLoopbackAddress());

    private static final AccessKey KEY = AccessKey.of("key");

    private final GuessLimiter guesses = new GuessLimiter(() -> 0, ServerReason.TOO_MANY_WRONG_KEYS);
    private final HandshakeLimiter handshakes = new HandshakeLimiter(() -> 0, guesses::knows, 1);
    private final GuessLimiter invited = new GuessLimiter(() -> 0, ServerReason.TOO_MANY_WRONG_KEYS);
    private final Set<InvitationId> over = new HashSet<>();
    private final HandshakeGuard gate = gate(SOURCE);

    private HandshakeGuard gate(Source source) {
        return new HandshakeGuard(handshakes, guesses, invited, over::contains, source, Duration.ofSeconds(10));
    }

    private static AccessKey invitation() {
        return AccessKey.of("invited").through(InvitationId.generate(new SecureRandom()));
    }

    private static Source source(int number) {
        return new Source("192.0.2." + number);
    }

    private static ProtocolException fault(Fault fault) {
        return new ProtocolException(fault, Sentence.said("No."));
    }

    private Fault confirm(Fault fault) {
        return confirm(gate, KEY, fault);
    }

    private static Fault confirm(HandshakeGuard gate, AccessKey key, Fault fault) {
        return catchThrowableOfType(
                        ProtocolException.class,
                        () -> gate.confirm(key, () -> {
                            throw fault(fault);
                        }))
                .fault();
    }

    private Fault begin() {
        return catchThrowableOfType(ProtocolException.class, gate::begin).fault();
    }

    @Test
    void aWrongKeyIsAGuessAndAfterFiveNoHandshakeIsBegun() throws ProtocolException {
        for (int i = 0; i < 5; i++) {
            gate.begin();
            assertThat(confirm(Fault.WRONG_KEY)).isEqualTo(Fault.WRONG_KEY);
        }
        assertThat(begin()).isEqualTo(Fault.TOO_MANY_TRIES);
        assertThat(confirm(Fault.WRONG_KEY)).isEqualTo(Fault.TOO_MANY_TRIES);
    }

    @Test
    void whatIsBrokenOtherwiseIsNoGuess() throws ProtocolException {
        for (int i = 0; i < 10; i++) {
            assertThat(confirm(Fault.BROKEN_PROTOCOL)).isEqualTo(Fault.BROKEN_PROTOCOL);
        }
        gate.begin();
        assertThat(guesses.knows(SOURCE)).isFalse();
    }

    @Test
    void whoGaveTheRightKeyIsKnownAndItsHandshakesAreNotCounted() throws ProtocolException {
        gate.confirm(KEY, () -> {});
        assertThat(guesses.knows(SOURCE)).isTrue();
        for (int i = 0; i < 1000; i++) {
            gate.begin();
        }
    }

    @Test
    void theGuessesOfAnAddressCountTogetherWhicheverKeyTheyAreAt() throws ProtocolException {
        for (int i = 0; i < 5; i++) {
            gate.begin();
            assertThat(confirm(gate, i % 2 == 0 ? KEY : invitation(), Fault.WRONG_KEY))
                    .isEqualTo(Fault.WRONG_KEY);
        }
        assertThat(begin()).isEqualTo(Fault.TOO_MANY_TRIES);
        assertThat(confirm(gate, invitation(), Fault.WRONG_KEY)).isEqualTo(Fault.TOO_MANY_TRIES);
    }

    @Test
    void whoIsInvitedGuessesAtTheOwnKeyNoMoreThanStrangers() throws ProtocolException {
        AccessKey key = invitation();
        int guessed = 0;
        for (int i = 0; i < 100; i++) {
            gate(source(i)).confirm(key, () -> {});
        }
        for (int i = 0; i < 100; i++) {
            HandshakeGuard each = gate(source(i));
            for (int k = 0; k < 4; k++) {
                each.begin();
                guessed += confirm(each, KEY, Fault.WRONG_KEY) == Fault.WRONG_KEY ? 1 : 0;
            }
        }
        assertThat(guessed).as("the sum of all addresses").isBetween(80, 100);
    }

    @Test
    void whoCameByAnInvitationComesInAgainWhileStrangersGuess() throws ProtocolException {
        AccessKey key = invitation();
        gate.confirm(key, () -> {});
        for (int i = 0; i < 100; i++) {
            assertThat(confirm(gate(source(i)), KEY, Fault.WRONG_KEY)).isEqualTo(Fault.WRONG_KEY);
        }
        assertThat(catchThrowableOfType(
                                ProtocolException.class, () -> gate(source(200)).begin())
                        .fault())
                .as("a newcomer")
                .isEqualTo(Fault.TOO_MANY_TRIES);
        gate.begin();
        gate.confirm(key, () -> {});
    }

    @Test
    void guessesWithoutTheIdTakeNothingFromAnInvitation() throws ProtocolException {
        AccessKey key = invitation();
        for (int i = 0; i < 80; i++) {
            // Whoever names no invitation, or none that exists, guesses at the own key.
            assertThat(confirm(gate(source(i)), KEY, Fault.WRONG_KEY)).isEqualTo(Fault.WRONG_KEY);
        }
        HandshakeGuard holder = gate(source(200));
        holder.begin();
        holder.confirm(key, () -> {});
        assertThat(holder.proved()).isEqualTo(key);
    }

    private int guessAt(AccessKey key, int addresses) {
        int guessed = 0;
        for (int i = 0; i < addresses; i++) {
            guessed += confirm(gate(source(i)), key, Fault.WRONG_KEY) == Fault.WRONG_KEY ? 1 : 0;
        }
        return guessed;
    }

    @Test
    void wrongKeysOfAnInvitationDelayNobodyWhoGaveTheRightOneBefore() throws ProtocolException {
        AccessKey key = invitation();
        HandshakeGuard guest = gate(source(200));
        guest.confirm(key, () -> {});
        assertThat(guessAt(key, 20)).isEqualTo(5);
        HandshakeGuard newcomer = gate(source(201));
        assertThat(confirm(newcomer, key, Fault.WRONG_KEY)).isEqualTo(Fault.TOO_MANY_TRIES);
        for (int i = 0; i < 3; i++) {
            guest.begin();
            guest.confirm(key, () -> {});
        }
        assertThat(guessAt(key, 20)).as("the guest's proofs forgive nobody").isZero();
        assertThat(confirm(guest, invitation(), Fault.WRONG_KEY))
                .as("another invitation")
                .isEqualTo(Fault.WRONG_KEY);
        guest.confirm(key, () -> {});
    }

    @Test
    void whoGivesAWrongKeyAfterTheRightOneWaitsAsEverybody() throws ProtocolException {
        AccessKey key = invitation();
        HandshakeGuard guest = gate(source(200));
        guest.confirm(key, () -> {});
        assertThat(guessAt(key, 20)).isEqualTo(5);
        assertThat(confirm(guest, key, Fault.WRONG_KEY)).as("it counts").isEqualTo(Fault.WRONG_KEY);
        assertThat(confirm(guest, key, Fault.WRONG_KEY)).isEqualTo(Fault.TOO_MANY_TRIES);
    }

    @Test
    void manyAddressesWithTheLinkHaveNoMoreGuessesThanOne() throws ProtocolException {
        AccessKey key = invitation();
        int guessed = 0;
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 100; i++) {
                guessed += confirm(gate(source(i)), key, Fault.WRONG_KEY) == Fault.WRONG_KEY ? 1 : 0;
            }
        }
        assertThat(guessed).isEqualTo(5);
    }

    @Test
    void whatAnInvitationThatIsOverProvesIsOnlyThatItsHolderMayKnow() throws ProtocolException {
        AccessKey key = invitation();
        over.add(key.invitation().orElseThrow());
        for (int i = 0; i < 4; i++) {
            assertThat(confirm(Fault.WRONG_KEY)).isEqualTo(Fault.WRONG_KEY);
        }
        gate.confirm(key, () -> {});
        assertThat(guesses.knows(SOURCE)).isFalse();
        assertThat(confirm(Fault.WRONG_KEY)).isEqualTo(Fault.WRONG_KEY);
        assertThat(begin()).as("nothing was forgiven").isEqualTo(Fault.TOO_MANY_TRIES);
    }

    @Test
    void strangersKnockOnlySoOften() throws ProtocolException {
        for (int i = 0; i < 20; i++) {
            gate.begin();
        }
        assertThat(begin()).isEqualTo(Fault.SERVER_FULL);
    }

    @Test
    void aPlaceToComputeInIsGivenBack() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(gate.<String>compute(() -> "done")).isEqualTo("done");
        }
        try (HandshakeLimiter.Place _ = handshakes.enter(SOURCE, Duration.ZERO)) {
            HandshakeGuard hasty =
                    new HandshakeGuard(handshakes, guesses, invited, over::contains, SOURCE, Duration.ZERO);
            assertThat(catchThrowableOfType(ProtocolException.class, () -> hasty.compute(() -> "done"))
                            .fault())
                    .isEqualTo(Fault.SERVER_FULL);
        }
    }

    @Test
    void whoIsInterruptedHasLostTheConnectionAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        assertThat(catchThrowableOfType(ProtocolException.class, () -> gate.compute(() -> "done"))
                        .fault())
                .isEqualTo(Fault.CONNECTION_LOST);
        assertThat(Thread.interrupted()).isTrue();
        assertThatCode(() -> gate.compute(() -> "done")).doesNotThrowAnyException();
    }
}
