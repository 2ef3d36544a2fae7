package quayside.server.protect;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Passcode;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Argon2id of passcodes, few at once: further callers wait in line. Every method blocks for some tens of milliseconds of one core, and the wait;
 * interrupting the wait ends it with {@link Fault#CANCELLED}. Thread-safe.
 */
public final class Hashing {
    static final int AT_ONCE = 2;

    private final SecureRandom random;
    private final Argon2Cost cost;
    private final Work work;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    /** Tried where there is no lock, so that this takes the time of a wrong passcode. */
    private final Lock.Hash nothing;

    /** What is computed, few at once. */
    @FunctionalInterface
    interface Work {
        /** The hash of {@code secret}, {@value Lock#HASH_BYTES} bytes. */
        byte[] hash(Argon2Cost cost, byte[] salt, byte[] secret);
    }

    /**
     * For one server.
     *
     * @param cost of new locks
     */
    public Hashing(SecureRandom random, Argon2Cost cost) {
        this(random, cost, Hashing::argon2id);
    }

    Hashing(SecureRandom random, Argon2Cost cost, Work work) {
        this.random = random;
        this.cost = cost;
        this.work = work;
        this.nothing = new Lock.Hash(cost, randomBytes(Lock.SALT_BYTES), randomBytes(Lock.HASH_BYTES));
    }

    /** A new lock that {@code passcode} opens. */
    public Lock make(Passcode passcode) throws ProtocolException {
        byte[] salt = randomBytes(Lock.SALT_BYTES);
        return new Lock(Lock.freshId(random), new Lock.Hash(cost, salt, hash(cost, salt, passcode)));
    }

    /** Whether {@code passcode} opens {@code lock}; for null or a sealed one false, after the same work. */
    public boolean opens(@Nullable Lock lock, Passcode passcode) throws ProtocolException {
        Lock.Hash kept = lock == null ? null : lock.hash();
        Lock.Hash tried = kept == null ? nothing : kept;
        byte[] computed = hash(tried.cost(), tried.salt(), passcode);
        return MessageDigest.isEqual(computed, tried.hash()) && kept != null;
    }

    /** Hashes that wait for their turn. */
    int waiting() {
        return places.getQueueLength();
    }

    private byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] hash(Argon2Cost of, byte[] salt, Passcode passcode) throws ProtocolException {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            throw new ProtocolException(Fault.CANCELLED, "Nobody waits for this passcode any more.", e);
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
     * In a thread of the system: a virtual one is not preempted, and those of guests who ask without a pause kept all others from running, the timer's among
     * them. The computing is over when this returns, interrupted or not.
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

    static byte[] argon2id(Argon2Cost cost, byte[] salt, byte[] secret) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(cost.with(salt));
        byte[] hash = new byte[Lock.HASH_BYTES];
        argon2.generateBytes(secret, hash);
        return hash;
    }
}
