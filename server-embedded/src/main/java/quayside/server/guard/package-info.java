/**
 * Who may come in, and how often: decided by address and time alone, before anything is computed for a stranger.
 *
 * <p>{@link Admission} bounds connections, {@link GuessLimiter} bounds guesses of the access key, {@link HandshakeLimiter} what
 * handshakes of strangers cost, {@link Blocklist} holds whom the host
 * does not want, {@link Deadlines} ends what takes too long.
 */
@NullMarked
package quayside.server.guard;

import org.jspecify.annotations.NullMarked;
