/**
 * The checksum of a file, on the share and on this computer, and whether both are the same.
 *
 * <p>{@link quayside.app.ui.checksum.ChecksumFeature} is the entry point. Each side is read by its own worker, which
 * ends when the dialog is closed.
 */
@NullMarked
package quayside.app.ui.checksum;

import org.jspecify.annotations.NullMarked;
