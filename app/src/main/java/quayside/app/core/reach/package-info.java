/**
 * Makes a share reachable from the internet: asks the router of the network to pass a port on to this computer
 * (PROTOCOL.md section 9). What a router says is taken only from its own address, in bounded size and time.
 */
@NullMarked
package quayside.app.core.reach;

import org.jspecify.annotations.NullMarked;
