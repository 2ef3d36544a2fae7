/** Benchmarks of incoming files. */
@NullMarked
package quayside.protocol.files.incoming;

import org.jspecify.annotations.NullMarked;
