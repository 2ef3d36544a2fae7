package quayside.server.session;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is in a session: the guest's, between requests, or ours, while one is answered; and whether the session is to
 * end. Ending from another thread never talks on the socket: it wakes the session's own thread, which says goodbye.
 */
final class Turn {
    private final Socket socket;
    private final LongSupplier nanos;
    private long idleSince;
    private boolean isOpen;
    private boolean answering;
    private @Nullable String ending;

    /** @param nanos the monotonic clock */
    Turn(Socket socket, LongSupplier nanos) {
        this.socket = socket;
        this.nanos = nanos;
        this.idleSince = nanos.getAsLong();
    }

    /** The handshake is over: from now on requests are waited for. */
    synchronized void open() {
        isOpen = true;
        idleSince = nanos.getAsLong();
    }

    /** A request is here; false where it will not be answered any more. */
    synchronized boolean begin() {
        answering = ending == null;
        return answering;
    }

    /** The request is answered; false where no other will be. */
    synchronized boolean finish() {
        answering = false;
        idleSince = nanos.getAsLong();
        return ending == null;
    }

    /**
     * Ends the session: at once where it waits for a request, otherwise after the one that is being answered.
     *
     * @param reason what the guest is told
     * @return whether it ends at once
     */
    synchronized boolean end(String reason) {
        if (ending == null) {
            ending = reason;
        }
        if (!answering) {
            try {
                // The waiting read returns as if the guest had gone, and nothing that was sent is lost.
                socket.shutdownInput();
            } catch (IOException e) {
                // Closed already.
            }
        }
        return !answering;
    }

    /** Ends the session where a request, the rest of one that has begun to arrive included, has been waited for longer than {@code limit}. */
    synchronized void endIfIdle(Duration limit, String reason) {
        if (isOpen && !answering && nanos.getAsLong() - idleSince > limit.toNanos()) {
            end(reason);
        }
    }

    /** Since when it has been the guest's; empty while it is ours. */
    synchronized OptionalLong idleSince() {
        return answering ? OptionalLong.empty() : OptionalLong.of(idleSince);
    }

    /** Why the session ends, or null where nobody has asked for it. */
    synchronized @Nullable String ending() {
        return ending;
    }
}
