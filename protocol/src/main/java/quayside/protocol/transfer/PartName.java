package quayside.protocol.transfer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a client's part file and its record are called (PROTOCOL.md section 8.4): never after the target's name, which may be as long as a
 * name can be.
 *
 * @param hex 16 hexadecimal digits
 */
public record PartName(String hex) {
    private static final int BYTES = 8;
    private static final Pattern LEFTOVER = Pattern.compile("\\.quayside-[0-9a-f]{16}\\.(part|resume)");

    /** The same for every try to bring {@code remotePath} of the server {@code server} to the local name {@code target}. */
    public static PartName of(String server, String remotePath, String target) {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        byte[] digest = sha256.digest((server + '\0' + remotePath + '\0' + target).getBytes(StandardCharsets.UTF_8));
        return new PartName(HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES)));
    }

    /** One that nobody comes back for. */
    static PartName random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new PartName(HexFormat.of().formatHex(bytes));
    }

    /** The part file in {@code folder}. */
    public Path part(Path folder) {
        return folder.resolve(".quayside-" + hex + ".part");
    }

    Path record(Path folder) {
        return folder.resolve(".quayside-" + hex + ".resume");
    }

    static boolean isLeftover(Path file) {
        return LEFTOVER.matcher(String.valueOf(file.getFileName())).matches();
    }
}
