package quayside.server.session;

import java.time.Duration;
import quayside.protocol.wire.Limits;

/**
 * The timeouts and intervals of a session.
 *
 * @param handshake for the whole handshake
 * @param idle for the next request
 * @param stall for any progress while a body or an answer passes
 * @param processing between the 102s to a guest that waits for an answer
 */
public record SessionTimes(Duration handshake, Duration idle, Duration stall, Duration processing) {
    /** Returns the times of PROTOCOL.md section 2.2. */
    public static SessionTimes standard() {
        return new SessionTimes(
                Limits.HANDSHAKE_DEADLINE, Limits.IDLE_TIMEOUT, Limits.STALL_TIMEOUT, Limits.PROCESSING_INTERVAL);
    }
}
