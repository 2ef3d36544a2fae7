package quayside.app.core.reach;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;

/**
 * One router, asked in one way. It remembers what it opened, or may have opened. Not thread-safe; calls block for some
 * seconds, and an interrupt ends them.
 */
interface Router {
    /**
     * What the router promised.
     *
     * @param outside its address in the internet, as it says
     * @param port the port there
     * @param time the time for which it holds; zero if it does not end
     */
    record Lease(InetAddress outside, int port, Duration time, Reach.Way way) {}

    /** The router answered, and opens nothing. */
    class RefusedException extends IOException {
        private static final long serialVersionUID = 1;
        private final boolean isForbidden;

        RefusedException(String message) {
            this(message, false);
        }

        /** @param isForbidden whether its settings do not let this computer open ports, as it says */
        RefusedException(String message, boolean isForbidden) {
            super(message);
            this.isForbidden = isForbidden;
        }

        Reach.Trouble trouble() {
            return isForbidden ? Reach.Trouble.FORBIDDEN : Reach.Trouble.REFUSED;
        }
    }

    /**
     * Opens a port, or holds it open longer.
     *
     * @param port the TCP port of this computer
     * @param wanted the port at the router, if it is free there
     * @param time the time for which it should hold
     * @throws RefusedException if the router does not want to
     * @throws IOException if it does not answer, or not what the standard says
     */
    Lease open(int port, int wanted, Duration time) throws IOException;

    /**
     * Returns whether the router still knows what it promised; it may have been restarted.
     *
     * @throws IOException if it does not answer
     */
    boolean knows() throws IOException;

    /**
     * Takes back what was opened, if anything was, and if it is still this computer's. A failure throws nothing: the lease
     * runs out.
     *
     * @return whether nothing is left to take back; false if the router did not answer, or an interrupt ended the question
     */
    boolean close();

    /** Returns whether it has something open, or may have: not if it was never asked, or has refused. Asks nobody. */
    boolean mayHold();
}
