/** How a file arrives on a disk: whole, checked, synced, and never over another one unasked (PROTOCOL.md section 8). */
@NullMarked
package quayside.protocol.files.incoming;

import org.jspecify.annotations.NullMarked;
