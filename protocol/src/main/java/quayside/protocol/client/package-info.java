/**
 * What a program calls: connect to a share, list, get, post, delete, transfer (PROTOCOL.md section 9 has the flow). Its rooms build on each other: {@code connection},
 * {@code unlock}, {@code transfer}; of these callers use the options, listeners and results.
 */
@NullMarked
package quayside.protocol.client;

import org.jspecify.annotations.NullMarked;
