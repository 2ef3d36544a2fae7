/** Benchmarks of landing files. */
@NullMarked
package quayside.protocol.files;

import org.jspecify.annotations.NullMarked;
