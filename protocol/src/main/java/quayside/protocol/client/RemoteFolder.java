package quayside.protocol.client;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Mode;
import quayside.protocol.message.Omitted;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.ProtocolException;

/**
 * A folder of the share into which a tree is uploaded: asked for, there, or not to be had. Told by the pipeline's reading thread, asked by the
 * others. Thread-safe.
 */
final class RemoteFolder {
    private final RemotePath path;
    private final String shown;
    private final @Nullable RemoteFolder parent;
    private final boolean existed;
    private final Optional<Mode> mode;
    private final Tally.Source tally;
    private boolean there;
    private boolean made;
    private boolean listed;
    private RemoteNames names = new RemoteNames();
    private @Nullable ProtocolException failure;

    /**
     * @param shown its path in the source, unescaped
     * @param parent the folder that is made first; null for the top
     * @param existed whether it may have been there before this upload, so that it has to be listed
     * @param mode of its source; empty where there is none
     */
    RemoteFolder(
            RemotePath path,
            String shown,
            @Nullable RemoteFolder parent,
            boolean existed,
            Optional<Mode> mode,
            Tally.Source tally) {
        this.mode = mode;
        this.path = path;
        this.shown = shown;
        this.parent = parent;
        this.existed = existed;
        this.tally = tally;
    }

    /** One that is there for sure, and of whose names nothing is known. */
    static RemoteFolder there(RemotePath path, Tally.Source tally) {
        RemoteFolder folder = new RemoteFolder(path, "", null, false, Optional.empty(), tally);
        folder.isThere(false);
        return folder;
    }

    RemotePath path() {
        return path;
    }

    /** What it is part of. */
    Tally.Source tally() {
        return tally;
    }

    String shown() {
        return shown;
    }

    /** Whether it is known to be there, or not to be had. */
    synchronized boolean isKnown() {
        return there || failure != null;
    }

    /** Whether it may have been there before this upload: then {@link #names} wait for {@link #isListed}. */
    boolean existed() {
        return existed;
    }

    /** Whether it turned out to have been made by this upload. */
    synchronized boolean isNew() {
        return made;
    }

    /** Whether what it held is known, or it is not to be had. */
    synchronized boolean isListed() {
        return listed || failure != null;
    }

    /** What it held; of a new folder nothing. */
    synchronized RemoteNames names() {
        return names;
    }

    /** Why it is not to be had; then its parent's reason is its own. */
    @Nullable
    ProtocolException failure() {
        synchronized (this) {
            if (failure != null) {
                return failure;
            }
        }
        return parent == null ? null : parent.failure();
    }

    /** It is listed among the failures, once for all that it would have held. */
    void fail(ProtocolException why) {
        boolean withParent = parent != null && parent.failure() != null;
        synchronized (this) {
            if (failure != null) {
                return;
            }
            failure = why;
        }
        if (!withParent) {
            tally.fail(shown, why);
        }
    }

    private synchronized void isThere(boolean now) {
        there = true;
        made = now;
    }

    /** Makes it, or finds it there. */
    Pipeline.Exchange making() {
        return new Step(new Request.MakeFolder(path, true, mode)) {
            @Override
            void answered(Connection connection, Response answer) throws IOException {
                switch (answer) {
                    case Response.Done _ -> isThere(true);
                    case Response.Skipped skipped
                    when skipped.existing().isFolder()
                            && skipped.existing().name().equals(path.name()) -> isThere(false);
                    case Response other -> throw Connection.unexpected(other);
                }
            }
        };
    }

    /** Learns what it holds, where it is there already. */
    Pipeline.Exchange listing() {
        return new Step(new Request.ListFolder(path)) {
            @Override
            void answered(Connection connection, Response answer) throws IOException {
                RemoteNames found = new RemoteNames();
                Omitted _ = connection.readListing(answer, page -> page.forEach(found::add));
                synchronized (RemoteFolder.this) {
                    names = found;
                    listed = true;
                    there = true;
                }
            }
        };
    }

    private abstract class Step extends Inquiry {
        Step(Request request) {
            super(request);
        }

        @Override
        final void read(Connection connection) throws IOException {
            answered(connection, connection.answer());
        }

        @Override
        final void refused(ProtocolException why) {
            fail(why);
        }

        abstract void answered(Connection connection, Response answer) throws IOException;
    }
}
