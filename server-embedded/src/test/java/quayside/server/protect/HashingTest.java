package quayside.server.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

@Timeout(60)
class HashingTest {
    private static final Hashing.Cost CHEAP = new Hashing.Cost(8, 1, 1);

    private final Hashing hashing = new Hashing(new SecureRandom(), CHEAP);

    @Test
    void onlyThePasscodeOpensItsLock() throws ProtocolException {
        Lock lock = hashing.make(Passcode.of("sesame"));
        assertThat(hashing.opens(lock, Passcode.of("sesame"))).isTrue();
        assertThat(hashing.opens(lock, Passcode.of("Sesame"))).isFalse();
        assertThat(hashing.opens(lock, Passcode.of("sesame "))).isFalse();
    }

    @Test
    void twoLocksOfOnePasscodeHaveNothingInCommon() throws ProtocolException {
        Lock one = hashing.make(Passcode.of("sesame"));
        Lock other = hashing.make(Passcode.of("sesame"));
        assertThat(one.id()).isNotEqualTo(other.id());
        assertThat(one.hash().salt()).isNotEqualTo(other.hash().salt());
        assertThat(one.hash().hash()).isNotEqualTo(other.hash().hash());
        assertThat(one + " " + one.hash())
                .doesNotContain("sesame", HexFormat.of().formatHex(one.hash().hash()));
    }

    @Test
    void nothingOpensASealedLockOrNoneAtAll() throws ProtocolException {
        assertThat(hashing.opens(Lock.sealed(new SecureRandom()), Passcode.of("sesame")))
                .isFalse();
        assertThat(hashing.opens(null, Passcode.of("sesame"))).isFalse();
    }

    /** No clock is needed to show that both take the same time, because the same is computed. */
    @Test
    void aLockThatIsNotThereCostsWhatAWrongPasscodeCosts() throws ProtocolException {
        List<Hashing.Cost> computed = new ArrayList<>();
        Hashing counted = new Hashing(new SecureRandom(), CHEAP, (cost, salt, secret) -> {
            computed.add(cost);
            return Hashing.argon2id(cost, salt, secret);
        });
        assertThat(counted.opens(hashing.make(Passcode.of("sesame")), Passcode.of("x")))
                .isFalse();
        assertThat(counted.opens(Lock.sealed(new SecureRandom()), Passcode.of("x")))
                .isFalse();
        assertThat(counted.opens(null, Passcode.of("x"))).isFalse();
        assertThat(computed).containsExactly(CHEAP, CHEAP, CHEAP);
    }

    @Test
    void noMoreThanTwoAreComputedAtOnce() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore goOn = new Semaphore(0);
        Hashing slow = new Hashing(new SecureRandom(), CHEAP, (_, _, _) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            goOn.acquireUninterruptibly();
            inside.decrementAndGet();
            return new byte[Lock.HASH_BYTES];
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Lock>> made = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                made.add(threads.submit(() -> slow.make(Passcode.of("x"))));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> inside.get() == 2 && slow.waiting() == 6);
            goOn.release(8);
            for (Future<Lock> each : made) {
                assertThat(each.get()).isNotNull();
            }
        }
        assertThat(most).hasValue(2);
    }

    /** A virtual thread is not preempted: as many as there are processors would block all others, of every guest. */
    @Test
    void noneIsComputedInAVirtualThread() throws Exception {
        List<Boolean> virtual = new ArrayList<>();
        Hashing watched = new Hashing(new SecureRandom(), CHEAP, (_, _, _) -> {
            virtual.add(Thread.currentThread().isVirtual());
            return new byte[Lock.HASH_BYTES];
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.submit(() -> watched.make(Passcode.of("x"))).get();
            threads.submit(() -> watched.opens(null, Passcode.of("x"))).get();
        }
        assertThat(virtual).containsExactly(false, false);
    }

    @Test
    void whoIsInterruptedInTheLineLeavesIt() throws Exception {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> hashing.make(Passcode.of("x")))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.CANCELLED);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(hashing.make(Passcode.of("x"))).isNotNull();
    }

    @Test
    void aPasscodeIsWipedOnceItIsHashed() throws ProtocolException {
        List<byte[]> seen = new ArrayList<>();
        Hashing watched = new Hashing(new SecureRandom(), CHEAP, (_, _, secret) -> {
            assertThat(secret).isEqualTo("hush".getBytes(StandardCharsets.UTF_8));
            seen.add(secret);
            return new byte[Lock.HASH_BYTES];
        });
        watched.make(Passcode.of("hush"));
        watched.opens(null, Passcode.of("hush"));
        assertThat(seen).hasSize(2).allSatisfy(secret -> assertThat(secret).containsOnly(0));
    }

    @Test
    void whatIsBegunIsComputedToItsEndAndTheInterruptionIsNotForgotten() throws Exception {
        Semaphore begun = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        Hashing slow = new Hashing(new SecureRandom(), CHEAP, (_, _, _) -> {
            begun.release();
            goOn.acquireUninterruptibly();
            return new byte[Lock.HASH_BYTES];
        });
        AtomicInteger interrupted = new AtomicInteger();
        Thread guest = Thread.ofVirtual().start(() -> {
            try {
                slow.make(Passcode.of("x"));
                interrupted.set(Thread.currentThread().isInterrupted() ? 1 : -1);
            } catch (ProtocolException e) {
                interrupted.set(-2);
            }
        });
        begun.acquire();
        guest.interrupt();
        // It has been seen, and must be told all the same.
        await().atMost(Duration.ofSeconds(30)).until(() -> !guest.isInterrupted());
        goOn.release();
        guest.join();
        assertThat(interrupted).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"8,1,1", "262144,16,4", "16,1,2"})
    void aCostWithinItsLimitsIsTaken(int memory, int iterations, int lanes) {
        assertThat(new Hashing.Cost(memory, iterations, lanes).memoryKib()).isEqualTo(memory);
    }

    @ParameterizedTest
    @CsvSource({"7,1,1", "0,1,1", "-1,1,1", "262145,1,1", "64,0,1", "64,17,1", "64,1,0", "64,1,5", "15,1,2"})
    void aCostThatNobodyChoseIsRefused(int memory, int iterations, int lanes) {
        assertThatThrownBy(() -> new Hashing.Cost(memory, iterations, lanes))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
