/**
 * The transfers: three lists (active, failed, done) with a row for each, and the progress of the whole queue for the
 * status bar.
 *
 * <p>{@link quayside.app.ui.transfers.TransfersFeature} is the entry point. Workers deliver snapshots of the whole
 * queue. A row's view-model lives as long as its transfer, and only changed parts of it are drawn again.
 */
@NullMarked
package quayside.app.ui.transfers;

import org.jspecify.annotations.NullMarked;
