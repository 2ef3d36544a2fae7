package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Moves files, and folders with all they hold. What cannot be transferred is listed and the rest arrives; empty folders arrive too.
 *
 * <p>All calls block until done. A fault of one file is that file's; a fault of the connection, a full disk or a
 * cancellation ends the whole as a {@link ProtocolException}, and what arrived before stays.
 */
public final class FolderTransfer {
    /** Failures beyond this number are counted but not listed. */
    public static final int MOST_LISTED_FAILURES = 1000;

    private FolderTransfer() {}

    /** Told on the transferring thread, often; must return at once. Paths begin with the source's name and are escaped for display. */
    public interface Listener {
        Listener NONE = new Listener() {};

        /** What there is to do in all, as known now. */
        default void counted(long files, long bytes) {}

        default void fileStarted(String path, long bytes) {}

        /** {@code bytesDone} over the whole tree; goes back where a file failed half-way. */
        default void progressed(long bytesDone) {}

        default void fileFinished(String path, TransferResult result) {}

        default void fileFailed(String path, String sentence) {}

        /** The connection was lost and is tried again after {@code pause}: {@code sentence} says what happened and what is waited for. */
        default void waiting(String sentence, Duration pause) {}

        /** The connection is there again, and the transfer goes on. */
        default void goesOn() {}

        /** Everything waits for somebody to say a passcode: {@code sentence} says for which file, escaped for display. */
        default void asking(String sentence) {}

        /** The passcode was said, or is not to be had, and the transfer goes on. */
        default void answered() {}

        /** Something that the user may want to know and that is no failure, such as a file that was changed and starts again. */
        default void noted(String path, String sentence) {}
    }

    /**
     * An item that was not transferred, and why; path and sentence are for display.
     *
     * @param items how many the sentence is about: one mostly, and all that a share leaves out of a folder
     */
    public record Failure(String path, Fault fault, String sentence, long items) {
        /** Of one item. */
        public Failure(String path, Fault fault, String sentence) {
            this(path, fault, sentence, 1);
        }
    }

    /**
     * What happened.
     *
     * @param stored files that arrived
     * @param skipped files that the conflict rule left
     * @param failedCount items that could not be transferred; the first {@link #MOST_LISTED_FAILURES} are in {@code failures}
     * @param bytes of the files that arrived
     */
    public record Summary(long stored, long skipped, long failedCount, List<Failure> failures, long bytes) {}

    /**
     * What became of one of several sources.
     *
     * @param complete whether all of it was transferred, or failed
     * @param ended why the rest of it was not tried, where that is so
     */
    public record Result(Summary summary, boolean complete, Optional<ProtocolException> ended) {}

    /**
     * What became of several sources.
     *
     * @param sources in the order in which they were named
     * @param ended why everything was left off before its end, where that is so
     */
    public record Results(List<Result> sources, Optional<ProtocolException> ended) {
        /** Fails as what ended the one source, or all. */
        private Summary ofOne() throws ProtocolException {
            Optional<ProtocolException> why = ended.or(sources.getFirst()::ended);
            if (why.isPresent()) {
                throw why.get();
            }
            return sources.getFirst().summary();
        }
    }

    /** Uploads the local {@code source} into the remote folder, under its own name. Links are not followed. */
    public static Summary upload(
            ShareClient client,
            Path source,
            RemotePath intoFolder,
            OnConflict onConflict,
            Listener listener,
            Cancellation cancellation)
            throws IOException {
        return upload(client, source, intoFolder, onConflict, Optional.empty(), listener, cancellation);
    }

    /** As {@link #upload}, with all that arrives protected from its first moment on; see {@link #uploadAll}. */
    public static Summary upload(
            ShareClient client,
            Path source,
            RemotePath intoFolder,
            OnConflict onConflict,
            Optional<NewLock> lock,
            Listener listener,
            Cancellation cancellation)
            throws IOException {
        return uploadAll(client, List.of(source), intoFolder, onConflict, lock, listener, cancellation)
                .ofOne();
    }

    /**
     * Uploads files and folders of this computer into the remote folder, each under its own name, as if they lay in one folder: what is small goes over one
     * connection without waiting for answers. Of two that have the same name the second comes last, and replaces nothing.
     *
     * <p>Each source has its own result. What is the connection's fault, and a cancellation, ends all of them.
     *
     * @param lock for all that arrives; may be shared with other uploads to this share. Its passcode may be closed once all of them have returned
     */
    public static Results uploadAll(
            ShareClient client,
            List<Path> sources,
            RemotePath intoFolder,
            OnConflict onConflict,
            Optional<NewLock> lock,
            Listener listener,
            Cancellation cancellation) {
        return run(
                client,
                sources.size(),
                lock,
                listener,
                cancellation,
                (connections, tally, crew) ->
                        new FolderUpload(connections, onConflict, tally, crew).run(sources, intoFolder));
    }

    /** Downloads the remote {@code source} into the local folder, under its own name; nothing is written outside that folder. */
    public static Summary download(
            ShareClient client,
            RemotePath source,
            Path intoFolder,
            OnConflict onConflict,
            Listener listener,
            Cancellation cancellation)
            throws IOException {
        return downloadAll(client, List.of(source), intoFolder, onConflict, listener, cancellation)
                .ofOne();
    }

    /** Downloads files and folders of the share into the local folder; as {@link #uploadAll}. */
    public static Results downloadAll(
            ShareClient client,
            List<RemotePath> sources,
            Path intoFolder,
            OnConflict onConflict,
            Listener listener,
            Cancellation cancellation) {
        return run(
                client,
                sources.size(),
                Optional.empty(),
                listener,
                cancellation,
                (connections, tally, crew) -> new FolderDownload(connections, client.disks(), onConflict, tally, crew)
                        .run(sources, intoFolder, client.fingerprint().toString()));
    }

    private interface Work {
        void run(Reconnection connections, Tally tally, Crew crew) throws IOException;
    }

    private static Results run(
            ShareClient client,
            int sources,
            Optional<NewLock> lock,
            Listener listener,
            Cancellation cancellation,
            Work work) {
        Tally tally = new Tally(listener, sources);
        Optional<ProtocolException> ended = Optional.empty();
        try (Crew crew = new Crew(cancellation);
                Keys keys = client.keys(lock, tally, crew.cancellation());
                Cancellation.Registration _ = client.pool().onClose(() -> crew.fail(ConnectionPool.closed()))) {
            Reconnection connections =
                    new Reconnection(client.pool(), client.retry(), tally, crew.cancellation(), keys);
            tally.onEnd(crew::fail);
            crew.lead(() -> work.run(connections, tally, crew));
        } catch (ProtocolException e) {
            ended = Optional.of(e);
        } finally {
            if (cancellation.isDiscarding()) {
                // It may have waited for its connection, with nothing open.
                cancellation.discardKept();
            }
        }
        return new Results(tally.results(), ended);
    }
}
