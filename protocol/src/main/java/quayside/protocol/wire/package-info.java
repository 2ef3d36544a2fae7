/** Limits, frames and faults: what every other package of the protocol speaks in (PROTOCOL.md sections 2 and 7). */
@NullMarked
package quayside.protocol.wire;

import org.jspecify.annotations.NullMarked;
