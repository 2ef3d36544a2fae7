package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

/** SKELETON (the integrator writes it). Moves a file, or a folder with all it holds; what cannot be transferred is listed, the rest arrives. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class FolderTransfer {
    private FolderTransfer() {}

    /** Told on the transferring thread. */
    public interface Listener {
        /** The tree has been counted (or counted further): files and bytes in all, as known now. */
        void counted(long files, long bytes);

        /** A file begins; path relative to the source, display-escaped. */
        void fileStarted(String path, long bytes);

        /** bytesDone over the whole tree. */
        void progressed(long bytesDone);

        void fileFinished(String path, TransferResult result);

        void fileFailed(String path, String sentence);
    }

    /** One item that was not transferred. */
    public record Failure(String path, String sentence) {}

    /** What happened: files stored, files skipped, failures (at most 1,000 listed; failedCount counts all). */
    public record Summary(long stored, long skipped, long failedCount, List<Failure> failures, long bytes) {}

    /** Uploads source (file or folder) into the remote folder, under its own name. Faults of the connection end it as ProtocolException. */
    public static Summary upload(
            ShareClient client,
            Path source,
            RemotePath intoFolder,
            OnConflict onConflict,
            Listener listener,
            Cancellation cancellation)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Downloads source (file or folder) into the local folder, under its own name. */
    public static Summary download(
            ShareClient client,
            RemotePath source,
            Path intoFolder,
            OnConflict onConflict,
            Listener listener,
            Cancellation cancellation)
            throws IOException {
        throw new UnsupportedOperationException();
    }
}
