package quayside.server.protect;

import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The server's record of one passcode: a random word by which guests refer to it, and a hash. Immutable; no {@code
 * toString} shows the hash.
 *
 * <p>A sealed lock has no hash, so that no passcode opens it. It replaces a lock that could not be read.
 */
public final class Lock {
    static final int SALT_BYTES = 16;
    static final int HASH_BYTES = 32;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int ID_BYTES = 12;

    private final String id;
    private final @Nullable Hash hash;

    /** A salted hash of the passcode. The bytes are never changed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Hash(Hashing.Cost cost, byte[] salt, byte[] hash) {
        Hash {
            if (salt.length != SALT_BYTES || hash.length != HASH_BYTES) {
                throw new IllegalArgumentException("salt or hash has a wrong length");
            }
        }

        @Override
        public String toString() {
            return "hash";
        }
    }

    Lock(String id, @Nullable Hash hash) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not a valid id of a lock");
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

    /** Returns the word on the wire: 1 to 64 characters, which reveal nothing about the passcode. */
    public String id() {
        return id;
    }

    /** Returns null for a sealed lock. */
    @Nullable
    Hash hash() {
        return hash;
    }

    @Override
    public String toString() {
        return "lock " + id;
    }
}
