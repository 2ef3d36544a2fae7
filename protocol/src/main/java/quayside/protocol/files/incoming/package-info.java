/**
 * The arrival of a file on a disk: complete, checked, synced, and never replacing another file unless that was
 * requested (PROTOCOL.md section 8).
 */
@NullMarked
package quayside.protocol.files.incoming;

import org.jspecify.annotations.NullMarked;
