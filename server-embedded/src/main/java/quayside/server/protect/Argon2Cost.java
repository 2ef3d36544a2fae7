package quayside.server.protect;

import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * What one hash costs whoever computes it; kept with each lock, so that it can be raised for new ones.
 *
 * @param memoryKib memory in KiB
 * @param iterations passes over it
 * @param lanes degree of parallelism
 */
public record Argon2Cost(int memoryKib, int iterations, int lanes) {
    /** OWASP's recommendation for a server that others use meanwhile: 19 MiB, two passes, one lane. */
    public static final Argon2Cost STANDARD = new Argon2Cost(19 * 1024, 2, 1);

    private static final int MOST_MEMORY_KIB = 256 * 1024;
    private static final int MOST_ITERATIONS = 16;
    private static final int MOST_LANES = 4;

    /** What a damaged or foreign file asks for beyond these bounds would be a way to stop the host's computer. */
    public Argon2Cost {
        if (lanes < 1
                || lanes > MOST_LANES
                || memoryKib < 8 * lanes
                || memoryKib > MOST_MEMORY_KIB
                || iterations < 1
                || iterations > MOST_ITERATIONS) {
            throw new IllegalArgumentException("no sensible cost");
        }
    }

    Argon2Parameters with(byte[] salt) {
        return new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memoryKib)
                .withIterations(iterations)
                .withParallelism(lanes)
                .withSalt(salt)
                .build();
    }
}
