/**
 * The parts that the window and the command line have in common. They use no JavaFX and no picocli, and are tested
 * without either.
 *
 * <p>Life cycle: the program's wiring creates {@link AppCore} once, and closes it at the end. Its parts pass immutable
 * snapshots to listeners on worker threads; a listener returns at once.
 */
@NullMarked
package quayside.app.core;

import org.jspecify.annotations.NullMarked;
