package quayside.protocol.client.transfer;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.Connection;
import quayside.protocol.client.unlock.Pipeline;
import quayside.protocol.message.Mode;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.ProtocolException;

/**
 * State of a folder of the share into which a tree is uploaded: requested, available, or unavailable. One thread
 * requests; the reading thread of a pipeline handles the answers.
 */
final class RemoteFolder {
    private final RemotePath path;
    private final String shown;
    private final @Nullable RemoteFolder parent;
    private final Optional<Mode> mode;
    private final TransferProgress.Source progress;
    private @Nullable CompletableFuture<Optional<Boolean>> made;
    private @Nullable CompletableFuture<Optional<RemoteNames>> listed;
    private @Nullable ProtocolException failure;

    /**
     * @param shown its path in the source, unescaped
     * @param parent the folder that is made first; null for the top
     * @param mode the mode of its source; empty if there is none
     */
    RemoteFolder(
            RemotePath path,
            String shown,
            @Nullable RemoteFolder parent,
            Optional<Mode> mode,
            TransferProgress.Source progress) {
        this.mode = mode;
        this.path = path;
        this.shown = shown;
        this.parent = parent;
        this.progress = progress;
    }

    /** Returns a folder that certainly exists, and whose names are not listed. */
    static RemoteFolder there(RemotePath path, TransferProgress.Source progress) {
        return new RemoteFolder(path, "", null, Optional.empty(), progress);
    }

    RemotePath path() {
        return path;
    }

    /** Returns the progress of the source that this folder is part of. */
    TransferProgress.Source progress() {
        return progress;
    }

    String shown() {
        return shown;
    }

    /** Waits until the folder is known to exist or to be unavailable. */
    void awaitKnown(Pipeline pipeline) throws ProtocolException {
        if (made != null) {
            Optional<Boolean> _ = pipeline.await(made);
        } else {
            RemoteNames _ = names(pipeline);
        }
    }

    /** Returns whether this upload made the folder. Waits for the answer. */
    boolean isNew(Pipeline pipeline) throws ProtocolException {
        return made != null && pipeline.await(made).orElse(false);
    }

    /**
     * Returns the names in the folder. Waits for them if the folder may have existed before this upload. A new or
     * unavailable folder has none.
     */
    RemoteNames names(Pipeline pipeline) throws ProtocolException {
        return listed == null ? new RemoteNames() : pipeline.await(listed).orElseGet(RemoteNames::new);
    }

    /** Returns why the folder is unavailable. A fault of its parent applies to it too. */
    @Nullable
    ProtocolException failure() {
        synchronized (this) {
            if (failure != null) {
                return failure;
            }
        }
        return parent == null ? null : parent.failure();
    }

    /** Marks the folder as unavailable. It is listed once among the failures, for everything in it. */
    void fail(ProtocolException why) {
        boolean withParent = parent != null && parent.failure() != null;
        synchronized (this) {
            if (failure != null) {
                return;
            }
            failure = why;
        }
        if (!withParent) {
            progress.fail(shown, why);
        }
    }

    /** Requests that the folder is made, unless it exists. */
    void make(Pipeline pipeline) throws ProtocolException {
        made = pipeline.submit(new Request.MakeFolder(path, true, mode), this::readMade, new FolderOutcome<>());
    }

    private boolean readMade(Connection connection) throws IOException {
        Response answer = connection.answer();
        return switch (answer) {
            case Response.Done _ -> true;
            case Response.Skipped skipped
            when skipped.existing().isFolder() && skipped.existing().name().equals(path.name()) -> false;
            case Response other -> throw Connection.unexpected(other);
        };
    }

    /** Requests the names in the folder, if it exists already. */
    void list(Pipeline pipeline) throws ProtocolException {
        listed = pipeline.submit(new Request.ListFolder(path), RemoteFolder::readNames, new FolderOutcome<>());
    }

    private static RemoteNames readNames(Connection connection) throws IOException {
        RemoteNames found = new RemoteNames();
        Omitted _ = EntryReader.listing(connection, connection.answer(), page -> page.forEach(found::add));
        return found;
    }

    private final class FolderOutcome<T> implements Pipeline.Outcome<T> {
        @Override
        public void refused(ProtocolException why) {
            fail(why);
        }
    }
}
