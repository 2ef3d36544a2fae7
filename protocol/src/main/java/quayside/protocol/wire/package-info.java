/** Limits, frames and faults, which all other packages of the protocol use (PROTOCOL.md sections 2 and 7). */
@NullMarked
package quayside.protocol.wire;

import org.jspecify.annotations.NullMarked;
