package quayside.app.core.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import quayside.app.core.text.Problem;
import quayside.protocol.client.Cancellation;
import quayside.protocol.client.ProgressListener;
import quayside.protocol.message.DisplayText;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** The SHA-256 of a file of this computer. */
public final class FileDigest {
    private static final int BUFFER_BYTES = 1 << 20;

    private FileDigest() {}

    /**
     * Reads the whole file on the calling thread; a link counts as what it leads to.
     *
     * @param progress told after each MiB at the latest
     * @return 64 lower-case hexadecimal characters, as {@code sha256sum} prints them
     * @throws ProtocolException {@link Fault#NOT_FOUND}, {@link Fault#LOCAL_STORAGE}, {@link Fault#CANCELLED}, or {@link Fault#CHANGED} where it was
     *     changed while it was read
     */
    public static String sha256(Path file, ProgressListener progress, Cancellation cancellation) throws IOException {
        try {
            BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
            if (!before.isRegularFile()) {
                // Reading a pipe would wait for a writer that never comes.
                throw new ProtocolException(Fault.LOCAL_STORAGE, shown(file) + " is not a file.");
            }
            String digest = read(file, before.size(), progress, cancellation);
            BasicFileAttributes after = Files.readAttributes(file, BasicFileAttributes.class);
            if (after.size() != before.size() || !after.lastModifiedTime().equals(before.lastModifiedTime())) {
                throw new ProtocolException(
                        Fault.CHANGED, shown(file) + " was changed while it was being read; try again.");
            }
            return digest;
        } catch (ProtocolException e) {
            throw e;
        } catch (IOException e) {
            Problem problem = Problem.of(e);
            throw new ProtocolException(problem.fault(), problem.sentence(), e);
        }
    }

    private static String read(Path file, long size, ProgressListener progress, Cancellation cancellation)
            throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        long done = 0;
        progress.progressed(0, size);
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                cancellation.check();
                digest.update(buffer, 0, read);
                done += read;
                progress.progressed(done, size);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static String shown(Path file) {
        Path name = file.getFileName();
        return "\"" + DisplayText.escape((name == null ? file : name).toString()) + "\"";
    }
}
