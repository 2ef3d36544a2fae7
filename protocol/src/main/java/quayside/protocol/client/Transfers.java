package quayside.protocol.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectionPool;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.connection.TaskGroup;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferProgress;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.client.transfer.TreeDownload;
import quayside.protocol.client.transfer.TreeUpload;
import quayside.protocol.client.unlock.NewLock;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/**
 * Transfers files, and folders with everything in them. Items that cannot be transferred are listed, and the rest is
 * transferred. Empty folders are transferred too.
 *
 * <p>All calls block until done. A fault of one file fails that file only. A fault of the connection, a full disk or a
 * cancellation ends the whole transfer with a {@link ProtocolException}; files that were transferred before stay.
 */
public final class Transfers {
    private Transfers() {}

    /** Uploads the local {@code source} into the remote folder, under its own name. Links are not followed. */
    public static TransferReport.Summary upload(
            ShareClient client,
            Path source,
            RemotePath intoFolder,
            OnConflict onConflict,
            TransferListener listener,
            Cancellation cancellation)
            throws IOException {
        return upload(client, source, intoFolder, onConflict, Optional.empty(), listener, cancellation);
    }

    /**
     * Uploads as {@link #upload}, with every uploaded file protected from its first moment on; see {@link #uploadAll}.
     */
    public static TransferReport.Summary upload(
            ShareClient client,
            Path source,
            RemotePath intoFolder,
            OnConflict onConflict,
            Optional<NewLock> lock,
            TransferListener listener,
            Cancellation cancellation)
            throws IOException {
        return uploadAll(client, List.of(source), intoFolder, onConflict, lock, listener, cancellation)
                .only();
    }

    /**
     * Uploads files and folders of this computer into the remote folder, each under its own name, as if they were in
     * one folder. Small files go over one connection without waiting for answers. If two sources have the same name,
     * the second comes last and replaces nothing.
     *
     * <p>Each source has its own result. A fault of the connection, or a cancellation, ends all of them.
     *
     * @param lock the lock for all uploaded files. Other uploads to this share may use it too. Its passcode may be
     *     closed once all of them have returned
     */
    public static TransferReport uploadAll(
            ShareClient client,
            List<Path> sources,
            RemotePath intoFolder,
            OnConflict onConflict,
            Optional<NewLock> lock,
            TransferListener listener,
            Cancellation cancellation) {
        return uploadAll(client, sources, intoFolder, ConflictRules.all(onConflict), lock, listener, cancellation);
    }

    /** Uploads as {@link #uploadAll}, with a policy for each file. */
    public static TransferReport uploadAll(
            ShareClient client,
            List<Path> sources,
            RemotePath intoFolder,
            ConflictRules rules,
            Optional<NewLock> lock,
            TransferListener listener,
            Cancellation cancellation) {
        return run(
                client,
                sources.size(),
                lock,
                listener,
                cancellation,
                (connections, unlocker, progress, tasks) -> new TreeUpload(
                                connections,
                                unlocker,
                                rules,
                                client.serverChecksSeen(),
                                client.share().mayList(),
                                progress,
                                tasks)
                        .run(sources, intoFolder));
    }

    /**
     * Downloads the remote {@code source} into the local folder, under its own name. Nothing is written outside that
     * folder.
     */
    public static TransferReport.Summary download(
            ShareClient client,
            RemotePath source,
            Path intoFolder,
            OnConflict onConflict,
            TransferListener listener,
            Cancellation cancellation)
            throws IOException {
        return downloadAll(client, List.of(source), intoFolder, onConflict, listener, cancellation)
                .only();
    }

    /** Downloads files and folders of the share into the local folder, in the same way as {@link #uploadAll}. */
    public static TransferReport downloadAll(
            ShareClient client,
            List<RemotePath> sources,
            Path intoFolder,
            OnConflict onConflict,
            TransferListener listener,
            Cancellation cancellation) {
        return downloadAll(client, sources, intoFolder, ConflictRules.all(onConflict), listener, cancellation);
    }

    /** Downloads as {@link #downloadAll}, with a policy for each file. */
    public static TransferReport downloadAll(
            ShareClient client,
            List<RemotePath> sources,
            Path intoFolder,
            ConflictRules rules,
            TransferListener listener,
            Cancellation cancellation) {
        return run(
                client,
                sources.size(),
                Optional.empty(),
                listener,
                cancellation,
                (connections, unlocker, progress, tasks) -> new TreeDownload(
                                connections, unlocker, client.downloads(), rules, progress, tasks)
                        .run(sources, intoFolder, client.fingerprint().toString()));
    }

    private interface Work {
        void run(Reconnector connections, Unlocker unlocker, TransferProgress progress, TaskGroup tasks)
                throws IOException;
    }

    private static TransferReport run(
            ShareClient client,
            int sources,
            Optional<NewLock> lock,
            TransferListener listener,
            Cancellation cancellation,
            Work work) {
        TransferProgress progress = new TransferProgress(listener, sources);
        Optional<ProtocolException> ended = Optional.empty();
        try (TaskGroup tasks = new TaskGroup(cancellation);
                Unlocker unlocker = client.unlocker(lock, progress, tasks.cancellation());
                Cancellation.Registration _ = client.pool().onClose(() -> tasks.fail(ConnectionPool.closed()))) {
            Reconnector connections =
                    new Reconnector(client.pool(), client.retry(), progress, tasks.cancellation(), connection -> {
                        unlocker.replay(connection);
                        client.pool().limit(connection);
                    });
            progress.onEnd(tasks::fail);
            progress.onMoved(connections::moved);
            tasks.lead(() -> work.run(connections, unlocker, progress, tasks));
        } catch (ProtocolException e) {
            ended = Optional.of(e);
        } finally {
            if (cancellation.isDiscarding()) {
                // The transfer may have been waiting for its connection, with nothing open.
                cancellation.discardKept();
            }
        }
        return new TransferReport(progress.results(), ended);
    }
}
