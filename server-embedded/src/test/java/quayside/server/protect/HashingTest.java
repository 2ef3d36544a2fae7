package quayside.server.protect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

@Timeout(60)
class HashingTest {
    private static final Argon2Cost CHEAP = new Argon2Cost(8, 1, 1);

    private final Hashing hashing = new Hashing(new SecureRandom(), CHEAP);

    /** From the test of the reference implementation. */
    @Test
    void theHashIsArgon2id() {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Cost(65_536, 2, 1).with("somesalt".getBytes(US_ASCII)));
        byte[] hash = new byte[32];
        argon2.generateBytes("password".getBytes(US_ASCII), hash);
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }

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

    /** A place that is taken is needed for a lock that is not there as for any other: the same work is done. */
    @Test
    void aLockThatIsNotThereCostsWhatAWrongPasscodeCosts() throws Exception {
        Hashing dear = new Hashing(new SecureRandom(), new Argon2Cost(16 * 1024, 4, 1));
        Lock lock = dear.make(Passcode.of("sesame"));
        long wrong = fastestOfThree(() -> dear.opens(lock, Passcode.of("x")));
        long missing = fastestOfThree(() -> dear.opens(null, Passcode.of("x")));
        // Without the work it would be a hundred thousand times as fast.
        assertThat(missing).isGreaterThan(wrong / 20);
    }

    private interface Try {
        boolean run() throws ProtocolException;
    }

    private static long fastestOfThree(Try work) throws ProtocolException {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long begun = System.nanoTime();
            assertThat(work.run()).isFalse();
            fastest = Math.min(fastest, System.nanoTime() - begun);
        }
        return fastest;
    }

    @Test
    void noMoreThanTwoAreComputedAtOnce() throws Exception {
        Hashing dear = new Hashing(new SecureRandom(), new Argon2Cost(16 * 1024, 4, 1));
        AtomicInteger done = new AtomicInteger();
        AtomicInteger mostWaiting = new AtomicInteger();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            for (int i = 0; i < 8; i++) {
                var _ = threads.submit(() -> {
                    Lock made = dear.make(Passcode.of("x"));
                    done.incrementAndGet();
                    return made;
                });
            }
            await().until(() -> mostWaiting.accumulateAndGet(dear.waiting(), Math::max) >= 6 || done.get() == 8);
        }
        assertThat(done).hasValue(8);
        assertThat(mostWaiting).as("six wait while two are computed").hasValue(6);
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

    @ParameterizedTest
    @CsvSource({"7,1,1", "0,1,1", "-1,1,1", "262145,1,1", "64,0,1", "64,17,1", "64,1,0", "64,1,5", "15,1,2"})
    void aCostThatNobodyChoseIsRefused(int memory, int iterations, int lanes) {
        assertThatThrownBy(() -> new Argon2Cost(memory, iterations, lanes))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
