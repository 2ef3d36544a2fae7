/**
 * The Quayside protocol over a plain socket: frames, messages, the handshake, transfers, and the client that a program
 * calls. {@code PROTOCOL.md} beside this module is the specification; the code cites its sections.
 *
 * <p>The packages follow the path of the bytes. Imports run one way only: {@code wire} &lt;- {@code message} &lt;-
 * {@code crypto} &lt;- {@code channel} &lt;- {@code files} &lt;- {@code client}.
 */
@NullMarked
package quayside.protocol;

import org.jspecify.annotations.NullMarked;
