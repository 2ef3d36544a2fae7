package quayside.server.session;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
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
 * Answers requests (PROTOCOL.md section 5), each according to the guest's permissions at its arrival. Small uploads and
 * downloads may wait for the next of their kind; every other request first has them answered.
 */
final class RequestHandler implements AutoCloseable {
    /** The maximum number of characters of a path in the host's log. */
    private static final int MAX_SHOWN_CHARACTERS = 200;

    /**
     * The maximum bytes that a listing holds while the guest does not read it: the entries of a page, and the previous
     * page before and after sealing.
     */
    static final long LISTING_BYTES = 256 * 1024;

    private final SessionContext context;
    private final Storage storage;
    private final Channel channel;
    private final Source source;
    private final SessionListener listener;
    private final Activity activity;
    private final KeepAlive keepAlive;
    private final BodyDoor door;
    private final DownloadFlow downloads;
    private final UploadFlow uploads;
    private final UploadBatch batch;
    private final LockHandler locks;

    RequestHandler(
            SessionContext context,
            Channel channel,
            KeepAlive keepAlive,
            BodyDoor door,
            Activity activity,
            Source source,
            SessionListener listener) {
        this.context = context;
        OpenLocks open = new OpenLocks();
        this.storage = context.storage().with(open, source.network());
        this.channel = channel;
        this.source = source;
        this.listener = listener;
        this.activity = activity;
        this.keepAlive = keepAlive;
        this.door = door;
        this.downloads = new DownloadFlow(storage, channel, keepAlive, door, activity, listener, context.nanos());
        UploadReports reports = new UploadReports(open, listener);
        this.uploads = new UploadFlow(storage, context.activeUploads(), channel, keepAlive, door, activity, reports);
        this.locks = new LockHandler(context.verifier(), storage, open, keepAlive, source, listener);
        this.batch = new UploadBatch(storage, channel, keepAlive, door, activity, reports, context.nanos());
    }

    /**
     * Answers {@code request}, or accepts it to answer it in {@link #finish}. Returns whether the connection can
     * continue.
     *
     * @throws IOException if the connection is at its end; every other failure is answered
     */
    boolean answer(Request request) throws IOException {
        ShareInfo share = context.share().get();
        if (request instanceof Request.Post post && !post.await()) {
            return take(post, share);
        }
        if (request instanceof Request.Get get) {
            batch.finish();
            downloads.run(get, share);
            return true;
        }
        settle();
        switch (request) {
            case Request.ListFolder list -> list(list.path());
            case Request.Stat stat -> reply(() -> new Response.Described(storage.stat(stat.path())));
            case Request.Post post -> uploads.run(post, share);
            case Request.Delete delete -> reply(() -> keepAlive.runToEnd(() -> delete(delete, share)));
            case Request.MakeFolder folder -> reply(() -> keepAlive.runToEnd(() -> makeFolder(folder, share)));
            case Request.SetModified set -> reply(() -> keepAlive.runToEnd(() -> setModified(set, share)));
            case Request.Move move -> reply(() -> keepAlive.runToEnd(() -> move(move, share)));
            case Request.Ping _ -> reply(() -> ping(share));
            case Request.Verify verify -> reply(() -> verify(verify.path(), share));
            case Request.Lock lock -> reply(() -> locks.make(lock, share));
            case Request.Unlock unlock -> reply(() -> locks.open(unlock));
            case Request.Protect protect -> reply(() -> locks.protect(protect, share));
            case Request.Unknown unknown ->
                reply(() -> {
                    throw new ProtocolException(ServerReason.REQUEST_UNKNOWN, unknown.verb());
                });
            case Request.Get _, Request.Bye _ -> throw new AssertionError("the session says goodbye itself");
        }
        channel.flush();
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
        channel.flush();
    }

    private void settle() throws IOException {
        batch.finish();
        downloads.finish();
    }

    /** Answers a message that is not a request. */
    void refuse(ProtocolException why) throws IOException {
        settle();
        channel.send(failed(why));
        channel.flush();
    }

    /** Answers a message that only a server sends, or that no body precedes. */
    void refuseOutOfTurn() throws IOException {
        refuse(new ProtocolException(ServerReason.REQUEST_EXPECTED));
    }

