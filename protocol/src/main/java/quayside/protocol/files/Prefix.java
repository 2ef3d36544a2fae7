package quayside.protocol.files;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.wire.Checksum;

/**
 * The beginning of a file as it is read, once, to be compared with what the other side has of it (PROTOCOL.md sections 5.2 and 5.3). For one thread.
 */
public final class Prefix {
    private final MessageDigest digest = Sha256.start();
    private final Checksum checksum = new Checksum();

    /** Takes the next {@code count} bytes at the start of {@code buffer}. */
    public void update(byte[] buffer, int count) {
        digest.update(buffer, 0, count);
        checksum.update(buffer, 0, count);
    }

    /** Whether {@code sha256} is that of the bytes so far; in constant time. Nothing can be added afterwards. */
    public boolean is(String sha256) {
        String own = HexFormat.of().formatHex(digest.digest());
        return MessageDigest.isEqual(
                own.getBytes(StandardCharsets.US_ASCII), sha256.getBytes(StandardCharsets.US_ASCII));
    }

    /** Of the bytes so far, to go on with. */
    public Checksum checksum() {
        return checksum;
    }
}
