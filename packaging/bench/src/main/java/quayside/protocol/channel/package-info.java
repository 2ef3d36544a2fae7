/** Benchmarks of the code that a file's bytes pass through in a connection. */
@NullMarked
package quayside.protocol.channel;

import org.jspecify.annotations.NullMarked;
