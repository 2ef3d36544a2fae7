package quayside.server.session;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.message.Entry;
import quayside.protocol.message.ListingPages;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.DisplayText;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.Limits;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.Source;
import quayside.server.storage.Storage;
import quayside.server.text.ServerPhrase;
import quayside.server.text.ServerReason;

/**
 * Answers requests (PROTOCOL.md section 5), each according to the guest's permissions at its arrival. The answers to
 * small uploads and downloads may wait for the next request of the same kind. They are sent before the answer to any
 * other request.
 */
final class RequestHandler implements AutoCloseable {
    /**
     * The maximum bytes that a listing holds while the guest does not read it: the entries of a page, and the previous
     * page before and after sealing.
     */
    static final long LISTING_BYTES = 256 * 1024;

    private final RequestContext session;
    private final Source source;
    private final DownloadFlow downloads;
    private final UploadFlow uploads;
    private final UploadBatch batch;
    private final LockHandler locks;

    RequestHandler(SessionContext context, RequestContext session, Source source) {
        this.session = session;
        this.source = source;
        this.downloads = new DownloadFlow(session);
        this.uploads = new UploadFlow(session, context.activeUploads());
        this.batch = new UploadBatch(session);
        this.locks = new LockHandler(context.verifier(), session, source);
    }

    /**
     * Answers {@code request}, or accepts it to answer it in {@link #finish}, which also flushes. Returns whether the
     * connection can continue.
     *
     * @throws IOException if the connection is at its end; every other failure is answered
     */
    boolean answer(Request asked) throws IOException {
        ShareInfo share = session.grant().share();
        if (!share.mayList() && needsSight(asked)) {
            refuse(new ProtocolException(ServerReason.ONLY_SENDING));
            return true;
        }
        Request request;
        try {
            request = session.grant().place(asked);
        } catch (ProtocolException e) {
            return refuseUndelivered(asked, e);
        }
        if (isTransfer(request)) {
            // First this is noted, then the pause looked at: a pause that comes meanwhile finds it.
            session.activity().transferBegins();
            if (session.orders().get().paused()) {
                return refuseUndelivered(request, new ProtocolException(ServerReason.PAUSED));
            }
        }
        if (request instanceof Request.Post post && !post.await()) {
            return take(post, share);
        }
        if (request instanceof Request.Copy copy) {
            downloads.finish();
            batch.take(copy, share);
            return true;
        }
        if (request instanceof Request.Get get) {
            batch.finish();
            downloads.run(get, share);
            return true;
        }
        settle();
        switch (request) {
            case Request.ListFolder list -> list(list.path());
            case Request.Stat stat ->
                reply(() -> new Response.Described(
                        session.grant().seen(session.storage().stat(stat.path()), stat.path())));
            case Request.Post post -> uploads.run(post, share);
            case Request.Delete delete -> reply(() -> session.keepAlive().runToEnd(() -> delete(delete, share)));
            case Request.MakeFolder folder ->
                reply(() -> session.keepAlive().runToEnd(() -> makeFolder(folder, share)));
            case Request.SetModified set -> reply(() -> session.keepAlive().runToEnd(() -> setModified(set, share)));
            case Request.Move move -> reply(() -> session.keepAlive().runToEnd(() -> move(move, share)));
            case Request.Watch _ -> session.channel().send(session.watch().get());
            case Request.Ping ping -> reply(() -> ping(ping, share));
            case Request.Verify verify -> reply(() -> verify(verify.path(), share));
            case Request.Lock lock -> reply(() -> locks.make(lock, share));
            case Request.Unlock unlock -> reply(() -> locks.open(unlock));
            case Request.Protect protect -> reply(() -> locks.protect(protect, share));
            case Request.Unknown unknown ->
                reply(() -> {
                    throw new ProtocolException(ServerReason.REQUEST_UNKNOWN, unknown.verb());
                });
            case Request.Get _, Request.Copy _, Request.Bye _ ->
                throw new AssertionError("this request is answered elsewhere");
        }
        return true;
    }

