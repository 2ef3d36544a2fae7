/** Benchmarks of the ciphers. They are in the package of the ciphers, because only a handshake can create those. */
@NullMarked
package quayside.protocol.crypto;

import org.jspecify.annotations.NullMarked;
