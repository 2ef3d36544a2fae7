/**
 * This computer as a host. The window asks a {@link HostService} to share a folder. {@link EmbeddedHost} does so with a
 * server in this process, and {@link HostState} describes the result. {@link HostIdentity} keeps the identity and the
 * access key that the window and {@code serve} use.
 */
@NullMarked
package quayside.app.core.host;

import org.jspecify.annotations.NullMarked;
