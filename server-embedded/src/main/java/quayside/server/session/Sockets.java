package quayside.server.session;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import quayside.server.guard.Deadlines;

/** Closes sockets. */
final class Sockets {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final int MAX_DROPPED_BYTES = 256 * 1024;

    private Sockets() {}

    /** Closes at once, from any thread. */
    static void cut(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // The descriptor is released anyway.
        }
    }

    /**
     * Closes so that the other side can still read the last message: closing with unread bytes resets the connection,
     * which also loses bytes that are on their way. Blocks for at most a second.
     */
    static void closeGently(Socket socket, Deadlines deadlines) {
        try (socket;
                Deadlines.Deadline _ = deadlines.after(CLOSE_TIMEOUT, () -> cut(socket))) {
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            byte[] dropped = new byte[8 * 1024];
            int sum = 0;
            for (int count = 0; count >= 0 && sum < MAX_DROPPED_BYTES; count = in.read(dropped)) {
                sum += count;
            }
        } catch (IOException e) {
            // The other side is already gone.
        }
    }
}
