/**
 * The transfers: three lists (active, failed, done), a row each, and the whole queue's progress for the status bar.
 *
 * <p>{@link quayside.app.ui.transfers.TransfersFeature} is the front door. Workers hand over snapshots of the whole
 * queue; a row's view-model lives as long as its transfer, and only what changed in it is drawn again.
 */
@NullMarked
package quayside.app.ui.transfers;

import org.jspecify.annotations.NullMarked;
