/** The transfers of the window: {@link TransferQueue} runs them, {@link TransferSnapshot} describes one at a moment. */
@NullMarked
package quayside.app.core.transfer;

import org.jspecify.annotations.NullMarked;
