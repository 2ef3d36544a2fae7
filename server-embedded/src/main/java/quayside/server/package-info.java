/**
 * The server that shares one folder, inside the desktop program or without a window.
 *
 * <p>Imports run in one direction only: {@code protect} &lt;- {@code storage} &lt;- {@code guard} &lt;- {@code session}
 * &lt;- this package. This package starts and stops the server and reports its events.
 */
@NullMarked
package quayside.server;

import org.jspecify.annotations.NullMarked;
