package quayside.protocol.files;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.crypto.Sha256;

/**
 * What a client's part file and its record are called (PROTOCOL.md section 8.4): never after the target's name, which may be as long as a
 * name can be.
 *
 * @param hex 16 hexadecimal digits
 */
public record PartName(String hex) {
    private static final int BYTES = 8;
    private static final Pattern LEFTOVER =
            Pattern.compile("\\.quayside-[0-9a-f]{16}\\.(part|resume|(\u00e9|e\u0301)\\.part)");

    /**
     * The same for every try of this installation to bring {@code remotePath} of the server {@code server} to the local name {@code target}. Nobody else knows it
     * beforehand, to put something in its place.
     */
    public static PartName of(ClientSecret secret, String server, String remotePath, String target) {
        byte[] code = secret.code("part" + '\0' + server + '\0' + remotePath + '\0' + target);
        return new PartName(HexFormat.of().formatHex(Arrays.copyOf(code, BYTES)));
    }

    /** One that nobody comes back for. */
    public static PartName random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new PartName(HexFormat.of().formatHex(bytes));
    }

    /**
     * The name, the same each time, under which {@code part} is on its way to being published: nobody ever opens a file of this name for
     * writing.
     */
    static Path aside(Path part) {
        byte[] digest = Sha256.of(String.valueOf(part.getFileName()));
        return part.resolveSibling(new PartName(HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES))).partName());
    }

    /** The name of a file beside {@code part} that is made for a moment, to see what the folder grants. */
    static Path trial(Path part) {
        byte[] digest = Sha256.of("trial " + part.getFileName());
        return part.resolveSibling(new PartName(HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES))).partName());
    }

    /** The part file in {@code folder}. */
    public Path part(Path folder) {
        return folder.resolve(partName());
    }

    private String partName() {
        return ".quayside-" + hex + ".part";
    }

    Path record(Path folder) {
        return folder.resolve(".quayside-" + hex + ".resume");
    }

    /** In another case than {@link #part}. */
    Path inUpperCase(Path folder) {
        return folder.resolve(partName().toUpperCase(Locale.ROOT));
    }

    /** A name with an e acute, in one character or, where it is {@code decomposed}, in two. */
    Path withAccent(Path folder, boolean decomposed) {
        return folder.resolve(".quayside-" + hex + (decomposed ? ".e\u0301" : ".\u00e9") + ".part");
    }

    static boolean isLeftover(Path file) {
        return LEFTOVER.matcher(String.valueOf(file.getFileName())).matches();
    }
}
