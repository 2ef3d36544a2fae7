/**
 * The access key, the server's identity, the handshake and the ciphers of a session (PROTOCOL.md section 3 and 6).
 *
 * <p>{@link ClientHandshake} and {@link ServerHandshake} end in {@link SessionSecrets}; {@link FrameCipher} and {@link
 * BodyCipher} are made from those.
 */
@NullMarked
package quayside.protocol.crypto;

import org.jspecify.annotations.NullMarked;
