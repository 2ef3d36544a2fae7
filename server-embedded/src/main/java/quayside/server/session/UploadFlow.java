package quayside.server.session;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.Storage;

/** Answers {@code POST} (PROTOCOL.md section 5.3). */
final class UploadFlow {
    private final Storage storage;
    private final Channel channel;
    private final Activity activity;
    private final SessionListener listener;

    UploadFlow(Storage storage, Channel channel, Activity activity, SessionListener listener) {
        this.storage = storage;
        this.channel = channel;
        this.activity = activity;
        this.listener = listener;
    }

    /** As {@link Verbs#answer}: false where a body that is too large to be read away follows. */
    boolean run(Request.Post post, ShareInfo share) throws IOException {
        if (!post.await() && post.size() > Limits.EAGER_POST_BYTES) {
            channel.send(new Response.Failed(Fault.TOO_LARGE, "Files of this size have to wait for the server."));
            return false;
        }
        Storage.Upload upload =
                new Storage.Upload(post.path(), post.size(), post.modified(), post.onConflict(), share.mayDelete());
        Storage.Staged staged;
        try {
            Optional<Entry> kept = check(upload, share);
            if (kept.isPresent()) {
                return decline(post, new Response.Skipped(kept.get()));
            }
            staged = storage.stage(upload);
        } catch (ProtocolException e) {
            reportFailure(post, e);
            return decline(post, Verbs.failed(e));
        }
        activity.uploading(post.path());
        try (staged) {
            return receive(post, staged);
        }
    }

    private Optional<Entry> check(Storage.Upload upload, ShareInfo share) throws ProtocolException {
        Verbs.require(share.mayUpload(), "upload");
        if (upload.size() > Limits.MAX_FILE_BYTES) {
            throw new ProtocolException(Fault.TOO_LARGE, "No file may be larger than 16 TiB.");
        }
        return storage.check(upload);
    }

    /** Answers without keeping anything: the body is read away where it comes unasked. */
    private boolean decline(Request.Post post, Response answer) throws IOException {
        if (!post.await()) {
            try {
                channel.receiveBody(post.size(), (_, _) -> {}, _ -> {});
            } catch (ProtocolException e) {
                if (e.fault() != Fault.CORRUPTED) {
                    throw e;
                }
                // Damaged or not, it is dropped.
            }
        }
        channel.send(answer);
        return true;
    }

    private boolean receive(Request.Post post, Storage.Staged staged) throws IOException {
        if (post.await()) {
            channel.send(new Response.Proceed(0));
            channel.flush();
        }
        Keeper keeper = new Keeper(post, staged);
        try {
            channel.receiveBody(post.size(), keeper, _ -> {});
        } catch (ProtocolException e) {
            keeper.fail(e);
            if (e.fault() != Fault.CORRUPTED) {
                throw e;
            }
        }
        if (keeper.failure == null) {
            commit(post, staged, keeper);
        }
        keeper.answerFailure();
        return true;
    }

    private void commit(Request.Post post, Storage.Staged staged, Keeper keeper) throws IOException {
        Storage.Landed landed;
        try {
            landed = staged.commit();
        } catch (ProtocolException e) {
            keeper.fail(e);
            return;
        }
        switch (landed) {
            case Storage.Landed.Stored stored -> {
                channel.send(new Response.Stored(stored.entry()));
                listener.uploaded(Verbs.shown(post.path()), post.size());
            }
            case Storage.Landed.Skipped skipped -> channel.send(new Response.Skipped(skipped.existing()));
        }
    }

    private void reportFailure(Request.Post post, ProtocolException e) {
        switch (e.fault()) {
            // Answers that a guest brought upon itself, and can do something about; nothing for the host's log.
            case MALFORMED, PASSCODE_NEEDED, REFUSED, NOT_FOUND, EXISTS, TOO_LARGE, LOCKED -> {}
            case CHANGED,
                    CORRUPTED,
                    TOO_MANY_TRIES,
                    SERVER_ERROR,
                    SERVER_FULL,
                    DISK_FULL,
                    UNKNOWN_STATUS,
                    WRONG_KEY,
                    UNREACHABLE,
                    SERVER_KEY_CHANGED,
                    NOT_QUAYSIDE,
                    CONNECTION_LOST,
                    HANDSHAKE_LOST,
                    BROKEN_PROTOCOL,
                    CANCELLED,
                    LOCAL_STORAGE -> listener.transferFailed(Verbs.shown(post.path()), e.sentence());
        }
    }

    /**
     * Keeps the body until the disk fails, and from then on only reads it away: the connection stays in step. Who was asked to
     * send an awaited body is told at once, and need not send the rest.
     */
    private final class Keeper implements Channel.Sink {
        private final Request.Post post;
        private final Storage.Staged staged;
        private @Nullable ProtocolException failure;
        private boolean answered;

        Keeper(Request.Post post, Storage.Staged staged) {
            this.post = post;
            this.staged = staged;
        }

        @Override
        public void write(byte[] buffer, int count) throws IOException {
            if (failure != null) {
                return;
            }
            try {
                staged.write(buffer, count);
            } catch (ProtocolException e) {
                fail(e);
                staged.close();
                if (post.await()) {
                    answerFailure();
                    channel.flush();
                }
            }
        }

        /** What failed first counts, and is reported once. */
        void fail(ProtocolException e) {
            if (failure == null) {
                failure = e;
                reportFailure(post, e);
            }
        }

        void answerFailure() throws IOException {
            if (failure != null && !answered) {
                answered = true;
                channel.send(Verbs.failed(failure));
            }
        }
    }
}
