/**
 * The transfers of the window. A {@link Job} is a transfer as data, which {@link JobStore} keeps; {@link TransferQueue}
 * runs the jobs, and {@link TransferSnapshot} describes one at a moment.
 */
@NullMarked
package quayside.app.core.transfer;

import org.jspecify.annotations.NullMarked;
