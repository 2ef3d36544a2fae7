/** Benchmarks of what a client does with its own files. */
@NullMarked
package quayside.protocol.client.transfer;

import org.jspecify.annotations.NullMarked;
