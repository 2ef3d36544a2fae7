package quayside.protocol.files;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import quayside.protocol.crypto.ClientSecret;
import quayside.protocol.crypto.Sha256;

/**
 * The names of a client's part file and its record (PROTOCOL.md section 8.4). They do not contain the target's name,
 * which may be as long as a name can be.
 *
 * @param hex 16 lower-case hexadecimal digits
 */
public record PartNames(String hex) {
    private static final int BYTES = 8;
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern LEFTOVER =
            Pattern.compile("\\.quayside-[0-9a-f]{16}\\.(part(\\.trial)?|resume|(\u00e9|e\u0301)\\.part)");

    public PartNames {
        if (!DIGITS.matcher(hex).matches()) {
            throw new IllegalArgumentException("not the digits of a part file");
        }
    }

    /**
     * Returns the names for a download of {@code remotePath} of the server {@code server} to the local name {@code
     * target}. They are the same for every try of this installation. Nobody else knows them in advance, so nobody can
     * prepare a file under them.
     */
    public static PartNames of(ClientSecret secret, String server, String remotePath, String target) {
        byte[] code = secret.code("part" + '\0' + server + '\0' + remotePath + '\0' + target);
        return new PartNames(HexFormat.of().formatHex(Arrays.copyOf(code, BYTES)));
    }

    /** Returns random names, for a download that no later try resumes. */
    public static PartNames random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new PartNames(HexFormat.of().formatHex(bytes));
    }

    /**
     * Returns the name under which {@code part} is published, the same each time. No program ever opens a file of this
     * name for writing.
     */
    public static Path aside(Path part) {
        byte[] digest = Sha256.of(String.valueOf(part.getFileName()));
        return part.resolveSibling(new PartNames(HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES))).partName());
    }

    public Path part(Path folder) {
        return folder.resolve(partName());
    }

    private String partName() {
        return ".quayside-" + hex + ".part";
    }

    public Path record(Path folder) {
        return folder.resolve(".quayside-" + hex + ".resume");
    }

    /**
     * Finds out which names {@code folder} treats as equal. For that it creates files under these names, which are free
     * there, and deletes them at once.
     */
    public NameFolding folding(Disk disk, Path folder) throws IOException {
        try (Directory directory = disk.open(folder)) {
            FileSystem system = folder.getFileSystem();
            String part = partName();
            return new NameFolding(
                    isOne(directory, system.getPath(part), system.getPath(part.toUpperCase(Locale.ROOT))),
                    answersToTheOtherForm(directory, system));
        }
    }

    /**
     * Returns whether the folder treats both forms of an accent as equal. Returns false if the system's encoding has no
     * accents, since then no name has any.
     */
    private boolean answersToTheOtherForm(Directory directory, FileSystem system) throws IOException {
        Path composed;
        Path decomposed;
        try {
            composed = system.getPath(".quayside-" + hex + ".\u00e9.part");
            decomposed = system.getPath(".quayside-" + hex + ".e\u0301.part");
        } catch (InvalidPathException e) {
            return false;
        }
        return isOne(directory, composed, decomposed);
    }

    private static boolean isOne(Directory directory, Path made, Path other) throws IOException {
        directory.openFile(made, Directory.Opening.NEW).close();
        try {
            return directory.find(other) != null;
        } finally {
            directory.deleteFile(made);
        }
    }

    public static boolean isLeftover(Path file) {
        return LEFTOVER.matcher(String.valueOf(file.getFileName())).matches();
    }
}
