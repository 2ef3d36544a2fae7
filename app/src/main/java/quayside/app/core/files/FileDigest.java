package quayside.app.core.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import quayside.app.core.text.Problem;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.ProgressListener;
import quayside.protocol.message.DisplayText;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** The SHA-256 of a file of this computer, its failures in the words of this program. */
public final class FileDigest {
    private FileDigest() {}

    /**
     * Reads the whole file on the calling thread; a link counts as what it leads to.
     *
     * @param progress told after each MiB at the latest
     * @return 64 lower-case hexadecimal characters, as {@code sha256sum} prints them
     * @throws ProtocolException {@link Fault#NOT_FOUND}, {@link Fault#LOCAL_STORAGE}, {@link Fault#CANCELLED}, or {@link Fault#CHANGED} where it was
     *     changed while it was read
     */
    public static String sha256(Path file, ProgressListener progress, Cancellation cancellation)
            throws ProtocolException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            String name = DisplayText.escape(String.valueOf(file.getFileName() == null ? file : file.getFileName()));
            throw new ProtocolException(Fault.LOCAL_STORAGE, "\"" + name + "\" is not a file.");
        }
        try {
            return quayside.protocol.client.transfer.FileDigest.sha256(file, progress, cancellation);
        } catch (ProtocolException e) {
            if (e.getCause() instanceof IOException ofDisk) {
                Problem problem = Problem.of(ofDisk);
                throw new ProtocolException(problem.fault(), problem.sentence(), ofDisk);
            }
            throw e;
        }
    }
}
