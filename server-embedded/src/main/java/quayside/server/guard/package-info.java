/**
 * Decides who may connect, and how often. The decision depends on address and time alone, and comes before the server
 * computes anything for a stranger.
 *
 * <p>{@link Admission} limits connections. {@link GuessLimiter} limits guesses of the access key and of passcodes.
 * {@link HandshakeLimiter} limits the cost of strangers' handshakes. {@link Blocklist} holds the addresses that the
 * host blocks. {@link BodyRoom} limits the memory of bodies and listings, and {@link Deadlines} ends operations that
 * take too long.
 */
@NullMarked
package quayside.server.guard;

import org.jspecify.annotations.NullMarked;
