package quayside.server.session;

import java.util.Optional;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.Storage;
import quayside.server.text.ServerPhrase;
import quayside.server.text.ServerReason;

/** Checks uploads before they begin, and reports their end to the guest and to the host. */
final class UploadReports {
    private final RequestContext session;

    UploadReports(RequestContext session) {
        this.session = session;
    }

    /** Returns the upload to request from the storage, if {@code share} permits it. */
    Storage.Upload allowed(Request.Post post, ShareInfo share) throws ProtocolException {
        RequestContext.require(share.mayUpload(), ServerPhrase.TO_UPLOAD);
        if (post.size() > Limits.MAX_FILE_BYTES) {
            throw new ProtocolException(ServerReason.FILE_OVER_LIMIT);
        }
        return new Storage.Upload(
                post.path(),
                post.size(),
                post.modified(),
                post.onConflict(),
                share.mayDelete(),
                post.mode(),
                post.unlessSame(),
                post.await() ? post.source() : Optional.empty(),
                session.locks().require(post.lock()),
                post.id(),
                post.await() ? post.reading() : Optional.empty());
    }

    /** Returns the answer to an upload that was committed. */
    Response answer(Request.Post post, Storage.UploadResult result) {
        return switch (result) {
            case Storage.UploadResult.Stored stored -> {
                session.listener()
                        .uploaded(
                                RequestContext.shown(
                                        post.path().sibling(stored.entry().name())),
                                post.size(),
                                stored.entry().lock().isPresent());
                yield new Response.Stored(stored.entry());
            }
            case Storage.UploadResult.Skipped skipped -> new Response.Skipped(skipped.existing());
            case Storage.UploadResult.Failed(ProtocolException failure) -> {
                failed(post, failure);
                yield RequestContext.failed(failure);
            }
        };
    }

    /** Returns the answer to a copy that was committed. */
    Response answer(Request.Copy copy, Storage.UploadResult result) {
        return switch (result) {
            case Storage.UploadResult.Stored stored -> {
                session.listener()
                        .changed(Sentence.of(
                                ServerPhrase.COPIED,
                                RequestContext.shown(copy.from()),
                                RequestContext.shown(copy.to())));
                yield new Response.Stored(stored.entry());
            }
            case Storage.UploadResult.Skipped _ -> throw new AssertionError("a copy is never skipped");
            case Storage.UploadResult.Failed(ProtocolException failure) -> refused(copy, failure);
        };
    }

    /** Returns the answer to a copy that failed. */
    Response refused(Request.Copy copy, ProtocolException e) {
        if (e.fault() != Fault.CANCELLED) {
            failed(copy.to(), e, "");
        }
        return RequestContext.failed(e);
    }

    void failed(Request.Post post, ProtocolException e) {
        failed(post, e, "");
    }

    /** @param words those of {@link BodyReceiver#words} */
    void failed(Request.Post post, ProtocolException e, String words) {
        failed(post.path(), e, words);
    }

    /** Reports that a file did not arrive, unless the guest alone has to know. */
    void failed(RemotePath path, ProtocolException e, String words) {
        switch (e.fault()) {
            // These faults are caused by the guest, which can correct them; they do not belong in the host's log.
            case MALFORMED,
                    PASSCODE_NEEDED,
                    WRONG_PASSCODE,
                    REFUSED,
                    NOT_FOUND,
                    EXISTS,
                    TOO_LARGE,
                    LOCKED,
                    UNPROVEN -> {}
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
                    NOT_SERVED,
                    NOT_QUAYSIDE,
                    CONNECTION_LOST,
                    HANDSHAKE_LOST,
                    BROKEN_PROTOCOL,
                    CANCELLED,
                    LOCAL_STORAGE,
                    LOCAL_DENIED -> session.listener().transferFailed(RequestContext.shown(path), e.fault(), words);
        }
    }
}
