/** Requests, responses, names and paths, and their JSON form (PROTOCOL.md sections 4 and 5). */
@NullMarked
package quayside.protocol.message;

import org.jspecify.annotations.NullMarked;
