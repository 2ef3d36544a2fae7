package quayside.protocol.client.connection;

import java.io.IOException;
import quayside.protocol.files.FileProblem;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/** What a fault leads to, whatever met it: a call, a file of a transfer, or one of many requests. */
public enum FaultPolicy {
    /** Another connection is made, after a pause, for as long as the {@link RetryPolicy} allows. */
    RECONNECT,
    /** The same is tried again after a pause. A request among many is not worth the pause, and is {@link #NEXT_ITEM}. */
    WAIT,
    /** The passcode of the lock is asked for, and the request repeated. */
    ASK,
    /** The item is transferred again from its beginning, a few times; then it is {@link #NEXT_ITEM}. */
    RESTART,
    /** The item is reported as failed, and the next one follows. */
    NEXT_ITEM,
    /** The rest of what was named together would fail alike; other sources follow. */
    END_SOURCE,
    /** Nothing more is tried. */
    END_TRANSFER;

    /** Restarts of one item; one that changes more often is being written to. */
    public static final int MAX_RESTARTS = 3;

    /** What the user reads of a {@link #RESTART}. */
    public static final String STARTS_AGAIN = "It was changed since; it starts again from the beginning.";

    /** The one table. */
    public static FaultPolicy of(ProtocolException e) {
        return switch (e.fault()) {
            case CONNECTION_LOST, UNREACHABLE, SERVER_FULL -> RECONNECT;
            // The server is busy with the same file.
            case EXISTS -> e.retryAfter().isZero() ? NEXT_ITEM : WAIT;
            case PASSCODE_NEEDED -> e.lock().isPresent() ? ASK : NEXT_ITEM;
            case CHANGED -> RESTART;
            case MALFORMED, REFUSED, NOT_FOUND, TOO_LARGE, CORRUPTED, LOCKED, UNPROVEN -> NEXT_ITEM;
            case WRONG_PASSCODE, NOT_SERVED, SERVER_ERROR, UNKNOWN_STATUS, LOCAL_DENIED -> NEXT_ITEM;
            // Of a passcode only what is under its lock; of the access key everything.
            case TOO_MANY_TRIES -> e.lock().isEmpty() ? END_TRANSFER : NEXT_ITEM;
            case DISK_FULL -> END_SOURCE;
            case LOCAL_STORAGE ->
                e.getCause() instanceof IOException cause && FileProblem.isDiskFull(cause) ? END_SOURCE : NEXT_ITEM;
            case WRONG_KEY, SERVER_KEY_CHANGED, NOT_QUAYSIDE -> END_TRANSFER;
            case HANDSHAKE_LOST, BROKEN_PROTOCOL, CANCELLED -> END_TRANSFER;
        };
    }

    /** Whether {@code e} passes by itself, so that another try may help. */
    public static boolean passesByItself(ProtocolException e) {
        return of(e) == RECONNECT || of(e) == WAIT;
    }

    /** Whether {@code e} is no single item's fault, so that the rest need not be tried. */
    public static boolean endsTransfer(ProtocolException e) {
        return of(e) == RECONNECT || of(e) == END_TRANSFER;
    }

    /** Whether the server sent {@code e} in its turn, so that its connection is between two requests. */
    static boolean keepsConnection(ProtocolException e) {
        boolean sent = e.fault().status() > 0 || e.fault() == Fault.UNKNOWN_STATUS;
        return sent && !endsTransfer(e);
    }

    /** Whether {@code e} is this computer's own. */
    static boolean isLocal(ProtocolException e) {
        return e.fault() == Fault.LOCAL_STORAGE || e.fault() == Fault.LOCAL_DENIED;
    }
}
