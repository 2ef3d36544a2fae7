package quayside.protocol.wire;

import java.util.zip.CRC32C;

/**
 * The CRC-32C of bytes that come one after another (PROTOCOL.md section 6.2); of those that came before it is told, it need not see them again. For one
 * thread.
 */
public final class Checksum {
    /** The polynomial of CRC-32C, its highest power in the lowest bit. */
    private static final int POLYNOMIAL = 0x82F6_3B78;

    private static final int ONE = 1 << 31;
    private static final int X_TO_THE_8TH = 1 << 23;

    private final int before;
    private final CRC32C seen = new CRC32C();
    private long seenBytes;

    /** Of no bytes yet. */
    public Checksum() {
        this(0);
    }

    /**
     * Of the bytes that came before.
     *
     * @param before what {@link #value} was of them
     */
    public Checksum(int before) {
        this.before = before;
    }

    public void update(byte[] bytes, int offset, int length) {
        seen.update(bytes, offset, length);
        seenBytes += length;
    }

    /** Of all bytes so far. */
    public int value() {
        return joined(before, (int) seen.getValue(), seenBytes);
    }

    /** The checksum of some bytes and {@code bytes} further ones, made of that of each. */
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

    /** Of two polynomials, modulo that of the checksum. */
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
