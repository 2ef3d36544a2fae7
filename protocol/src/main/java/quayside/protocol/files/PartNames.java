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
 * What a client's part file and its record are called (PROTOCOL.md section 8.4): never after the target's name, which may be as long as a
 * name can be.
 *
 * @param hex 16 hexadecimal digits
 */
public record PartNames(String hex) {
    private static final int BYTES = 8;
    private static final Pattern LEFTOVER =
            Pattern.compile("\\.quayside-[0-9a-f]{16}\\.(part(\\.trial)?|resume|(\u00e9|e\u0301)\\.part)");

    /**
     * The same for every try of this installation to bring {@code remotePath} of the server {@code server} to the local name {@code target}. Nobody else knows it
     * beforehand, to put something in its place.
     */
    public static PartNames of(ClientSecret secret, String server, String remotePath, String target) {
        byte[] code = secret.code("part" + '\0' + server + '\0' + remotePath + '\0' + target);
        return new PartNames(HexFormat.of().formatHex(Arrays.copyOf(code, BYTES)));
    }

    /** One that nobody comes back for. */
    public static PartNames random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new PartNames(HexFormat.of().formatHex(bytes));
    }

    /**
     * The name, the same each time, under which {@code part} is on its way to being published: nobody ever opens a file of this name for
     * writing.
     */
    public static Path aside(Path part) {
        byte[] digest = Sha256.of(String.valueOf(part.getFileName()));
        return part.resolveSibling(new PartNames(HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES))).partName());
    }

    /** The part file in {@code folder}. */
    public Path part(Path folder) {
        return folder.resolve(partName());
    }

    private String partName() {
        return ".quayside-" + hex + ".part";
    }

    public Path record(Path folder) {
        return folder.resolve(".quayside-" + hex + ".resume");
    }

    /** Finds which names {@code folder} takes for one, by files of this name, which is free there; they are deleted at once. */
    public NameFolding folding(Disk disk, Path folder) throws IOException {
        try (Directory directory = disk.open(folder)) {
            FileSystem system = folder.getFileSystem();
            String part = partName();
            return new NameFolding(
                    isOne(directory, system.getPath(part), system.getPath(part.toUpperCase(Locale.ROOT))),
                    answersToTheOtherForm(directory, system));
        }
    }

    /** Where the encoding of the system has no accents, no name has any. */
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
