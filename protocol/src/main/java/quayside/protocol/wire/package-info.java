/** Limits, frames and faults, which every other package of the protocol uses (PROTOCOL.md sections 2 and 7). */
@NullMarked
package quayside.protocol.wire;

import org.jspecify.annotations.NullMarked;
