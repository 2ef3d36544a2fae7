/**
 * The Quayside protocol over a plain socket: frames, messages, the handshake, transfers, and the client that a program
 * calls. {@code PROTOCOL.md} beside this module is the specification; the code cites its sections.
 *
 * <p>Packages follow the way the bytes go, and imports run one way only: {@code wire} &lt;- {@code message} &lt;-
 * {@code crypto} &lt;- {@code channel} &lt;- {@code transfer} &lt;- {@code client}.
 */
@NullMarked
package quayside.protocol;

import org.jspecify.annotations.NullMarked;
