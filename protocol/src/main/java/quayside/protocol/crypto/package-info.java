/**
 * The access key, the server's identity, the handshake and the ciphers of a session (PROTOCOL.md sections 3 and 6).
 *
 * <p>{@link ClientHandshake} and {@link ServerHandshake} end in {@link SessionSecrets}, which hold the {@link
 * FrameCipher} and the {@link BodyCipher}.
 */
@NullMarked
package quayside.protocol.crypto;

import org.jspecify.annotations.NullMarked;
