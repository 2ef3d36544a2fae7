package quayside.server.session;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.Entry;
import quayside.protocol.message.ListingPages;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.Storage;

/** Answers requests (PROTOCOL.md section 5), each after the guest's permissions as they are when it comes. */
final class Verbs {
    private final SessionContext context;
    private final Storage storage;
    private final Channel channel;
    private final SessionListener listener;
    private final DownloadFlow downloads;
    private final UploadFlow uploads;

    Verbs(SessionContext context, Channel channel, Activity activity, SessionListener listener) {
        this.context = context;
        this.storage = context.storage();
        this.channel = channel;
        this.listener = listener;
        this.downloads = new DownloadFlow(storage, channel, activity, listener);
        this.uploads = new UploadFlow(storage, channel, activity, listener);
    }

    /**
     * Answers {@code request}; returns whether the connection can go on.
     *
     * @throws IOException where the connection is at its end; whatever else fails is answered
     */
    boolean answer(Request request) throws IOException {
        ShareInfo share = context.share().get();
        boolean goesOn = switch (request) {
            case Request.ListFolder list -> list(list.path());
            case Request.Stat stat -> reply(() -> new Response.Described(storage.stat(stat.path())));
            case Request.Get get -> downloads.run(get, share);
            case Request.Post post -> uploads.run(post, share);
            case Request.Delete delete -> reply(() -> delete(delete, share));
            case Request.MakeFolder folder -> reply(() -> makeFolder(folder.path(), share));
            case Request.Move move -> reply(() -> move(move, share));
            case Request.Ping _ -> reply(() -> new Response.Pong(share, -1));
            case Request.Verify verify ->
                reply(() -> {
                    throw new ProtocolException(Fault.MALFORMED, "VERIFY " + shown(verify.path()));
                });
            case Request.Unknown unknown ->
                reply(() -> {
                    throw new ProtocolException(
                            Fault.MALFORMED,
                            "This server does not know the request \"" + DisplayText.escape(unknown.verb()) + "\".");
                });
            case Request.Bye _ -> throw new AssertionError("the session says goodbye itself");
        };
        channel.flush();
        return goesOn;
    }

    /** For a message that only a server sends, or that no body came before. */
    void refuseOutOfTurn() throws IOException {
        channel.send(new Response.Failed(Fault.MALFORMED, "This server expected a request."));
        channel.flush();
    }

    /** For a fault of our own, after which the connection ends. */
    void sayFailed() throws IOException {
        channel.send(new Response.Failed(Fault.SERVER_ERROR, "The server made a mistake; connect again."));
        channel.flush();
    }

    @FunctionalInterface
    private interface Work {
        Response run() throws ProtocolException;
    }

    private boolean reply(Work work) throws IOException {
        Response response;
        try {
            response = work.run();
        } catch (ProtocolException e) {
            response = failed(e);
        }
        channel.send(response);
        return true;
    }

    /** What the storage refused, as an answer. */
    static Response failed(ProtocolException e) {
        Fault fault = e.fault().status() == 0 ? Fault.SERVER_ERROR : e.fault();
        return new Response.Failed(
                fault, fault.status(), e.sentence(), e.retryAfter().toSeconds());
    }

    /** Fails with {@link Fault#REFUSED} unless {@code allowed}. */
    static void require(boolean allowed, String what) throws ProtocolException {
        if (!allowed) {
            throw new ProtocolException(Fault.REFUSED, "The host does not allow guests to " + what + ".");
        }
    }

    private boolean list(RemotePath folder) throws IOException {
        Storage.Listing listing;
        try {
            listing = storage.list(folder);
        } catch (ProtocolException e) {
            channel.send(failed(e));
            return true;
        }
        try (listing) {
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
                pages.finish();
            }
        }
        return true;
    }

    /** An entry, a failure, or neither at the end: a failure of the disk is answered, one of the connection is not. */
    private record Next(@Nullable Entry entry, @Nullable ProtocolException failure) {}

    private static Next next(Storage.Listing listing) {
        try {
            return new Next(listing.next(), null);
        } catch (ProtocolException e) {
            return new Next(null, e);
        }
    }

    private Response delete(Request.Delete delete, ShareInfo share) throws ProtocolException {
        require(share.mayDelete(), "delete files");
        storage.delete(delete.path(), delete.recursive());
        listener.changed("deleted " + shown(delete.path()));
        return new Response.Done();
    }

    private Response makeFolder(RemotePath path, ShareInfo share) throws ProtocolException {
        require(share.mayUpload(), "make folders");
        storage.makeFolder(path);
        listener.changed("made the folder " + shown(path));
        return new Response.Done();
    }

    private Response move(Request.Move move, ShareInfo share) throws ProtocolException {
        // Who may not replace a file must not clear its name for another one either.
        require(share.mayUpload() && share.mayDelete(), "rename or move files");
        storage.move(move.from(), move.to());
        listener.changed("moved " + shown(move.from()) + " to " + shown(move.to()));
        return new Response.Done();
    }

    static String shown(RemotePath path) {
        return DisplayText.escape(path.toString());
    }
}
