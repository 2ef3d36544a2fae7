/**
 * The program's entry and its wiring. Only the wiring knows every part, and it creates them in order.
 *
 * <p>Below it, {@code core} has no JavaFX; {@code ui} (kit, the features, the shell) and {@code cli} are built on it
 * side by side.
 */
@NullMarked
package quayside.app;

import org.jspecify.annotations.NullMarked;
