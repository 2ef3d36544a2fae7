/**
 * One connection of a guest, on one virtual thread: the handshake, then one request at a time, until either side ends
 * it.
 *
 * <p>A {@link Session} is made for an accepted socket and run once. A {@link SessionContext} holds what all sessions of
 * a share have in common. A {@link SessionListener} is notified of events.
 */
@NullMarked
package quayside.server.session;

import org.jspecify.annotations.NullMarked;
