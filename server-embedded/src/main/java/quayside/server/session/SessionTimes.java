package quayside.server.session;

import java.time.Duration;
import quayside.protocol.wire.Limits;

/**
 * How long a session waits.
 *
 * @param handshake for all of the handshake
 * @param idle for the next request
 * @param stall for anything to move while a body or an answer passes
 * @param processing before a guest who waits for an answer hears that it is coming
 */
public record SessionTimes(Duration handshake, Duration idle, Duration stall, Duration processing) {
    /** Those of PROTOCOL.md section 2.2. */
    public static SessionTimes standard() {
        return new SessionTimes(
                Limits.HANDSHAKE_DEADLINE, Limits.IDLE_TIMEOUT, Limits.STALL_TIMEOUT, Limits.PROCESSING_INTERVAL);
    }
}
