/**
 * What the window and the command line share. No JavaFX, no picocli: everything here is tested without either.
 *
 * <p>Life cycle: {@link AppCore} is made once by the program's wiring and closed once at its end. Its parts hand
 * immutable snapshots to listeners on worker threads; a listener returns at once.
 */
@NullMarked
package quayside.app.core;

import org.jspecify.annotations.NullMarked;
