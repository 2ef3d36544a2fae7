package quayside.protocol.client.transfer;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A set of names that stores 64 bits of each: at most about 32 bytes of memory per name, however long the name is. For
 * one thread at a time.
 */
public final class HashedNames {
    private static final long FREE = 0;

    private final long seed = ThreadLocalRandom.current().nextLong();
    private long[] keys = new long[64];
    private int count;

    /** Adds {@code name}. Returns whether it is new. */
    public boolean add(String name) {
        if (count > keys.length / 2) {
            grow();
        }
        return put(key(seed, name));
    }

    /** Returns whether {@code name} was added. */
    public boolean contains(String name) {
        return keys[place(key(seed, name))] != FREE;
    }

    /** Returns the place of {@code key}, or the free one where it would be. */
    private int place(long key) {
        int at = (int) key & (keys.length - 1);
        while (keys[at] != FREE && keys[at] != key) {
            at = (at + 1) & (keys.length - 1);
        }
        return at;
    }

    private boolean put(long key) {
        int at = place(key);
        boolean isNew = keys[at] == FREE;
        keys[at] = key;
        count += isNew ? 1 : 0;
        return isNew;
    }

    private void grow() {
        long[] old = keys;
        keys = new long[old.length * 2];
        count = 0;
        Arrays.stream(old).filter(key -> key != FREE).forEach(this::put);
    }

    /**
     * Returns the hash of {@code name}, which is never 0. It depends on {@code seed}, which a server does not know, so
     * a server cannot construct two names that collide.
     */
    static long key(long seed, String name) {
        long hash = mix(seed);
        for (int i = 0; i < name.length(); i++) {
            hash = mix(hash ^ name.charAt(i));
        }
        return hash == 0 ? 1 : hash;
    }

    private static long mix(long z) {
        long once = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        long twice = (once ^ (once >>> 27)) * 0x94d049bb133111ebL;
        return twice ^ (twice >>> 31);
    }
}
