package quayside.protocol.client;

import java.io.IOException;
import java.util.List;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.FaultPolicy;
import quayside.protocol.client.connection.Reconnector;
import quayside.protocol.client.unlock.Unlocker;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

/**
 * Changes that are made in several calls. Nobody is asked twice for the passcode of the same lock. A lost connection
 * ends a call, and {@link #lost} waits until it may be made again. For one thread, and blocks.
 */
public final class ChangeSession implements AutoCloseable {
    private final Unlocker unlocker;
    private final Reconnector calls;
    private final Reconnector patience;
    private final Cancellation cancellation;

    ChangeSession(Unlocker unlocker, Reconnector calls, Reconnector patience, Cancellation cancellation) {
        this.unlocker = unlocker;
        this.calls = calls;
        this.patience = patience;
        this.cancellation = cancellation;
    }

    /** Makes changes as {@link ShareClient#change} does, and notes progress. */
    public Changes.Result change(List<? extends Change> changes, Changes.Listener listener) throws IOException {
        Changes.Result result = new Changes(List.copyOf(changes), unlocker, listener, cancellation).over(calls);
        patience.moved();
        return result;
    }

    /**
     * Waits until a call may be made again, as a transfer does after {@code why}.
     *
     * @throws ProtocolException {@code why} itself if that would not help, or the time to wait is over; {@link
     *     Fault#CANCELLED}, also if the client was closed
     */
    public void lost(ProtocolException why) throws ProtocolException {
        patience.lost(why);
    }

    /** Returns whether {@code why} concerns everything on the share, so that no other call can be made either. */
    public static boolean endsAll(ProtocolException why) {
        return FaultPolicy.concernsAllItems(why);
    }

    /** Wipes the passcodes. */
    @Override
    public void close() {
        unlocker.close();
    }
}
