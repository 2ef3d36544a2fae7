/**
 * Transfers of files and folders, in both directions: one file from its first check to its name on the other disk,
 * trees of files, their listing ahead, and progress (PROTOCOL.md sections 5.2, 5.3, 8 and 9).
 */
@NullMarked
package quayside.protocol.client.transfer;

import org.jspecify.annotations.NullMarked;
