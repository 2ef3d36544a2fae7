/**
 * Passcodes of protected files (PROTOCOL.md section 5.8): asked for once, remembered while a client is open, and used on
 * each connection of a transfer.
 *
 * <p>{@link quayside.protocol.client.unlock.Unlocker} opens the locks that a call meets. {@link
 * quayside.protocol.client.unlock.Pipeline} does so for many requests at a time.
 */
@NullMarked
package quayside.protocol.client.unlock;

import org.jspecify.annotations.NullMarked;
