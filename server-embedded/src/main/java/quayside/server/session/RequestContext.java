package quayside.server.session;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Response;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.storage.Storage;
import quayside.server.text.ServerPhrase;
import quayside.server.text.ServerReason;

/**
 * The parts of a session that the answers to its requests need.
 *
 * @param storage the storage as seen with the open locks
 * @param grant what the guest may do and see
 * @param locks the locks that are open on this connection
 * @param orders returns what the host has ordered for the guest at present
 * @param watch answers {@code WATCH}, now and whenever the orders change
 * @param clock tells the guest the time of this computer
 * @param nanos the monotonic clock
 */
record RequestContext(
        Storage storage,
        Grant grant,
        OpenLocks locks,
        Channel channel,
        KeepAlive keepAlive,
        BodyDoor door,
        Activity activity,
        SessionListener listener,
        Supplier<Response.Orders> orders,
        Supplier<Response> watch,
        InstantSource clock,
        LongSupplier nanos) {
    /** The maximum number of characters of a path in the host's log. */
    private static final int MAX_SHOWN_CHARACTERS = 200;

    /** Returns the answer for a failure of the storage, as the guest may read it. */
    Response failed(ProtocolException failure) {
        return answerTo(grant.seen(failure));
    }

    /** Returns the answer for a failure whose sentence names no path outside of what the guest sees. */
    static Response answerTo(ProtocolException e) {
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

    /**
     * Returns a path for the host's log, escaped. A long path is reduced to its end, which contains the file's name.
     */
    static String shown(RemotePath path) {
        String whole = DisplayText.escape(path.toString());
        if (whole.length() <= MAX_SHOWN_CHARACTERS) {
            return whole;
        }
        int from = whole.length() - MAX_SHOWN_CHARACTERS + 1;
        return "…" + whole.substring(Character.isLowSurrogate(whole.charAt(from)) ? from + 1 : from);
    }
}
