/**
 * The Quayside protocol over a plain socket: frames, messages, the handshake, bodies, arriving files, and the client that
 * programs call. {@code PROTOCOL.md} in this module is the specification; the code cites its sections.
 *
 * <p>The packages follow the path of the received bytes. Imports run in one direction only: {@code wire} &lt;- {@code
 * message} &lt;- {@code crypto} &lt;- {@code channel} &lt;- {@code files} &lt;- {@code client}.
 */
@NullMarked
package quayside.protocol;

import org.jspecify.annotations.NullMarked;
