/** Benchmarks of landing files. */
@NullMarked
package quayside.protocol.transfer;

import org.jspecify.annotations.NullMarked;
