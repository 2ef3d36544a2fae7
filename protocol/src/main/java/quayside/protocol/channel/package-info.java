/** One secured TCP connection, which carries messages in order and bodies between them (PROTOCOL.md sections 4 and 6). */
@NullMarked
package quayside.protocol.channel;

import org.jspecify.annotations.NullMarked;
