package quayside.protocol.client.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.crypto.Sha256;
import quayside.protocol.files.FileProblem;
import quayside.protocol.files.LocalNames;
import quayside.protocol.files.Settling;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/** Computes the SHA-256 of a file of this computer, for comparison with the answer to {@code VERIFY} (PROTOCOL.md section 5.7). */
public final class FileDigest {
    private static final int BUFFER_BYTES = 256 * 1024;

    private FileDigest() {}

    /**
     * Returns the SHA-256 of {@code file}. Blocks while it reads the whole file.
     *
     * @return 64 lower-case hexadecimal characters, as {@code sha256sum} prints them
     * @throws ProtocolException {@link Fault#LOCAL_STORAGE}, {@link Fault#CHANGED} if the file was changed while it was
     *     read, {@link Fault#CANCELLED}
     */
    public static String sha256(Path file, ProgressListener progress, Cancellation cancellation)
            throws ProtocolException {
        LocalFile found = LocalFile.at(file);
        found.settle(Settling.OF_SYSTEM);
        MessageDigest sha256 = Sha256.start();
        byte[] buffer = new byte[BUFFER_BYTES];
        long done = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int count = 0; count >= 0; count = channel.read(ByteBuffer.wrap(buffer))) {
                cancellation.check();
                sha256.update(buffer, 0, count);
                done += count;
                progress.progressed(done, found.size());
            }
        } catch (IOException e) {
            throw FileProblem.local(e);
        }
        if (!found.equals(LocalFile.at(file))) {
            throw new ProtocolException(Reason.CHANGED_WHILE_READ, LocalNames.shown(file));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
