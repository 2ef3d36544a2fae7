package quayside.server.protect;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.text.ServerReason;

/**
 * Hashes passcodes by Argon2id, a few at once; further callers wait in line. Every method blocks for some tens of
 * milliseconds of one core, plus the wait. Interrupting the wait ends it with {@link Fault#CANCELLED}. Thread-safe.
 */
public final class Hashing {
    static final int MAX_AT_ONCE = 2;

    private final SecureRandom random;
    private final Cost cost;
    private final Work work;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE, true);

    /** The hash that is computed if there is no lock, so that the answer takes as long as for a wrong passcode. */
    private final Lock.Hash nothing;

    /**
     * The cost of one hash. It is kept with each lock, so that it can be raised for new ones.
     *
     * @param memoryKib memory in KiB
     * @param iterations passes over the memory
     * @param lanes degree of parallelism
     */
    public record Cost(int memoryKib, int iterations, int lanes) {
        /** The recommendation of OWASP for a server that is also used for other work: 19 MiB, two passes, one lane. */
        public static final Cost STANDARD = new Cost(19 * 1024, 2, 1);

        private static final int MAX_MEMORY_KIB = 256 * 1024;
        private static final int MAX_ITERATIONS = 16;
        private static final int MAX_LANES = 4;

        /** Refuses a cost with which a damaged or foreign file could stop the host's computer. */
        public Cost {
            if (lanes < 1
                    || lanes > MAX_LANES
                    || memoryKib < 8 * lanes
                    || memoryKib > MAX_MEMORY_KIB
                    || iterations < 1
                    || iterations > MAX_ITERATIONS) {
                throw new IllegalArgumentException("the cost is out of range");
            }
        }
    }

    @FunctionalInterface
    interface Work {
        /** Returns the hash of {@code secret}, {@value Lock#HASH_BYTES} bytes. */
        byte[] hash(Cost cost, byte[] salt, byte[] secret);
    }

    /**
     * Hashes for one server.
     *
     * @param cost the cost of new locks
     */
    public Hashing(SecureRandom random, Cost cost) {
        this(random, cost, Hashing::argon2id);
    }

    Hashing(SecureRandom random, Cost cost, Work work) {
        this.random = random;
        this.cost = cost;
        this.work = work;
        this.nothing = new Lock.Hash(cost, randomBytes(Lock.SALT_BYTES), randomBytes(Lock.HASH_BYTES));
    }

    /** Makes a lock that {@code passcode} opens. */
    public Lock make(Passcode passcode) throws ProtocolException {
        byte[] salt = randomBytes(Lock.SALT_BYTES);
        return new Lock(Lock.freshId(random), new Lock.Hash(cost, salt, hash(cost, salt, passcode)));
    }

    /**
     * Returns whether {@code passcode} opens {@code lock}. For null or a sealed lock it returns false, after the same
     * work.
     */
    public boolean opens(@Nullable Lock lock, Passcode passcode) throws ProtocolException {
        Lock.Hash kept = lock == null ? null : lock.hash();
        Lock.Hash tried = kept == null ? nothing : kept;
        byte[] computed = hash(tried.cost(), tried.salt(), passcode);
        return MessageDigest.isEqual(computed, tried.hash()) && kept != null;
    }

    /** Returns the number of hashes that wait for their turn. */
    int waiting() {
        return places.getQueueLength();
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] hash(Cost of, byte[] salt, Passcode passcode) throws ProtocolException {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            throw new ProtocolException(ServerReason.PASSCODE_NOT_AWAITED, e);
        }
        byte[] secret = passcode.copyBytes();
        try {
            return inAThread(() -> work.hash(of, salt, secret));
        } finally {
            Arrays.fill(secret, (byte) 0);
            places.release();
        }
    }

    /**
     * Computes in a platform thread. A virtual thread is not preempted, so guests that send requests without a pause
     * would keep all other threads from running, including the timer's. The computation is over when this returns, even
     * if the thread was interrupted.
     */
    private static byte[] inAThread(Callable<byte[]> computing) {
        FutureTask<byte[]> task = new FutureTask<>(computing);
        Thread.ofPlatform().daemon().name("quayside-passcode").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static byte[] argon2id(Cost cost, byte[] salt, byte[] secret) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] hash = new byte[Lock.HASH_BYTES];
        argon2.generateBytes(secret, hash);
        return hash;
    }
}
