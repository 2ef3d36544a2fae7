/**
 * Passcodes of protected files (PROTOCOL.md section 5.8): asked for once, remembered for as long as a client is open, and used again on each new connection. {@link
 * quayside.protocol.client.unlock.Unlocker} opens what a call meets locked, {@link quayside.protocol.client.unlock.Pipeline} what many requests meet.
 */
@NullMarked
package quayside.protocol.client.unlock;

import org.jspecify.annotations.NullMarked;
