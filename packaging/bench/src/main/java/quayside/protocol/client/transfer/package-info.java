/** Benchmarks of a client's work on its own files. */
@NullMarked
package quayside.protocol.client.transfer;

import org.jspecify.annotations.NullMarked;
