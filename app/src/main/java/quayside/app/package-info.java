/**
 * The program's entry and its wiring: the one place that sees every part and says each {@code new} in order.
 *
 * <p>Below it {@code core} knows no JavaFX; {@code ui} (kit, the features, the shell) and {@code cli} stand side by side
 * on it.
 */
@NullMarked
package quayside.app;

import org.jspecify.annotations.NullMarked;
