/** What a program calls: connect to a share, list, get, post, delete (PROTOCOL.md section 9 has the flow). */
@NullMarked
package quayside.protocol.client;

import org.jspecify.annotations.NullMarked;
