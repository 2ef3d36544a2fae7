/**
 * This computer as a host: {@link HostControl} starts and stops the embedded server, and says in {@link HostState} how it
 * stands. {@link HostIdentity} is what both the window and {@code serve} prove to guests and ask of them.
 */
@NullMarked
package quayside.app.core.host;

import org.jspecify.annotations.NullMarked;