    /** Drops what was accepted and not answered. */
    @Override
    public void close() throws IOException {
        downloads.finish();
        batch.close();
    }

    /** Reports a fault of our own, after which the connection ends. */
    void reportServerError() throws IOException {
        channel.send(new Response.Failed(
                Fault.SERVER_ERROR, Sentence.of(ServerPhrase.SERVER_MISTAKE).toString()));
        channel.flush();
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
            response = failed(e);
        }
        channel.send(response);
    }

    /** Returns the answer for a failure of the storage. */
    static Response failed(ProtocolException e) {
        Fault fault = e.fault().status() == 0 ? Fault.SERVER_ERROR : e.fault();
        return new Response.Failed(
                fault, fault.status(), e.getMessage(), e.retryAfter().toSeconds(), e.lock());
    }

    /** Fails with {@link Fault#REFUSED} unless {@code allowed}. */
    static void require(boolean allowed, ServerPhrase what) throws ProtocolException {
        if (!allowed) {
            throw new ProtocolException(ServerReason.NOT_ALLOWED, what);
        }
    }

    private void list(RemotePath folder) throws IOException {
        Storage.Listing listing;
        try {
            listing = storage.list(folder);
        } catch (ProtocolException e) {
            channel.send(failed(e));
            return;
        }
        try (listing;
                BodyDoor.Held _ = door.enter(LISTING_BYTES)) {
            ListingPages pages = new ListingPages(page -> {
                channel.send(page);
                channel.flush();
            });
            Next next = next(listing);
            while (next.entry() != null) {
                pages.add(next.entry());
                next = next(listing);
            }
            if (next.failure() != null) {
                channel.send(failed(next.failure()));
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
        require(share.mayDelete(), ServerPhrase.TO_DELETE);
        storage.delete(delete.path(), delete.recursive());
        listener.changed(Sentence.of(ServerPhrase.DELETED, shown(delete.path())));
        return new Response.Done();
    }

    private Response makeFolder(Request.MakeFolder folder, ShareInfo share) throws ProtocolException {
        require(share.mayUpload(), ServerPhrase.TO_MAKE_FOLDERS);
        Optional<Entry> there = storage.makeFolder(folder.path(), folder.existing(), folder.mode());
        if (there.isPresent()) {
            return new Response.Skipped(there.get());
        }
        listener.changed(Sentence.of(ServerPhrase.MADE_FOLDER, shown(folder.path())));
        return new Response.Done();
    }

    private Response setModified(Request.SetModified set, ShareInfo share) throws ProtocolException {
        require(share.mayUpload(), ServerPhrase.TO_SET_TIMES);
        storage.setModified(set.path(), set.modified());
        return new Response.Done();
    }

    private Response move(Request.Move move, ShareInfo share) throws ProtocolException {
        // A guest that may not replace a file must not clear its name for another one either.
        require(share.mayUpload() && share.mayDelete(), ServerPhrase.TO_MOVE);
        storage.move(move.from(), move.to());
        listener.changed(Sentence.of(ServerPhrase.MOVED, shown(move.from()), shown(move.to())));
        return new Response.Done();
    }

    private Response ping(ShareInfo share) {
        return new Response.Pong(share, share.mayUpload() ? storage.free().orElse(-1) : -1);
    }

    private Response verify(RemotePath path, ShareInfo share) throws ProtocolException {
        require(share.mayDownload(), ServerPhrase.TO_DOWNLOAD);
        activity.verifying(path);
        Storage.Digest digest = keepAlive.runInterruptibly(() -> storage.digest(path, source.network()));
        return new Response.Digest(digest.entry(), digest.sha256());
    }

    /** Returns a path for the host's log, escaped. Of a long path it returns the end, which has the file's name. */
    static String shown(RemotePath path) {
        String whole = DisplayText.escape(path.toString());
        if (whole.length() <= MAX_SHOWN_CHARACTERS) {
            return whole;
        }
        int from = whole.length() - MAX_SHOWN_CHARACTERS + 1;
        return "…" + whole.substring(Character.isLowSurrogate(whole.charAt(from)) ? from + 1 : from);
    }
}
