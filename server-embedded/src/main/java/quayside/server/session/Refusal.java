package quayside.server.session;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import quayside.protocol.crypto.ServerHandshake;
import quayside.protocol.wire.Fault;
import quayside.server.guard.Deadlines;

/** Tells connections over the limit that the server is full, as many at once as costs little; further ones are only closed. */
public final class Refusal {
    private static final int AT_ONCE = 32;

    private final Deadlines deadlines;
    private final Semaphore places = new Semaphore(AT_ONCE);

    public Refusal(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    /** Closes {@code socket}. Blocks for at most a second. */
    public void refuse(Socket socket) {
        if (!places.tryAcquire()) {
            Sockets.cut(socket);
            return;
        }
        try {
            ServerHandshake.refuse(socket.getOutputStream(), Fault.SERVER_FULL, 0);
        } catch (IOException e) {
            // The other side is gone already.
        } finally {
            Sockets.closeGently(socket, deadlines);
            places.release();
        }
    }
}
