package quayside.server.session;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import quayside.protocol.crypto.ServerHandshake;
import quayside.protocol.wire.Fault;
import quayside.server.guard.Deadlines;

/** Tells connections that are not admitted why, as many at once as costs little; further ones are only closed. */
public final class Refusal {
    private static final int AT_ONCE = 32;

    private final Deadlines deadlines;
    private final Semaphore places = new Semaphore(AT_ONCE);

    public Refusal(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    /**
     * Closes {@code socket}. Blocks for at most a second.
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
            // The other side is gone already.
        } finally {
            Sockets.closeGently(socket, deadlines);
            places.release();
        }
    }
}
