/**
 * One connection of a guest, on one virtual thread: the handshake, then a request at a time, until somebody ends it.
 *
 * <p>{@link Session} is made for an accepted socket and run once; {@link SessionContext} is what all sessions of a share have in
 * common; {@link SessionListener} hears what happens.
 */
@NullMarked
package quayside.server.session;

import org.jspecify.annotations.NullMarked;
