package quayside.server.session;

import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.guard.Source;
import quayside.server.protect.Lock;
import quayside.server.text.ServerPhrase;
import quayside.server.text.ServerReason;

/**
 * Answers {@code LOCK}, {@code UNLOCK} and {@code PROTECT} of one connection (PROTOCOL.md section 5.8). It checks
 * permissions, then limits, then the passcode.
 */
final class LockHandler {
    private static final int MAX_MADE = 32;

    private final PasscodeVerifier verifier;
    private final RequestContext session;
    private final Source source;
    private int made;

    LockHandler(PasscodeVerifier verifier, RequestContext session, Source source) {
        this.verifier = verifier;
        this.session = session;
        this.source = source;
    }

    Response make(Request.Lock request, ShareInfo share) throws ProtocolException {
        try (var passcode = request.passcode()) {
            RequestContext.require(share.mayUpload(), ServerPhrase.TO_PROTECT);
            if (++made > MAX_MADE) {
                throw new ProtocolException(ServerReason.TOO_MANY_LOCKS_MADE);
            }
            Lock lock = session.keepAlive().runInterruptibly(() -> verifier.make(passcode));
            session.locks().add(lock);
            return new Response.Made(lock.id());
        }
    }

    Response open(Request.Unlock request) throws ProtocolException {
        try (var passcode = request.passcode()) {
            session.locks()
                    .add(session.keepAlive().runInterruptibly(() -> verifier.open(request.lock(), passcode, source)));
            return new Response.Done();
        } catch (ProtocolException e) {
            if (e.fault() == Fault.REFUSED) {
                session.listener()
                        .wrongPasscode(session.storage()
                                .protectedFiles()
                                .nameUnder(request.lock())
                                .map(RequestContext::shown)
                                .orElse(""));
            }
            throw e;
        }
    }

    Response protect(Request.Protect request, ShareInfo share) throws ProtocolException {
        boolean protects = request.lock().isPresent();
        // Every other guest loses access to a file that is locked, as if it were deleted.
        RequestContext.require(
                share.mayUpload() && (!protects || (share.mayDownload() && share.mayDelete())),
                protects ? ServerPhrase.TO_PROTECT_EXISTING : ServerPhrase.TO_UNPROTECT);
        var lock = session.locks().require(request.lock());
        if (session.keepAlive().runToEnd(() -> session.storage().protect(request.path(), lock))) {
            session.listener()
                    .changed(Sentence.of(
                            protects ? ServerPhrase.PROTECTED : ServerPhrase.UNPROTECTED,
                            RequestContext.shown(request.path())));
        }
        return new Response.Done();
    }
}
