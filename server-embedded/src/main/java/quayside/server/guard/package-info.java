/**
 * The limits on who may connect and how often. They are decided by address and time alone, before anything is computed
 * for a stranger.
 *
 * <p>{@link Admission} limits connections, {@link GuessLimiter} guesses of a secret, {@link HandshakeLimiter} the cost
 * of strangers' handshakes, {@link BodyRoom} the memory of bodies. {@link Blocklist} holds the blocked sources, and
 * {@link Deadlines} ends what takes too long.
 */
@NullMarked
package quayside.server.guard;

import org.jspecify.annotations.NullMarked;
