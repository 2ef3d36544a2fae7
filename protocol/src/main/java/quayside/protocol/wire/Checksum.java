package quayside.protocol.wire;

import java.util.zip.CRC32C;

/**
 * A running CRC-32C of a sequence of bytes (PROTOCOL.md section 6.2). It can start from the checksum of earlier bytes
 * without reading them again. Not thread-safe.
 */
public final class Checksum {
    /** The polynomial of CRC-32C, with its highest power in the lowest bit. */
    private static final int POLYNOMIAL = 0x82F6_3B78;

    private static final int ONE = 1 << 31;
    private static final int X_TO_THE_8TH = 1 << 23;

    private final int before;
    private final CRC32C seen = new CRC32C();
    private long seenBytes;

    /** Starts with no bytes. */
    public Checksum() {
        this(0);
    }

    /**
     * Starts after bytes whose checksum is known.
     *
     * @param before the {@link #value} of those bytes
     */
    public Checksum(int before) {
        this.before = before;
    }

    public void update(byte[] bytes, int offset, int length) {
        seen.update(bytes, offset, length);
        seenBytes += length;
    }

    /** Returns the checksum of all bytes so far, including those before this object started. */
    public int value() {
        return joined(before, (int) seen.getValue(), seenBytes);
    }

    /**
     * Returns the checksum of a sequence from the checksums of its two parts; the second part has {@code bytes} bytes.
     */
    public static int joined(int first, int further, long bytes) {
        int shift = ONE;
        int power = X_TO_THE_8TH;
        for (long left = bytes; left > 0; left >>>= 1) {
            if ((left & 1) == 1) {
                shift = product(power, shift);
            }
            power = product(power, power);
        }
        return product(shift, first) ^ further;
    }

    /** Returns the product of two polynomials, modulo the polynomial of the checksum. */
    private static int product(int one, int other) {
        int sum = 0;
        int shifted = other;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            if ((one & bit) != 0) {
                sum ^= shifted;
            }
            shifted = (shifted & 1) == 0 ? shifted >>> 1 : (shifted >>> 1) ^ POLYNOMIAL;
        }
        return sum;
    }
}
