package quayside.protocol.client.connection;

import java.io.IOException;
import quayside.protocol.files.FileProblem;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/** The consequence of a fault for a call, for a file of a transfer, or for one of many requests. */
public enum FaultPolicy {
    /** Another connection is made, after a pause, for as long as the {@link RetryPolicy} allows. */
    RECONNECT,
    /**
     * The same request is tried again after a pause. One request among many is not worth the pause, and is
     * {@link #NEXT_ITEM}.
     */
    WAIT,
    /** The client asks for the lock's passcode and repeats the request. */
    ASK,
    /**
     * The item is transferred again from its beginning, up to {@link #MAX_RESTARTS} times; then it is
     * {@link #NEXT_ITEM}.
     */
    RESTART,
    /** The item is reported as failed, and the next one follows. */
    NEXT_ITEM,
    /** The rest of this source would fail in the same way. Other sources follow. */
    END_SOURCE,
    END_TRANSFER;

    /** The maximum number of restarts of one item. A file that changes more often is being written to. */
    public static final int MAX_RESTARTS = 3;

    /** Returns the policy for {@code e}. This is the only table from faults to policies. */
    public static FaultPolicy of(ProtocolException e) {
        return switch (e.fault()) {
            case CONNECTION_LOST -> isDismissal(e) ? END_TRANSFER : RECONNECT;
            case UNREACHABLE, SERVER_FULL -> RECONNECT;
            // The server is busy with the same file.
            case EXISTS -> e.retryAfter().isZero() ? NEXT_ITEM : WAIT;
            case PASSCODE_NEEDED -> e.lock().isPresent() ? ASK : NEXT_ITEM;
            case CHANGED -> RESTART;
            case MALFORMED, REFUSED, NOT_FOUND, TOO_LARGE, CORRUPTED, LOCKED, UNPROVEN -> NEXT_ITEM;
            case WRONG_PASSCODE, NOT_SERVED, SERVER_ERROR, UNKNOWN_STATUS, LOCAL_DENIED -> NEXT_ITEM;
            // With a lock, the fault concerns only files under that lock. Without one, it concerns the access key and
            // so everything.
            case TOO_MANY_TRIES -> e.lock().isEmpty() ? END_TRANSFER : NEXT_ITEM;
            case DISK_FULL -> END_SOURCE;
            case LOCAL_STORAGE ->
                e.getCause() instanceof IOException cause && FileProblem.isDiskFull(cause) ? END_SOURCE : NEXT_ITEM;
            case WRONG_KEY, SERVER_KEY_CHANGED, NOT_QUAYSIDE -> END_TRANSFER;
            case HANDSHAKE_LOST, BROKEN_PROTOCOL, CANCELLED -> END_TRANSFER;
        };
    }

    /** Returns whether the host ended this guest's connections. Only the user may then ask the host again. */
    private static boolean isDismissal(ProtocolException e) {
        Sentence.Key key = e.sentence().key();
        return key == Reason.HOST_DISCONNECTED
                || key == Reason.HOST_BLOCKED
                || key == Reason.HOST_REVOKED
                || key == Reason.INVITATION_ENDED;
    }

    /** Returns whether {@code e} is temporary, so that another try may help. */
    public static boolean passesByItself(ProtocolException e) {
        return of(e) == RECONNECT || of(e) == WAIT;
    }

    /**
     * Returns whether {@code e} concerns all items, so that the rest need not be tried. That includes {@link #RECONNECT}:
     * only a {@link Reconnector} that has given up lets such a fault through.
     */
    public static boolean concernsAllItems(ProtocolException e) {
        return of(e) == RECONNECT || of(e) == END_TRANSFER;
    }

    /** Returns whether the server sent {@code e} as an answer, so that its connection is between two requests. */
    static boolean keepsConnection(ProtocolException e) {
        boolean sent = e.fault().status() > 0 || e.fault() == Fault.UNKNOWN_STATUS;
        return sent && !concernsAllItems(e);
    }

    /** Returns whether {@code e} is a fault of this computer's storage. */
    static boolean isLocal(ProtocolException e) {
        return e.fault() == Fault.LOCAL_STORAGE || e.fault() == Fault.LOCAL_DENIED;
    }
}
