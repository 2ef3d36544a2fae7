package quayside.server.session;

import java.util.Optional;
import quayside.protocol.message.Entry;
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
        Storage.Upload upload = new Storage.Upload(
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
                post.await() ? post.reading() : Optional.empty(),
                post.seen());
        return share.mayList() ? upload : upload.dropped(session.grant().folder());
    }

    /** Returns the answer to an upload that the conflict policy has dropped, or that arrived before. */
    Response skipped(Request.Post post, Storage.Upload upload, Entry existing) {
        return new Response.Skipped(upload.drop().isEmpty() ? existing : asSent(post));
    }

    /** Returns the entry of an upload as its guest described it, for one who learns nothing of what is stored. */
    private static Entry asSent(Request.Post post) {
        return new Entry(
                post.path().name(), Entry.Kind.FILE, post.size(), post.modified(), post.mode(), Optional.empty());
    }

    /** Returns the answer to an upload that was committed. */
    Response answer(Request.Post post, Storage.Upload upload, Storage.UploadResult result) {
        return switch (result) {
            case Storage.UploadResult.Stored stored -> {
                RemotePath place = stored.dropped()
                        .orElseGet(() -> post.path().sibling(stored.entry().name()));
                session.listener()
                        .uploaded(
                                RequestContext.shown(place),
                                post.size(),
                                stored.entry().lock().isPresent());
                yield new Response.Stored(stored.dropped().isEmpty() ? stored.entry() : asSent(post));
            }
            case Storage.UploadResult.Skipped skipped -> skipped(post, upload, skipped.existing());
            case Storage.UploadResult.Failed(ProtocolException failure) -> {
                failed(post, failure);
                yield session.failed(failure);
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
            failed(copy, e);
        }
        return session.failed(e);
    }

    void failed(Request.Post post, ProtocolException e) {
        failed(post, e, "");
    }

    /** @param words those of {@link BodyReceiver#words} */
    void failed(Request.Post post, ProtocolException e, String words) {
        if (concernsHost(e.fault())) {
            session.listener().transferFailed(RequestContext.shown(post.path()), e.fault(), words);
        }
    }

    /** Reports that a file was not copied, unless the guest alone has to know. */
    void failed(Request.Copy copy, ProtocolException e) {
        if (concernsHost(e.fault())) {
            session.listener()
                    .changed(Sentence.of(
                            ServerPhrase.NOT_COPIED,
                            RequestContext.shown(copy.from()),
                            RequestContext.shown(copy.to()),
                            reason(e.fault())));
        }
    }

    private static ServerPhrase reason(Fault fault) {
        return switch (fault) {
            case CHANGED, CORRUPTED -> ServerPhrase.FILE_CHANGED;
            case DISK_FULL -> ServerPhrase.DISK_FULL;
            case SERVER_FULL -> ServerPhrase.TOO_BUSY;
            default -> ServerPhrase.DISK_FAILED;
        };
    }

    /** Returns whether the host's log shows a fault. It does not show those that the guest causes and can correct. */
    private static boolean concernsHost(Fault fault) {
        return switch (fault) {
            case MALFORMED, PASSCODE_NEEDED, WRONG_PASSCODE, REFUSED, NOT_FOUND, EXISTS, TOO_LARGE, LOCKED, UNPROVEN ->
                false;
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
                    LOCAL_DENIED -> true;
        };
    }
}
