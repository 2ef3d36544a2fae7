package quayside.protocol.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/**
 * Keeps a {@link ServerIdentity} in a file of two lines: a heading, and the base64 of seed and public key.
 *
 * <p>The file contains the public key only so that damage is noticed. Otherwise a flipped bit would change the
 * identity, and every guest would take the server for an impostor.
 */
final class IdentityFile {
    private static final String HEADING = "quayside server identity 1";
    private static final int MAX_FILE_BYTES = 1024;
    private static final String OWNER_FILE = "rw-------";
    private static final String OWNER_FOLDER = "rwx------";

    private IdentityFile() {}

    static ServerIdentity loadOrCreate(Path file) throws IOException {
        try {
            return load(file);
        } catch (NoSuchFileException e) {
            return create(file);
        }
    }

    private static ServerIdentity load(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_FILE_BYTES + 1);
        }
        if (hasPosixPermissions(file)) {
            // A backup or a copy may have widened the permissions.
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(OWNER_FILE));
        }
        return decode(bytes, file);
    }

    private static ServerIdentity create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("The server's identity cannot be kept at " + file + ", because that is no file.");
        }
        Files.createDirectories(folder, ownerOnly(file, OWNER_FOLDER));
        ServerIdentity identity = ServerIdentity.generate();
        Path draft = Files.createTempFile(folder, ".identity", ".tmp", ownerOnly(file, OWNER_FILE));
        try {
            write(draft, encode(identity));
            publish(draft, file);
            syncFolder(folder);
            return identity;
        } catch (FileAlreadyExistsException e) {
            // Another process was first; there must be only one identity.
            return load(file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void write(Path draft, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** Gives the complete file its name. Unlike a rename, this never replaces a file. */
    private static void publish(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // Without hard links, as on FAT, the next best is a move that first checks for an existing file.
            Files.move(draft, file);
        }
    }

    private static void syncFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException | UnsupportedOperationException e) {
            // Windows does not open folders; the file system's journal has to suffice there.
        }
    }

    private static byte[] encode(ServerIdentity identity) {
        byte[] both = ByteBuffer.allocate(Primitives.SEED_BYTES + Primitives.PUBLIC_KEY_BYTES)
                .put(identity.seed())
                .put(identity.publicKey())
                .array();
        String text = HEADING + "\n" + Base64.getEncoder().encodeToString(both) + "\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Decodes strictly: only the exact output of {@link #encode} is an identity. */
    private static ServerIdentity decode(byte[] bytes, Path file) throws IOException {
        String[] lines = new String(bytes, StandardCharsets.US_ASCII).split("\n", -1);
        if (lines.length > 1) {
            try {
                byte[] both = Base64.getDecoder().decode(lines[1]);
                if (both.length == Primitives.SEED_BYTES + Primitives.PUBLIC_KEY_BYTES) {
                    ServerIdentity identity = ServerIdentity.fromSeed(Arrays.copyOf(both, Primitives.SEED_BYTES));
                    if (Arrays.equals(encode(identity), bytes)) {
                        return identity;
                    }
                }
            } catch (IllegalArgumentException e) {
                // Not base64, so the file is damaged.
            }
        }
        throw new ProtocolException(Reason.IDENTITY_DAMAGED, file);
    }

    private static boolean hasPosixPermissions(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix");
    }

    private static FileAttribute<?>[] ownerOnly(Path file, String permissions) {
        Set<String> views = file.getFileSystem().supportedFileAttributeViews();
        return views.contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
