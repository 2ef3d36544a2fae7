/**
 * The calls of the client: connect to a share, list, get, post, delete, transfer (PROTOCOL.md section 9 has the flow).
 * Its subpackages build on each other: {@code connection}, {@code unlock}, {@code transfer}. Callers use their options,
 * listeners and results.
 */
@NullMarked
package quayside.protocol.client;

import org.jspecify.annotations.NullMarked;
