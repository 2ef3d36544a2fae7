package quayside.protocol.client;

/** Names in 64 bits each. */
final class HashedNames {
    private HashedNames() {}

    /** Never 0. Mixed with a {@code seed} that no server knows, so that none can make two names meet. */
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
