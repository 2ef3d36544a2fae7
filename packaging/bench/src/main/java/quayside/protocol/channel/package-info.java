/** Benchmarks of the way of a file's bytes through a connection. */
@NullMarked
package quayside.protocol.channel;

import org.jspecify.annotations.NullMarked;
