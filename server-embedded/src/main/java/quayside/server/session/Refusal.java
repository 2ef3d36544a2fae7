package quayside.server.session;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import quayside.protocol.crypto.ServerHandshake;
import quayside.protocol.wire.Fault;
import quayside.server.guard.Deadlines;

/**
 * Sends the reason to connections that are not admitted. It serves a limited number at a time, which costs little;
 * further ones are only closed.
 */
public final class Refusal {
    private static final int AT_ONCE = 32;

    private final Deadlines deadlines;
    private final Semaphore places = new Semaphore(AT_ONCE);

    public Refusal(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    /**
     * Sends the reason and closes {@code socket}. Blocks for at most a second.
     *
     * @param why {@link Fault#SERVER_FULL} or {@link Fault#REFUSED}
     */
    public void refuse(Socket socket, Fault why) {
        if (!places.tryAcquire()) {
            Sockets.cut(socket);
            return;
        }
        try {
            ServerHandshake.refuse(socket.getOutputStream(), why, 0);
        } catch (IOException e) {
            // The other side is already gone.
        } finally {
            Sockets.closeGently(socket, deadlines);
            places.release();
        }
    }
}
