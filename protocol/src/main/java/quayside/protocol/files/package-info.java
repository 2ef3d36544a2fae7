/** How a file lands on a disk: whole, checked, synced, and never over another one unasked (PROTOCOL.md section 8). */
@NullMarked
package quayside.protocol.files;

import org.jspecify.annotations.NullMarked;
