/** Benchmarks of the messages. */
@NullMarked
package quayside.protocol.message;

import org.jspecify.annotations.NullMarked;
