package quayside.server.session;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import quayside.server.text.ServerPhrase;

/**
 * The state of a session: whether it waits for a request or answers one, and whether it is to end. Another thread that
 * ends a session never writes to the socket. It wakes the session's own thread, which says goodbye.
 */
final class SessionState {
    private final Socket socket;
    private final LongSupplier nanos;
    private long idleSince;
    private boolean isOpen;
    private boolean answering;
    private @Nullable ServerPhrase ending;
    private String note = "";

    /** @param nanos the monotonic clock */
    SessionState(Socket socket, LongSupplier nanos) {
        this.socket = socket;
        this.nanos = nanos;
        this.idleSince = nanos.getAsLong();
    }

    /** Marks the end of the handshake; from now on the session waits for requests. */
    synchronized void open() {
        isOpen = true;
        idleSince = nanos.getAsLong();
    }

    /** Marks the arrival of a request; returns false if it will not be answered any more. */
    synchronized boolean begin() {
        answering = ending == null;
        return answering;
    }

    /** Marks the request as answered; returns false if no further request will be answered. */
    synchronized boolean finish() {
        answering = false;
        idleSince = nanos.getAsLong();
        return ending == null;
    }

    /**
     * Ends the session: at once if it waits for a request, otherwise after the request that is being answered.
     *
     * @param reason the text that the guest is sent
     * @return whether it ends at once
     */
    boolean end(ServerPhrase reason) {
        return end(reason, "");
    }

    /** Ends the session as {@link #end(ServerPhrase)}; {@code words} are what the host wrote to the guest about it. */
    synchronized boolean end(ServerPhrase reason, String words) {
        if (ending == null) {
            ending = reason;
            note = words;
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

    /** Ends the session if it has waited for a request, or for the rest of one, for longer than {@code limit}. */
    synchronized void endIfIdle(Duration limit, ServerPhrase reason) {
        if (isOpen && !answering && nanos.getAsLong() - idleSince > limit.toNanos()) {
            end(reason);
        }
    }

    /** Returns the time since which the session waits for a request; empty while it answers one. */
    synchronized OptionalLong idleSince() {
        return answering ? OptionalLong.empty() : OptionalLong.of(idleSince);
    }

    /** Returns what the host wrote about the end; empty if nothing. */
    synchronized String note() {
        return note;
    }

    /** Returns why the session ends, or null if it is not to end. */
    synchronized @Nullable ServerPhrase ending() {
        return ending;
    }
}
