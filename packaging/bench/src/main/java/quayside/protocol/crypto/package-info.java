/** Benchmarks of the ciphers, in their package because they are made by a handshake only. */
@NullMarked
package quayside.protocol.crypto;

import org.jspecify.annotations.NullMarked;
