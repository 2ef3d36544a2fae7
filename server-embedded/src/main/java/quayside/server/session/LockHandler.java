package quayside.server.session;

import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.Source;
import quayside.server.protect.Lock;
import quayside.server.storage.Storage;
import quayside.server.text.ServerPhrase;
import quayside.server.text.ServerReason;

/**
 * Answers {@code LOCK}, {@code UNLOCK} and {@code PROTECT} of one connection (PROTOCOL.md section 5.8). It checks
 * permissions, then limits, then the passcode.
 */
final class LockHandler {
    private static final int MAX_MADE = 32;

    private final PasscodeVerifier verifier;
    private final Storage storage;
    private final OpenLocks open;
    private final KeepAlive keepAlive;
    private final Source source;
    private final SessionListener listener;
    private int made;

    /**
     * Answers one connection.
     *
     * @param storage the storage as seen with the open locks
     */
    LockHandler(
            PasscodeVerifier verifier,
            Storage storage,
            OpenLocks open,
            KeepAlive keepAlive,
            Source source,
            SessionListener listener) {
        this.verifier = verifier;
        this.storage = storage;
        this.open = open;
        this.keepAlive = keepAlive;
        this.source = source;
        this.listener = listener;
    }

    Response make(Request.Lock request, ShareInfo share) throws ProtocolException {
        try (var passcode = request.passcode()) {
            RequestHandler.require(share.mayUpload(), ServerPhrase.TO_PROTECT);
            if (++made > MAX_MADE) {
                throw new ProtocolException(ServerReason.TOO_MANY_LOCKS_MADE);
            }
            Lock lock = keepAlive.runInterruptibly(() -> verifier.make(passcode));
            open.add(lock);
            return new Response.Made(lock.id());
        }
    }

    Response open(Request.Unlock request) throws ProtocolException {
        try (var passcode = request.passcode()) {
            open.add(keepAlive.runInterruptibly(() -> verifier.open(request.lock(), passcode, source)));
            return new Response.Done();
        } catch (ProtocolException e) {
            if (e.fault() == Fault.REFUSED) {
                listener.wrongPasscode(storage.protectedFiles()
                        .nameUnder(request.lock())
                        .map(RequestHandler::shown)
                        .orElse(""));
            }
            throw e;
        }
    }

    Response protect(Request.Protect request, ShareInfo share) throws ProtocolException {
        boolean protects = request.lock().isPresent();
        // Every other guest loses access to a file that is locked, as if it were deleted.
        RequestHandler.require(
                share.mayUpload() && (!protects || (share.mayDownload() && share.mayDelete())),
                protects ? ServerPhrase.TO_PROTECT_EXISTING : ServerPhrase.TO_UNPROTECT);
        var lock = open.require(request.lock());
        if (keepAlive.runToEnd(() -> storage.protect(request.path(), lock))) {
            listener.changed(Sentence.of(
                    protects ? ServerPhrase.PROTECTED : ServerPhrase.UNPROTECTED,
                    RequestHandler.shown(request.path())));
        }
        return new Response.Done();
    }
}
