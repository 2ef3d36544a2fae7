package quayside.server.protect;

import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one passcode: a random word by which guests know it, and a hash. Immutable; has no {@code toString} that shows the hash.
 *
 * <p>A sealed one has no hash, so that no passcode opens it: what stands for a lock that could not be read.
 */
public final class Lock {
    static final int SALT_BYTES = 16;
    static final int HASH_BYTES = 32;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int ID_BYTES = 12;

    private final String id;
    private final @Nullable Hash hash;

    /** The bytes are never handed out to be changed. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
    record Hash(Argon2Cost cost, byte[] salt, byte[] hash) {
        @Override
        public String toString() {
            return "hash";
        }
    }

    Lock(String id, @Nullable Hash hash) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("no lock's id");
        }
        this.id = id;
        this.hash = hash;
    }

    static Lock sealed(RandomGenerator random) {
        return new Lock(freshId(random), null);
    }

    static String freshId(RandomGenerator random) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The word on the wire: 1 to 64 characters; tells nothing of the passcode. */
    public String id() {
        return id;
    }

    @Nullable
    Hash hash() {
        return hash;
    }

    @Override
    public String toString() {
        return "lock " + id;
    }
}