    /** Returns whether the answer to a request would tell something of the share to a guest who only sends files. */
    private static boolean needsSight(Request request) {
        return switch (request) {
            case Request.ListFolder _,
                    Request.Stat _,
                    Request.Get _,
                    Request.Verify _,
                    Request.Delete _,
                    Request.Move _,
                    Request.Copy _,
                    Request.Lock _,
                    Request.Unlock _,
                    Request.Protect _ -> true;
            case Request.Post _,
                    Request.MakeFolder _,
                    Request.SetModified _,
                    Request.Ping _,
                    Request.Watch _,
                    Request.Bye _,
                    Request.Unknown _ -> false;
        };
    }

    /** Returns whether the request moves the content of files, which a paused guest may not. */
    private static boolean isTransfer(Request request) {
        return switch (request) {
            case Request.Get _, Request.Post _, Request.Copy _, Request.Verify _ -> true;
            case Request _ -> false;
        };
    }

    /**
     * Answers a request that nothing is done about, because its path cannot be below the guest's folder or the guest is
     * paused; its body is dropped.
     */
    private boolean refuseUndelivered(Request asked, ProtocolException why) throws IOException {
        if (asked instanceof Request.Post post && !post.await() && post.size() > Limits.EAGER_POST_BYTES) {
            return take(post, session.grant().share());
        }
        settle();
        if (asked instanceof Request.Post post && !post.await()) {
            BodyReceiver.drop(session.channel(), post.size());
        }
        session.channel().send(RequestContext.answerTo(why));
        return true;
    }

    private boolean take(Request.Post post, ShareInfo share) throws IOException {
        if (post.size() > Limits.EAGER_POST_BYTES) {
            refuse(new ProtocolException(ServerReason.SHOULD_WAIT));
            return false;
        }
        if (downloads.isOpen()) {
            finish();
        }
        batch.take(post, share);
        return true;
    }

    /** Returns whether there is something to {@link #finish} that benefits from waiting for the next request. */
    boolean isCollecting() {
        return batch.isOpen() || downloads.isOpen();
    }

    /** Answers all that was accepted, and flushes. */
    void finish() throws IOException {
        settle();
        session.channel().flush();
    }

    private void settle() throws IOException {
        batch.finish();
        downloads.finish();
    }

    /** Answers with the failure {@code why}, after the accepted requests. */
    void refuse(ProtocolException why) throws IOException {
        settle();
        session.channel().send(session.failed(why));
        session.channel().flush();
    }

    /** Answers a valid message that is not expected here: a response, a trailer, a spoil notice or a {@code from}. */
    void refuseOutOfTurn() throws IOException {
        refuse(new ProtocolException(ServerReason.REQUEST_EXPECTED));
    }

    /** Drops requests that were accepted and not answered. */
    @Override
    public void close() throws IOException {
        downloads.finish();
        batch.close();
    }

    /** Reports a bug of this program, after which the connection ends. */
    void reportServerError() throws IOException {
        session.channel()
                .send(new Response.Failed(
                        Fault.SERVER_ERROR,
                        Sentence.of(ServerPhrase.SERVER_MISTAKE).toString()));
        session.channel().flush();
    }

    @FunctionalInterface
    private interface Answer {
        Response find() throws ProtocolException;
    }

    private void reply(Answer answer) throws IOException {
        Response response;
        try {
            response = answer.find();
        } catch (ProtocolException e) {
            response = session.failed(e);
        }
        session.channel().send(response);
    }

    private void list(RemotePath folder) throws IOException {
        Storage.Listing listing;
        try {
            listing = session.storage().list(folder);
        } catch (ProtocolException e) {
            session.channel().send(session.failed(e));
            return;
        }
        try (listing;
                BodyDoor.Held _ = session.door().enter(LISTING_BYTES)) {
            ListingPages pages = new ListingPages(page -> {
                session.channel().send(page);
                session.channel().flush();
            });
            Next next = next(listing);
            while (next.entry() != null) {
                pages.add(next.entry());
                next = next(listing);
            }
            if (next.failure() != null) {
                session.channel().send(session.failed(next.failure()));
            } else {
                pages.finish(listing.omitted());
            }
        }
    }

