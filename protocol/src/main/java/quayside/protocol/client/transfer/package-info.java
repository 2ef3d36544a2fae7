/**
 * Files and folders on their way, up and down: one file from its first look to its name on the other disk, trees around that, their listing ahead, and how far all
 * is (PROTOCOL.md sections 5.2, 5.3, 8 and 9).
 */
@NullMarked
package quayside.protocol.client.transfer;

import org.jspecify.annotations.NullMarked;
