/**
 * {@code quayside demo}: the whole way once, on this computer alone. Hosts a temporary folder, moves files of many kinds
 * both ways through a tapped connection, compares every byte, and draws the real window.
 */
@NullMarked
package quayside.app.demo;

import org.jspecify.annotations.NullMarked;
