/**
 * The command {@code quayside demo}: hosts a temporary folder on this computer, transfers files of many kinds both ways
 * through a recorded connection, compares every byte, and draws the real window.
 */
@NullMarked
package quayside.app.demo;

import org.jspecify.annotations.NullMarked;
