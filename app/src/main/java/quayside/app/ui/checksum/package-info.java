/**
 * The checksum of a file, on the share and on this computer, and whether both are the same.
 *
 * <p>{@link quayside.app.ui.checksum.ChecksumFeature} is the front door. Each side is read by a worker of its own, which ends when the
 * dialog is closed.
 */
@NullMarked
package quayside.app.ui.checksum;

import org.jspecify.annotations.NullMarked;
