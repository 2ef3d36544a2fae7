package quayside.protocol.files;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.wire.Checksum;

/**
 * The beginning of a file, digested as it is read once, for comparison with the other side's copy (PROTOCOL.md sections
 * 5.2 and 5.3). For one thread.
 */
public final class Prefix {
    private final MessageDigest digest = Sha256.start();
    private final Checksum checksum = new Checksum();

    /** Adds the first {@code count} bytes of {@code buffer}. */
    public void update(byte[] buffer, int count) {
        digest.update(buffer, 0, count);
        checksum.update(buffer, 0, count);
    }

    /**
     * Returns whether {@code sha256} is the digest of the bytes so far. Compares in constant time. Nothing can be added
     * afterwards.
     */
    public boolean is(String sha256) {
        String own = HexFormat.of().formatHex(digest.digest());
        return MessageDigest.isEqual(
                own.getBytes(StandardCharsets.US_ASCII), sha256.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the checksum of the bytes so far, which can be continued. */
    public Checksum checksum() {
        return checksum;
    }
}