    /**
     * The result of reading a listing: an entry, a failure, or neither at the end. A failure of the disk is answered,
     * one of the connection is not.
     */
    private record Next(@Nullable Entry entry, @Nullable ProtocolException failure) {}

    private static Next next(Storage.Listing listing) {
        try {
            return new Next(listing.next(), null);
        } catch (ProtocolException e) {
            return new Next(null, e);
        }
    }

    private Response delete(Request.Delete delete, ShareInfo share) throws ProtocolException {
        RequestContext.require(share.mayDelete(), ServerPhrase.TO_DELETE);
        session.storage().delete(delete.path(), delete.recursive());
        session.listener().changed(Sentence.of(ServerPhrase.DELETED, RequestContext.shown(delete.path())));
        return new Response.Done();
    }

    private Response makeFolder(Request.MakeFolder folder, ShareInfo share) throws ProtocolException {
        RequestContext.require(share.mayUpload(), ServerPhrase.TO_MAKE_FOLDERS);
        if (!share.mayList()) {
            Optional<RemotePath> made = session.storage()
                    .makeDropFolder(folder.path(), session.grant().folder(), folder.mode());
            made.ifPresent(this::reportMade);
            return new Response.Done();
        }
        Optional<Entry> there = session.storage().makeFolder(folder.path(), folder.existing(), folder.mode());
        if (there.isPresent()) {
            return new Response.Skipped(there.get());
        }
        reportMade(folder.path());
        return new Response.Done();
    }

    private void reportMade(RemotePath folder) {
        session.listener().changed(Sentence.of(ServerPhrase.MADE_FOLDER, RequestContext.shown(folder)));
    }

    private Response setModified(Request.SetModified set, ShareInfo share) throws ProtocolException {
        RequestContext.require(share.mayUpload(), ServerPhrase.TO_SET_TIMES);
        if (share.mayList()) {
            session.storage().setModified(set.path(), set.modified());
        }
        return new Response.Done();
    }

    private Response move(Request.Move move, ShareInfo share) throws ProtocolException {
        // A guest that may not replace a file must not clear its name for another one either.
        RequestContext.require(share.mayUpload() && share.mayDelete(), ServerPhrase.TO_MOVE);
        session.storage().move(move.from(), move.to());
        session.listener().changed(moved(move));
        return new Response.Done();
    }

    private static Sentence moved(Request.Move move) {
        String from = RequestContext.shown(move.from());
        RemotePath into = move.to().parent();
        if (into.equals(move.from().parent())) {
            return Sentence.of(
                    ServerPhrase.RENAMED, from, DisplayText.escape(move.to().name()));
        } else if (!move.to().name().equals(move.from().name())) {
            return Sentence.of(ServerPhrase.MOVED, from, RequestContext.shown(move.to()));
        }
        return into.isRoot()
                ? Sentence.of(ServerPhrase.MOVED_UP, from)
                : Sentence.of(ServerPhrase.MOVED_INTO, from, RequestContext.shown(into));
    }

    private Response ping(Request.Ping ping, ShareInfo share) {
        if (ping.computer().isPresent() || ping.installation().isPresent()) {
            session.listener().introduced(ping.computer(), ping.installation());
        }
        return new Response.Pong(
                share,
                share.mayUpload() && share.mayList() ? session.storage().free().orElse(-1) : -1,
                true,
                Optional.of(session.clock().instant()));
    }

    private Response verify(RemotePath path, ShareInfo share) throws ProtocolException {
        RequestContext.require(share.mayDownload(), ServerPhrase.TO_DOWNLOAD);
        session.activity().verifying(path);
        Storage.Digest digest =
                session.keepAlive().runInterruptibly(() -> session.storage().digest(path, source.network()));
        return new Response.Digest(digest.entry(), digest.sha256());
    }
}
